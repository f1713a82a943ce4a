namespace LeadGen.Schema.Json;

/// <summary>Represents a zero-based line and column in a text, in UTF-16 characters.</summary>
public readonly record struct TextPosition(int Line, int Column);

/// <summary>Converts offsets in a text to lines and columns.</summary>
public sealed class LineMap
{
    private readonly List<int> _starts = [0];

    /// <summary>Initializes a map for <paramref name="text"/>. Lines end with LF, CR, CRLF, NEL, LS or PS, as in the C# compiler.</summary>
    public LineMap(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            bool ends = text[i] is '\n' or '\u0085' or '\u2028' or '\u2029'
                || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n'));
            if (ends)
            {
                _starts.Add(i + 1);
            }
        }
    }

    /// <summary>Gets the line and column of an offset.</summary>
    public TextPosition At(int offset)
    {
        int line = _starts.BinarySearch(offset);
        line = line < 0 ? ~line - 1 : line;
        return new TextPosition(line, offset - _starts[line]);
    }
}
