using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LeadGen.Benchmarks.Contenders;

/// <summary>Writes values that <c>Utf8JsonWriter</c> has no method for, without intermediate strings, and pairs of a query string.</summary>
internal static class HandWrittenWriter
{
    public static void Number(Utf8JsonWriter json, JsonEncodedText name, decimal value)
    {
        Span<char> text = stackalloc char[32];
        value.TryFormat(text, out int length, provider: CultureInfo.InvariantCulture);
        json.WriteString(name, text[..length]);
    }

    public static void Day(Utf8JsonWriter json, JsonEncodedText name, DateOnly value)
    {
        Span<char> text = stackalloc char[10];
        value.TryFormat(text, out int length, "O", CultureInfo.InvariantCulture);
        json.WriteString(name, text[..length]);
    }

    public static void Time(Utf8JsonWriter json, JsonEncodedText name, DateTimeOffset value)
    {
        Span<char> text = stackalloc char[25];
        value.TryFormat(text, out int length, "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
        json.WriteString(name, text[..length]);
    }

    public static void Money(Utf8JsonWriter json, JsonEncodedText name, Money value)
    {
        Span<char> text = stackalloc char[64];
        text.TryWrite(CultureInfo.InvariantCulture, $"{value.Amount}|{value.Currency}", out int length);
        json.WriteString(name, text[..length]);
    }

    public static void Texts(Utf8JsonWriter json, JsonEncodedText name, string[] values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    public static void Entries(Utf8JsonWriter json, JsonEncodedText name, string value)
    {
        json.WriteStartArray(name);
        json.WriteStartObject();
        json.WriteString(s_value, value);
        json.WriteString(s_valueType, s_work);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    public static void Pair(StringBuilder row, string key, string value)
    {
        if (row.Length > 0)
        {
            row.Append('&');
        }

        row.Append(Uri.EscapeDataString(key)).Append('=').Append(Uri.EscapeDataString(value));
    }

    private static readonly JsonEncodedText s_value = JsonEncodedText.Encode("VALUE");
    private static readonly JsonEncodedText s_valueType = JsonEncodedText.Encode("VALUE_TYPE");
    private static readonly JsonEncodedText s_work = JsonEncodedText.Encode("WORK");
}
