using System.Globalization;

namespace LeadGen.Fuzz.Schemas;

/// <summary>Writes JSON in a random one of its equivalent forms.</summary>
internal sealed class JsonSpelling(int seed)
{
    // The short escapes of RFC 8259.
    private static readonly Dictionary<char, char> s_shortEscapes = new()
    {
        ['"'] = '"', ['\\'] = '\\', ['/'] = '/', ['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't',
    };

    private readonly Random _random = new(seed);

    public bool Coin() => _random.Next(2) == 0;

    public IEnumerable<T> Shuffled<T>(IEnumerable<T> items)
    {
        T[] all = [.. items];
        _random.Shuffle(all);
        return all;
    }

    public string Text(string text) => "\"" + string.Concat(text.Select((c, i) => Character(text, i, c))) + "\"";

    public string Object(IEnumerable<(string Name, string Value)> members) =>
        "{" + Space() + string.Join("," + Space(), members.Select(m => Text(m.Name) + Space() + ":" + Space() + m.Value)) + Space() + "}";

    /// <summary>Writes a list like PHP: as an array, or as a map if its keys are not 0…n-1.</summary>
    public string List(IEnumerable<string> items) => Coin()
        ? "[" + Space() + string.Join("," + Space(), items) + Space() + "]"
        : Object(items.Select(static (item, i) => ((i + 1).ToString(CultureInfo.InvariantCulture), item)));

    // A file can contain half a surrogate pair only as an escape.
    private string Character(string text, int place, char c)
    {
        bool isHalf = char.IsSurrogate(c) && !char.IsSurrogatePair(text, place) && (place == 0 || !char.IsSurrogatePair(text, place - 1));
        bool isBare = c is not ('"' or '\\' or < ' ') && !isHalf;
        return _random.Next(4) switch
        {
            0 => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture),
            1 => "\\u" + ((int)c).ToString("X4", CultureInfo.InvariantCulture),
            2 when s_shortEscapes.TryGetValue(c, out char escape) => "\\" + escape,
            _ when isBare => c.ToString(),
            _ => s_shortEscapes.TryGetValue(c, out char escape) ? "\\" + escape : "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture),
        };
    }

    private string Space() => _random.Next(8) switch
    {
        0 => " ",
        1 => "\n",
        2 => "\r\n",
        3 => "\t",
        _ => "",
    };
}
