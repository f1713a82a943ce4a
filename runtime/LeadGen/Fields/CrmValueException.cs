namespace LeadGen;

/// <summary>The exception that is thrown when a portal would silently drop or misread a value, or when the settings of its field do not permit it. Nothing was sent.</summary>
public sealed class CrmValueException : ArgumentException
{
    /// <summary>Initializes the exception with a field and the reason.</summary>
    public CrmValueException(CrmField field, string reason)
        : base($"The value for {Describe(field)} can't be sent: {reason}.") => Code = field.Code;

    /// <summary>Initializes the exception with the code of a field and the reason.</summary>
    internal CrmValueException(string code, string reason)
        : base($"The value for {code} can't be sent: {reason}.") => Code = code;

    /// <summary>Gets the code of the field.</summary>
    public string Code { get; }

    internal static string Describe(CrmField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return CrmField.Describe(field.Code, field.Label);
    }
}
