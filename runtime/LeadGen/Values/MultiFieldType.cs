namespace LeadGen;

/// <summary>Represents the type (VALUE_TYPE) of an entry in a multi-value field for which LeadGen has no specific class. Portals also store codes that are not listed here.</summary>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/data-types.html"/>
public sealed record MultiFieldType : MultiFieldType<MultiFieldType>
{
    /// <summary>Gets the type <c>WORK</c>.</summary>
    public static MultiFieldType Work { get; } = new() { Code = "WORK" };

    /// <summary>Gets the type <c>HOME</c>.</summary>
    public static MultiFieldType Home { get; } = new() { Code = "HOME" };

    /// <summary>Gets the type <c>OTHER</c>.</summary>
    public static MultiFieldType Other { get; } = new() { Code = "OTHER" };
}

/// <summary>Represents the type (VALUE_TYPE) of an entry in a multi-value field. <see cref="PhoneType"/> is an example.</summary>
/// <typeparam name="TSelf">The derived class.</typeparam>
public abstract record MultiFieldType<TSelf>
    where TSelf : MultiFieldType<TSelf>, new()
{
    /// <summary>Gets the code as it is sent and stored, such as <c>WORK</c>; empty if none is set.</summary>
    public string Code
    {
        get;
        init => field = value ?? "";
    } = "";

    /// <summary>Returns the code.</summary>
    public sealed override string ToString() => Code;
}
