using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LeadGen.Tool.Reports;

/// <summary>Writes JSON for files and scripts: indented, with unescaped Cyrillic, the same bytes on every system, and safe to print in a build log.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions s_options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of what <paramref name="write"/> writes, ended by a line break.</summary>
    public static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            write(writer);
        }

        // Line breaks inside of texts are escaped, so these are the writer's own.
        return EscapeCommands(Encoding.UTF8.GetString(buffer.WrittenSpan).Replace("\r\n", "\n", StringComparison.Ordinal)) + "\n";
    }

    // Commands of build agents, and characters that change the direction of text, can only occur inside strings, where an
    // escape means the same.
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
