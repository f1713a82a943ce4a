using System.Text;
using System.Text.Json;

namespace LeadGen.Wire;

/// <summary>Reads scalars the way portals write them: numbers as text, text as numbers, and many forms of nothing.</summary>
internal static class LooseText
{
    private const int LongestText = 60;

    /// <summary>Reads a scalar as text; empty for <c>null</c>, <c>false</c> and an empty list.</summary>
    /// <exception cref="FormatException">A map or a list with elements stands there, or a text that is no Unicode.</exception>
    public static string Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return Text(ref reader);
            case JsonTokenType.Number:
                return Encoding.UTF8.GetString(reader.ValueSpan);
            case JsonTokenType.True:
                return "1";
            case JsonTokenType.Null or JsonTokenType.False:
                return "";
            case JsonTokenType.StartArray when IsEmpty(ref reader):
                return "";
            default:
                throw new FormatException(reader.TokenType == JsonTokenType.StartArray ? "a list" : "an object");
        }
    }

    /// <summary>Reads a text, or the name of a member.</summary>
    /// <exception cref="FormatException">It has half a surrogate pair, or bytes that are no UTF-8.</exception>
    public static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new FormatException("a text that is no Unicode");
        }
    }

    /// <summary>Reads a scalar as text; <see langword="null"/> for a map or a list, and moves the reader to its end.</summary>
    public static string? ReadOrSkip(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        return Read(ref reader);
    }

    /// <summary>Whether the list or map that starts here ends at once; leaves the reader at its end if so.</summary>
    public static bool IsEmpty(ref Utf8JsonReader reader)
    {
        Utf8JsonReader ahead = reader;
        if (ahead.Read() && ahead.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject)
        {
            reader = ahead;
            return true;
        }

        return false;
    }

    public static FormatException NotA(string expected, string found) =>
        new($"'{OneLine.Of(found, LongestText)}' where {expected} belongs");
}
