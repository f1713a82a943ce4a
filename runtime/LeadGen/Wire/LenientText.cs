using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LeadGen.Wire;

/// <summary>Reads scalars as portals write them: numbers as texts, texts as numbers, and several forms of an empty value.</summary>
internal static class LenientText
{
    /// <summary>Reads a scalar as text; empty for <c>null</c>, <c>false</c> and an empty list.</summary>
    /// <exception cref="FormatException">The value is a map, a list with elements, or not valid Unicode.</exception>
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
    /// <exception cref="FormatException">It contains half a surrogate pair or invalid UTF-8.</exception>
    public static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new FormatException("a text that is not valid Unicode");
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

    /// <summary>Determines whether the list or map that starts here is empty. If it is, the reader moves to its end.</summary>
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

    /// <summary>Reads the ID of a record or an entry: an integer, or a text of digits. Other values that PHP reads as a number, such as <c>true</c>, are not IDs.</summary>
    public static bool TryReadId(ref Utf8JsonReader reader, out long id)
    {
        id = 0;
        return reader.TokenType switch
        {
            JsonTokenType.Number => reader.TryGetInt64(out id),
            JsonTokenType.String => !reader.ValueIsEscaped && reader.ValueSpan is [>= (byte)'0' and <= (byte)'9', ..]
                && Utf8Parser.TryParse(reader.ValueSpan, out id, out int length) && length == reader.ValueSpan.Length,
            _ => false,
        };
    }

    /// <summary>Records that a member was read.</summary>
    /// <exception cref="FormatException">The object has two members with this name, so it is unknown which value is meant.</exception>
    public static void MarkRead(ref int read, int member)
    {
        if ((read & member) != 0)
        {
            throw new FormatException("an object with two members of the same name");
        }

        read |= member;
    }

    /// <summary>Creates the exception for a text that can't be read. Its message does not contain the text, which may be personal data.</summary>
    public static FormatException CreateFormatException(string expected, string found) =>
        new(string.Create(CultureInfo.InvariantCulture, $"a value of {found.Length} characters that is not {expected}"));
}
