using System.Globalization;
using System.Text;

namespace LeadGen.Schema.Json;

/// <summary>Parses JSON (RFC 8259) into <see cref="JsonValue"/>s with their positions in the text.</summary>
/// <remarks>
/// System.Text.Json is not used, because it is not available in a compiler that runs on .NET Framework, and a copy that is
/// shipped with an analyzer conflicts with the copy of the host. This parser also provides the line and column of every value,
/// name and duplicate, which <c>JsonDocument</c> does not.
/// </remarks>
public sealed class JsonParser
{
    /// <summary>The maximum nesting depth, which prevents a stack overflow in the compiler. A portal's reply has five levels.</summary>
    public const int MaxDepth = 64;

    private readonly string _text;
    private readonly Stack<string> _open = new();
    private int _position;
    private int _values;

    private JsonParser(string text) => _text = text;

    /// <summary>Parses a text.</summary>
    /// <exception cref="JsonSyntaxException">The text is not a single JSON value.</exception>
    public static JsonValue Parse(string text)
    {
        var parser = new JsonParser(text);
        if (text.Length > 0 && text[0] == '\uFEFF')
        {
            parser._position = 1;
        }

        parser.SkipWhiteSpace();
        JsonValue value = parser.ReadValue(0);
        parser.SkipWhiteSpace();
        return parser._position == text.Length ? value : throw parser.Unexpected("the end of the text");
    }

    private JsonValue ReadValue(int depth)
    {
        if (depth == MaxDepth && Peek() is ('{' or '['))
        {
            throw Error($"nested more than {MaxDepth} levels deep", new TextRange(_position, 1));
        }

        if (++_values > SchemaLimits.Values)
        {
            throw Limit($"more than {SchemaLimits.Values} JSON values", new TextRange(_position, 1));
        }

        return Peek() switch
        {
            '{' => ReadObject(depth),
            '[' => ReadArray(depth),
            '"' => ReadStringValue(),
            't' => ReadLiteral("true", JsonKind.True),
            'f' => ReadLiteral("false", JsonKind.False),
            'n' => ReadLiteral("null", JsonKind.Null),
            '-' or (>= '0' and <= '9') => ReadNumber(),
            _ => throw Unexpected("a value"),
        };
    }

    private JsonValue ReadObject(int depth)
    {
        int start = _position++;
        _open.Push("an object");
        var members = new List<JsonMember>();
        SkipWhiteSpace();
        if (!TrySkip('}'))
        {
            do
            {
                SkipWhiteSpace();
                int nameStart = _position;
                if (Peek() != '"')
                {
                    throw Unexpected("a name in double quotes");
                }

                string name = ReadString();
                var nameRange = new TextRange(nameStart, _position - nameStart);
                SkipWhiteSpace();
                if (!TrySkip(':'))
                {
                    throw Unexpected("':'");
                }

                SkipWhiteSpace();
                members.Add(new JsonMember(name, nameRange, ReadValue(depth + 1)));
                SkipWhiteSpace();
            }
            while (TrySkip(','));

            if (!TrySkip('}'))
            {
                throw Unexpected("',' or '}'");
            }
        }

        _open.Pop();
        return JsonValue.Object(new TextRange(start, _position - start), members);
    }

    private JsonValue ReadArray(int depth)
    {
        int start = _position++;
        _open.Push("a list");
        var items = new List<JsonValue>();
        SkipWhiteSpace();
        if (!TrySkip(']'))
        {
            do
            {
                SkipWhiteSpace();
                items.Add(ReadValue(depth + 1));
                SkipWhiteSpace();
            }
            while (TrySkip(','));

            if (!TrySkip(']'))
            {
                throw Unexpected("',' or ']'");
            }
        }

        _open.Pop();
        return JsonValue.Array(new TextRange(start, _position - start), items);
    }

    private JsonValue ReadStringValue()
    {
        int start = _position;
        string text = ReadString();
        return JsonValue.Literal(JsonKind.String, new TextRange(start, _position - start), text);
    }

    private string ReadString()
    {
        int open = _position;
        string text = ReadStringOfAnyLength();
        return text.Length <= SchemaLimits.TextLength ? text : throw Limit($"a text of more than {SchemaLimits.TextLength} characters", new TextRange(open, 1));
    }

    private string ReadStringOfAnyLength()
    {
        int open = _position++;
        int run = _position;
        StringBuilder? unescaped = null;
        while (true)
        {
            switch (Peek())
            {
                case '"':
                    string rest = _text.Substring(run, _position - run);
                    _position++;
                    return unescaped is null ? rest : unescaped.Append(rest).ToString();
                case '\\':
                    (unescaped ??= new StringBuilder()).Append(_text, run, _position - run).Append(ReadEscape());
                    run = _position;
                    break;
                case '\0' when _position >= _text.Length:
                    throw Truncated("the text that starts here", new TextRange(open, 1));
                case < ' ':
                    throw Error("a control character inside a string", new TextRange(_position, 1));
                default:
                    _position++;
                    break;
            }
        }
    }

    private char ReadEscape()
    {
        int start = _position++;
        char escape = Peek();
        _position++;
        switch (escape)
        {
            case '"' or '\\' or '/':
                return escape;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case '\0' when _position > _text.Length:
            case 'u' when _text.Length - _position < 4 && _text.Substring(_position).All(Uri.IsHexDigit):
                throw Truncated("a text", new TextRange(_text.Length, 0));
            case 'u' when _position + 4 <= _text.Length && _text.Substring(_position, 4) is { } code && code.All(Uri.IsHexDigit):
                _position += 4;
                return (char)ushort.Parse(code, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            default:
                throw Error("an invalid escape sequence", new TextRange(start, Math.Min(2, _text.Length - start)));
        }
    }

    private JsonValue ReadNumber()
    {
        int start = _position;
        TrySkip('-');
        if (!TrySkip('0'))
        {
            SkipDigits();
        }

        if (TrySkip('.'))
        {
            SkipDigits();
        }

        if (TrySkip('e') || TrySkip('E'))
        {
            if (!TrySkip('+'))
            {
                TrySkip('-');
            }

            SkipDigits();
        }

        return JsonValue.Literal(JsonKind.Number, new TextRange(start, _position - start), _text.Substring(start, _position - start));
    }

    private void SkipDigits()
    {
        if (Peek() is not (>= '0' and <= '9'))
        {
            throw _position >= _text.Length ? Truncated("a number", new TextRange(_text.Length, 0)) : Unexpected("a digit");
        }

        while (Peek() is >= '0' and <= '9')
        {
            _position++;
        }
    }

    private JsonValue ReadLiteral(string word, JsonKind kind)
    {
        if (string.CompareOrdinal(_text, _position, word, 0, word.Length) != 0)
        {
            string rest = _text.Substring(_position);
            throw word.StartsWith(rest, StringComparison.Ordinal) ? Truncated($"the word '{word}'", new TextRange(_text.Length, 0)) : Unexpected("a value");
        }

        int start = _position;
        _position += word.Length;
        return JsonValue.Literal(kind, new TextRange(start, word.Length), word);
    }

    private char Peek() => _position < _text.Length ? _text[_position] : '\0';

    private bool TrySkip(char expected)
    {
        bool found = Peek() == expected && _position < _text.Length;
        if (found)
        {
            _position++;
        }

        return found;
    }

    private void SkipWhiteSpace()
    {
        while (Peek() is ' ' or '\t' or '\r' or '\n')
        {
            _position++;
        }
    }

    private JsonSyntaxException Unexpected(string expected) => _position >= _text.Length
        ? Truncated(_open.Count > 0 ? _open.Peek() : "a value", new TextRange(_text.Length, 0))
        : Error($"'{Printable(_text[_position])}' where {expected} should be", new TextRange(_position, 1));

    private static JsonSyntaxException Truncated(string what, TextRange range) =>
        new($"the file ends in the middle of {what}", range) { IsTruncated = true };

    private static JsonSyntaxException Error(string message, TextRange range) => new(message, range);

    private static JsonSyntaxException Limit(string message, TextRange range) => new(message, range, isLimit: true);

    private static string Printable(char c) => c < ' ' ? $"\\u{(int)c:x4}" : c.ToString();
}
