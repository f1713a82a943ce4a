using System.Globalization;
using System.Text;

namespace LeadGen.Generator.Usage.Reading;

/// <summary>Parses JSON in a string that may contain interpolated values, up to the first syntax error.</summary>
internal sealed class JsonTextParser
{
    private const int MaxDepth = 32;

    // Newtonsoft.Json also reads names and texts in single quotes.
    private static readonly char[] s_quotes = ['"', '\''];

    private readonly TextShape _text;
    private readonly string _json;
    private int _at;
    private int _depth;

    private JsonTextParser(TextShape text)
    {
        _text = text;
        _json = text.Text;
    }

    /// <summary>Parses the object in a string; <see langword="null"/> if there is none.</summary>
    public static MapShape? Parse(TextShape text)
    {
        int start = 0;
        while (start < text.Text.Length && char.IsWhiteSpace(text.Text[start]))
        {
            start++;
        }

        return start < text.Text.Length && text.Text[start] == '{' && text.Text.IndexOfAny(s_quotes) > 0
            ? new JsonTextParser(text) { _at = start }.ReadValue() as MapShape
            : null;
    }

    private Shape? ReadValue()
    {
        SkipBlanks();
        if (_at >= _json.Length || ++_depth > MaxDepth)
        {
            return null;
        }

        Shape? value = _json[_at] switch
        {
            '{' => ReadObject(),
            '[' => ReadArray(),
            '"' or '\'' => ReadText().Shape,
            TextShape.HoleMark => ReadHole(),
            _ => ReadWord(),
        };
        _depth--;
        return value;
    }

    private MapShape? ReadObject()
    {
        var entries = new List<MapEntry>();
        bool isOpen = false;
        _at++;
        while (true)
        {
            SkipBlanks();
            if (_at >= _json.Length)
            {
                return null;
            }

            switch (_json[_at])
            {
                case '}':
                    _at++;
                    return new MapShape(entries, isOpen);
                case ',':
                    _at++;
                    continue;
                case TextShape.HoleMark:
                    // Members that the program inserts.
                    isOpen = true;
                    _at++;
                    continue;
                case '"' or '\'':
                    break;
                default:
                    return null;
            }

            int start = _at + 1;
            (string? name, _) = ReadText();
            SkipBlanks();
            if (_at >= _json.Length || _json[_at] != ':')
            {
                return null;
            }

            _at++;
            SkipBlanks();
            int valueStart = _at;
            if (ReadValue() is not { } value)
            {
                return null;
            }

            if (name is null)
            {
                isOpen = true;
                continue;
            }

            entries.Add(new MapEntry(
                name, KeyKind.Fixed, _text.GetSpan(start, name.Length), value, _text.GetSpan(valueStart, Math.Min(_at - valueStart, LineLength(valueStart)))));
        }
    }

    private ListShape? ReadArray()
    {
        var items = new List<Shape>();
        var places = new List<SourceSpan>();
        bool isOpen = false;
        _at++;
        while (true)
        {
            SkipBlanks();
            if (_at >= _json.Length)
            {
                return null;
            }

            if (_json[_at] == ']')
            {
                _at++;
                return new ListShape(items, isOpen) { Places = places };
            }

            if (_json[_at] == ',')
            {
                _at++;
                continue;
            }

            int start = _at;
            isOpen |= _json[_at] == TextShape.HoleMark;
            if (ReadValue() is not { } item)
            {
                return null;
            }

            items.Add(item);
            places.Add(_text.GetSpan(start, Math.Min(_at - start, LineLength(start))));
        }
    }

    // The string without its quotes; null if a part of it is only known at run time.
    private (string? Constant, Shape Shape) ReadText()
    {
        var text = new StringBuilder();
        bool hasHole = false;
        char quote = _json[_at];
        for (_at++; _at < _json.Length && _json[_at] != quote; _at++)
        {
            hasHole |= _json[_at] == TextShape.HoleMark;
            if (_json[_at] == '\\' && _at + 1 < _json.Length)
            {
                _at++;
                if (_json[_at] == 'u' && _at + 4 < _json.Length
                    && int.TryParse(_json.Substring(_at + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int code))
                {
                    text.Append((char)code);
                    _at += 4;
                }
                else
                {
                    text.Append(_json[_at] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', var other => other });
                }

                continue;
            }

            text.Append(_json[_at]);
        }

        _at++;
        return hasHole
            ? (null, new TextShape([new TextPart(null, _text.Parts[0].Source, null)]))
            : (text.ToString(), new TextShape([new TextPart(text.ToString(), _text.Parts[0].Source, null)]));
    }

    private Shape ReadHole()
    {
        Shape hole = _text.GetHole(_at++);
        return hole switch
        {
            // The text becomes a part of the JSON.
            SerializedShape serialized => new SerializedShape(serialized.Content, serialized.Naming),
            MapShape or ListShape => hole,
            _ => TypedShape.Unknown,
        };
    }

    private Shape? ReadWord()
    {
        int start = _at;
        while (_at < _json.Length && (char.IsLetterOrDigit(_json[_at]) || _json[_at] is '-' or '+' or '.' or TextShape.HoleMark))
        {
            _at++;
        }

        string word = _json.Substring(start, _at - start);
        return word switch
        {
            "" => null,
            "true" => new ConstantShape(true),
            "false" => new ConstantShape(false),
            "null" => new ConstantShape(null),
            _ => decimal.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? new ConstantShape(number)
                : word.IndexOf(TextShape.HoleMark) >= 0 ? TypedShape.Unknown
                : null,
        };
    }

    private void SkipBlanks()
    {
        while (_at < _json.Length)
        {
            if (char.IsWhiteSpace(_json[_at]))
            {
                _at++;
            }
            else if (_json[_at] == '/' && _at + 1 < _json.Length && _json[_at + 1] == '/')
            {
                _at += LineLength(_at);
            }
            else
            {
                return;
            }
        }
    }

    private int LineLength(int start)
    {
        int end = _json.IndexOf('\n', start);
        return (end < 0 ? _json.Length : end) - start;
    }
}
