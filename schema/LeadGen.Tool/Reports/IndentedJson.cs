using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LeadGen.Tool.Reports;

/// <summary>Writes indented JSON with unescaped Cyrillic letters. The bytes are the same on every system, and the text is safe to print in a build log.</summary>
internal static class IndentedJson
{
    private static readonly JsonWriterOptions s_options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Gets the JSON that <paramref name="write"/> writes, followed by a line break.</summary>
    public static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            write(writer);
        }

        // Line breaks in strings are escaped, so these come from the indentation.
        return EscapeCommands(Encoding.UTF8.GetString(buffer.WrittenSpan).Replace("\r\n", "\n", StringComparison.Ordinal)) + "\n";
    }

    // Build agent commands and control characters can occur only in strings, where they can be escaped without changing the value.
    private static string EscapeCommands(string json)
    {
        var escaped = new StringBuilder(json.Length);
        for (int i = 0; i < json.Length; i++)
        {
            char c = json[i];
            if (OneLine.StartsCommand(json, i) || (OneLine.IsControl(c) && c != '\n'))
            {
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            }
            else
            {
                escaped.Append(c);
            }
        }

        return escaped.ToString();
    }
}
