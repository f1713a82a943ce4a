namespace LeadGen.Schema.Json;

/// <summary>What a JSON value is.</summary>
public enum JsonKind
{
    /// <summary><c>null</c>.</summary>
    Null,

    /// <summary><c>true</c>.</summary>
    True,

    /// <summary><c>false</c>.</summary>
    False,

    /// <summary>A number, kept as it is written.</summary>
    Number,

    /// <summary>A string.</summary>
    String,

    /// <summary>An array.</summary>
    Array,

    /// <summary>An object.</summary>
    Object,
}

/// <summary>A stretch of a text, in UTF-16 characters from its start.</summary>
public readonly record struct TextRange(int Start, int Length)
{
    /// <summary>The first character after the stretch.</summary>
    public int End => Start + Length;
}

/// <summary>One member of a JSON object. Members keep their order and their duplicates.</summary>
public sealed record JsonMember(string Name, TextRange NameRange, JsonValue Value);

/// <summary>A JSON value that knows where in the text it stands.</summary>
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

    /// <summary>What the value is.</summary>
    public JsonKind Kind { get; }

    /// <summary>Where the value stands.</summary>
    public TextRange Range { get; }

    /// <summary>The content of a string, the digits of a number, the word of a literal; empty for arrays and objects.</summary>
    public string Text { get; }

    /// <summary>The elements of an array; empty for anything else.</summary>
    public IReadOnlyList<JsonValue> Items { get; }

    /// <summary>The members of an object; empty for anything else.</summary>
    public IReadOnlyList<JsonMember> Members { get; }

    /// <summary>Whether the value is <c>[]</c> or <c>{}</c>: PHP writes an empty map either way.</summary>
    public bool IsEmptyContainer => Kind is JsonKind.Array or JsonKind.Object && Items.Count == 0 && Members.Count == 0;

    /// <summary>The text of a string or number; <see langword="null"/> for anything else.</summary>
    public string? Scalar => Kind is JsonKind.String or JsonKind.Number ? Text : null;

    /// <summary>The elements of a list, however PHP wrote it: an array, or a map whose keys are the indexes.</summary>
    public IEnumerable<JsonValue> Elements => Kind == JsonKind.Object ? Members.Select(static m => m.Value) : Items;

    /// <summary>The first member of that name, or <see langword="null"/>.</summary>
    public JsonMember? Find(string name) => Members.FirstOrDefault(m => m.Name == name);

    internal static JsonValue Literal(JsonKind kind, TextRange range, string text) => new(kind, range, text, [], []);

    internal static JsonValue Array(TextRange range, IReadOnlyList<JsonValue> items) => new(JsonKind.Array, range, "", items, []);

    internal static JsonValue Object(TextRange range, IReadOnlyList<JsonMember> members) => new(JsonKind.Object, range, "", [], members);
}

/// <summary>A text that is not JSON, and where it stops being so.</summary>
public sealed class JsonSyntaxException(string message, TextRange range, bool isLimit = false) : FormatException(message)
{
    /// <summary>Whether the text exceeds a limit of the parser, although it may be JSON.</summary>
    public bool IsLimit { get; } = isLimit;

    /// <summary>The character at which reading stopped; empty at the end of the text.</summary>
    public TextRange Range { get; } = range;

    /// <summary>Whether the text is truncated JSON.</summary>
    public bool IsTruncated { get; init; }
}
