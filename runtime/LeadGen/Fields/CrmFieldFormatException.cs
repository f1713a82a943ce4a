namespace LeadGen;

/// <summary>The exception that is thrown when a portal returned a value that does not have the type of the field in the schema.</summary>
public sealed class CrmFieldFormatException : FormatException
{
    /// <summary>Initializes the exception with the field and the unexpected value.</summary>
    public CrmFieldFormatException(CrmField field, string found)
        : base($"The portal returned {found} for {CrmValueException.Describe(field)}, which has the type '{field.PortalType}' in the schema. "
            + "Refresh the schema snapshot if the field was changed. The raw value can be read by the field's code.") => Code = field.Code;

    /// <summary>Gets the code of the field.</summary>
    public string Code { get; }
}
