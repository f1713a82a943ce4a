using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using LeadGen.Client;
using LeadGen.Tool.Reports;

namespace LeadGen.Tool.Portal;

/// <summary>
/// Writes answers as files that are compared and reviewed: sorted, indented, the same bytes for the same portal, without
/// anything that would let a reader in or tell whose portal it is.
/// </summary>
internal sealed partial class AnswerText(Webhook webhook)
{
    private const string Mask = "***";

    private static readonly IdnMapping s_idn = new();

    // Where an address names it or, as it has dots in it, where it stands by itself: "crm" is a word of every schema.
    private readonly Regex _host = new(
        string.Join('|', new[] { webhook.Address.IdnHost, s_idn.GetUnicode(webhook.Address.IdnHost) }.Distinct().Select(static h =>
            $@"(?<=//){Regex.Escape(h)}(:\d+)?(?![\w.-])" + (h.Contains('.', StringComparison.Ordinal) ? $@"|(?<![\w.-]){Regex.Escape(h)}(:\d+)?(?![\w-])" : ""))),
        RegexOptions.IgnoreCase);

    /// <summary>Writes <c>{"result": …}</c> with a map, sorted by key.</summary>
    public string OfMap(JsonElement result) => Write(writer => WriteValue(writer, result));

    /// <summary>Writes <c>{"result": […], "total": n}</c> with the rows of a list, sorted by group and id.</summary>
    public string OfList(PagedList list) => Write(
        writer =>
        {
            writer.WriteStartArray();
            foreach (JsonElement row in list.Rows.OrderBy(static r => Text(r, "ENTITY_ID"), StringComparer.Ordinal).ThenBy(static r => Id(r)))
            {
                WriteValue(writer, row);
            }

            writer.WriteEndArray();
        },
        list.Total);

    private static string Write(Action<Utf8JsonWriter> writeResult, int? total = null) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WritePropertyName("result");
        writeResult(writer);
        if (total is { } rows)
        {
            writer.WriteNumber("total", rows);
        }

        writer.WriteEndObject();
    });

    private void WriteValue(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (JsonProperty property in value.EnumerateObject().OrderBy(static p => p.Name, StringComparer.Ordinal))
                {
                    // A code is nobody's address, and a masked one would be another field's.
                    writer.WritePropertyName(webhook.Redact(property.Name));
                    WriteValue(writer, property.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in value.EnumerateArray())
                {
                    WriteValue(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(WithoutSecrets(value.GetString()!));
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private string WithoutSecrets(string text)
    {
        string masked = _host.Replace(webhook.Redact(text), Mask);
        return Token().Replace(masked, "${name}" + Mask);
    }

    private static string Text(JsonElement row, string name) =>
        row.ValueKind == JsonValueKind.Object && row.TryGetProperty(name, out JsonElement value) ? value.ToString() : "";

    private static long Id(JsonElement row) =>
        long.TryParse(Text(row, "ID"), NumberStyles.None, CultureInfo.InvariantCulture, out long id) ? id : long.MaxValue;

    // URLs of files contain a token of the calling user. The name is matched once and as a whole: a label of
    // 200 KiB without an equals sign must not be scanned again from each of its words.
    [GeneratedRegex(@"(?<=[?&;])(?=[\w-]*?(auth|token|sessid|signature|secret))(?<name>(?>[\w-]+)=)[^&\s""'<>]+", RegexOptions.IgnoreCase)]
    private static partial Regex Token();
}
