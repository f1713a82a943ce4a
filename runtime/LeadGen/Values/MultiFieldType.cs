namespace LeadGen;

/// <summary>Represents the kind of an entry of a multi-value field for which LeadGen has no specific type (VALUE_TYPE). The set is open: a portal stores any code.</summary>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/data-types.html"/>
public sealed record MultiFieldType : MultiFieldType<MultiFieldType>
{
    /// <summary><c>WORK</c>.</summary>
    public static MultiFieldType Work { get; } = new() { Code = "WORK" };

    /// <summary><c>HOME</c>.</summary>
    public static MultiFieldType Home { get; } = new() { Code = "HOME" };

    /// <summary><c>OTHER</c>.</summary>
    public static MultiFieldType Other { get; } = new() { Code = "OTHER" };
}

/// <summary>Represents the kind of an entry of a multi-value field, such as <see cref="PhoneType"/>.</summary>
/// <typeparam name="TSelf">The type of the kind.</typeparam>
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
