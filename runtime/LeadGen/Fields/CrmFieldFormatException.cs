namespace LeadGen;

/// <summary>A portal answered a value that is not of the type that the schema gives the field.</summary>
public sealed class CrmFieldFormatException : FormatException
{
    /// <summary>Names the field, its type, and what was answered.</summary>
    public CrmFieldFormatException(CrmField field, string found)
        : base($"The portal answered {found} for {CrmValueException.Describe(field)}, which its schema calls '{field.PortalType}'. "
            + "Refresh the schema snapshot if the field was changed; the raw value is still there by its code.") => Code = field.Code;

    /// <summary>The field's code.</summary>
    public string Code { get; }
}
