namespace LeadGen.Schema.Json;

/// <summary>Specifies the type of a JSON value.</summary>
public enum JsonKind
{
    /// <summary><c>null</c>.</summary>
    Null,

    /// <summary><c>true</c>.</summary>
    True,

    /// <summary><c>false</c>.</summary>
    False,

    /// <summary>A number, as written in the text.</summary>
    Number,

    /// <summary>A string.</summary>
    String,

    /// <summary>An array.</summary>
    Array,

    /// <summary>An object.</summary>
    Object,
}

/// <summary>Represents a range of a text, in UTF-16 characters.</summary>
public readonly record struct TextRange(int Start, int Length)
{
    /// <summary>Gets the position after the last character of the range.</summary>
    public int End => Start + Length;
}

/// <summary>Represents a member of a JSON object. Order and duplicates are preserved.</summary>
public sealed record JsonMember(string Name, TextRange NameRange, JsonValue Value);

/// <summary>Represents a JSON value with its position in the text.</summary>
public sealed class JsonValue
{
    private JsonValue(JsonKind kind, TextRange range, string text, IReadOnlyList<JsonValue> items, IReadOnlyList<JsonMember> members)
    {
        Kind = kind;
        Range = range;
        Text = text;
        Items = items;
        Members = members;
    }

    /// <summary>Gets the type of the value.</summary>
    public JsonKind Kind { get; }

    /// <summary>Gets the position of the value in the text.</summary>
    public TextRange Range { get; }

    /// <summary>Gets the content of a string, the digits of a number, or the word of a literal. Empty for arrays and objects.</summary>
    public string Text { get; }

    /// <summary>Gets the elements of an array. Empty for other values.</summary>
    public IReadOnlyList<JsonValue> Items { get; }

    /// <summary>Gets the members of an object. Empty for other values.</summary>
    public IReadOnlyList<JsonMember> Members { get; }

    /// <summary>Gets whether the value is <c>[]</c> or <c>{}</c>. PHP serializes an empty map as either.</summary>
    public bool IsEmptyContainer => Kind is JsonKind.Array or JsonKind.Object && Items.Count == 0 && Members.Count == 0;

    /// <summary>Gets the text of a string or number, or <see langword="null"/> for other values.</summary>
    public string? Scalar => Kind is JsonKind.String or JsonKind.Number ? Text : null;

    /// <summary>Gets the elements of a list, which PHP serializes as an array, or as an object whose keys are the indexes.</summary>
    public IEnumerable<JsonValue> Elements => Kind == JsonKind.Object ? Members.Select(static m => m.Value) : Items;

    /// <summary>Finds the first member with the specified name, or <see langword="null"/> if there is none.</summary>
    public JsonMember? Find(string name)
    {
        // Not LINQ, whose closures and enumerators would be a third of what reading a schema allocates.
        for (int i = 0; i < Members.Count; i++)
        {
            if (Members[i].Name == name)
            {
                return Members[i];
            }
        }

        return null;
    }

    internal static JsonValue Literal(JsonKind kind, TextRange range, string text) => new(kind, range, text, [], []);

    internal static JsonValue Array(TextRange range, IReadOnlyList<JsonValue> items) => new(JsonKind.Array, range, "", items, []);

    internal static JsonValue Object(TextRange range, IReadOnlyList<JsonMember> members) => new(JsonKind.Object, range, "", [], members);
}

/// <summary>The exception that is thrown for a text that is not valid JSON.</summary>
public sealed class JsonSyntaxException(string message, TextRange range, bool isLimit = false) : FormatException(message)
{
    /// <summary>Gets whether the text exceeds a limit of the parser. It may be valid JSON.</summary>
    public bool IsLimit { get; } = isLimit;

    /// <summary>Gets the range of the invalid text. Empty at the end of the text.</summary>
    public TextRange Range { get; } = range;

    /// <summary>Gets whether the text is truncated.</summary>
    public bool IsTruncated { get; init; }
}
