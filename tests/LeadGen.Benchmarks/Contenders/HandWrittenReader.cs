using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LeadGen.Benchmarks.Contenders;

/// <summary>Reads the values of replies: numbers can be strings, and <c>null</c>, <c>false</c>, <c>""</c> and <c>[]</c> are empty values.</summary>
internal static class HandWrittenReader
{
    public static string? Text(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString() is { Length: > 0 } text ? text : null;
            case JsonTokenType.Number:
                return Encoding.UTF8.GetString(reader.ValueSpan);
            default:
                reader.Skip();
                return null;
        }
    }

    public static TCode? Code<TCode>(ref Utf8JsonReader reader)
        where TCode : struct, ICode<TCode> => Text(ref reader) is { } code ? TCode.FromCode(code) : null;

    public static long? Whole(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
        {
            reader.Skip();
            return null;
        }

        return reader.ValueSpan.IsEmpty ? null
            : Utf8Parser.TryParse(reader.ValueSpan, out long value, out int length) && length == reader.ValueSpan.Length ? value
            : throw new FormatException();
    }

    public static long? Id(ref Utf8JsonReader reader) => Whole(ref reader) is { } id and not 0 ? id : null;

    public static decimal? Number(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
        {
            reader.Skip();
            return null;
        }

        return reader.ValueSpan.IsEmpty ? null : decimal.Parse(reader.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    public static bool? YesNo(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String or JsonTokenType.Number:
                return reader.ValueSpan is [] ? null
                    : reader.ValueSpan is [(byte)'Y' or (byte)'1'] ? true
                    : reader.ValueSpan is [(byte)'N' or (byte)'0'] ? false
                    : throw new FormatException();
            case JsonTokenType.True:
                return true;
            default:
                reader.Skip();
                return null;
        }
    }

    public static bool? Flag(ref Utf8JsonReader reader) => YesNo(ref reader);

    public static DateOnly? Day(ref Utf8JsonReader reader)
    {
        if (Time(ref reader) is not { } time)
        {
            return null;
        }

        return DateOnly.FromDateTime(time.UtcDateTime.TimeOfDay == TimeSpan.Zero ? time.UtcDateTime : time.DateTime);
    }

    public static DateTimeOffset? Time(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        return reader.ValueSpan.IsEmpty ? null : reader.GetDateTimeOffset();
    }

    public static Money? Money(ref Utf8JsonReader reader)
    {
        if (Text(ref reader) is not { } text)
        {
            return null;
        }

        int bar = text.IndexOf('|', StringComparison.Ordinal);
        return new Money(decimal.Parse(text.AsSpan(0, bar), NumberStyles.Float, CultureInfo.InvariantCulture), text[(bar + 1)..]);
    }

    public static IReadOnlyList<string> Texts(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return [];
        }

        var values = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (Text(ref reader) is { } value)
            {
                values.Add(value);
            }
        }

        return values;
    }

    public static IReadOnlyList<long> Ids(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return [];
        }

        var values = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (Id(ref reader) is { } value)
            {
                values.Add(value);
            }
        }

        return values;
    }

    public static IReadOnlyList<MultiFieldEntry<TType>> Entries<TType>(ref Utf8JsonReader reader)
        where TType : MultiFieldType<TType>, new()
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return [];
        }

        var entries = new List<MultiFieldEntry<TType>>();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            long? id = null;
            string value = "", type = "";
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("ID"u8))
                {
                    reader.Read();
                    id = Id(ref reader);
                }
                else if (reader.ValueTextEquals("VALUE"u8))
                {
                    reader.Read();
                    value = Text(ref reader) ?? "";
                }
                else if (reader.ValueTextEquals("VALUE_TYPE"u8))
                {
                    reader.Read();
                    type = Text(ref reader) ?? "";
                }
                else
                {
                    reader.Skip();
                }
            }

            entries.Add(new MultiFieldEntry<TType>(value, new TType { Code = type }) { Id = id });
        }

        return entries;
    }

    public static PortalTime? PortalTime(ref Utf8JsonReader reader) => LeadGen.PortalTime.Read(ref reader);
}
