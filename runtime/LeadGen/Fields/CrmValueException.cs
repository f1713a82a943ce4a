namespace LeadGen;

/// <summary>Represents a value that a portal would silently drop or misread. Nothing was sent.</summary>
public sealed class CrmValueException : ArgumentException
{
    /// <summary>Names the field and the reason.</summary>
    public CrmValueException(CrmField field, string reason)
        : base($"The value for {Describe(field)} can't be sent: {reason}.") => Code = field.Code;

    /// <summary>Names a field that the schema does not have, and the reason.</summary>
    internal CrmValueException(string code, string reason)
        : base($"The value for {code} can't be sent: {reason}.") => Code = code;

    /// <summary>The field's code.</summary>
    public string Code { get; }

    internal static string Describe(CrmField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return CrmField.Describe(field.Code, field.Label);
    }
}
