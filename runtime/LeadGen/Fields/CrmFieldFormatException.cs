namespace LeadGen;

/// <summary>The exception that is thrown when a portal returned a value that does not have the type of the field in the schema.</summary>
/// <remarks>It is thrown when the property of the field is used, so the other fields of the record can be read. The message contains the field and the expected type, but not the value.</remarks>
public sealed class CrmFieldFormatException : FormatException
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="field">The field.</param>
    /// <param name="found">The kind of the returned value. It must not contain the value.</param>
    public CrmFieldFormatException(CrmField field, string found)
        : base($"The portal returned {found} for {CrmValueException.Describe(field)}, which has the type '{field.PortalType}' in the schema. "
            + "Refresh the schema snapshot if the field was changed. The raw value can be read by the field's code.") => Code = field.Code;

    /// <summary>Gets the code of the field.</summary>
    public string Code { get; }
}
