using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using LeadGen.Access;
using LeadGen.Tool.Reports;

namespace LeadGen.Tool.Portal;

/// <summary>
/// Formats replies as snapshot files for source control: sorted and indented, with the same bytes for the same schema, and
/// without secrets and the address of the portal.
/// </summary>
internal sealed partial class ReplyFormatter(Webhook webhook)
{
    private const string Mask = "***";

    private static readonly IdnMapping s_idn = new();

    // Matches the host in a URL. A host with dots is also matched outside of URLs; one without dots, such as "crm", may be an ordinary word.
    private readonly Regex _host = new(
        string.Join('|', new[] { webhook.Address.IdnHost, s_idn.GetUnicode(webhook.Address.IdnHost) }.Distinct().Select(static h =>
            $@"(?<=//){Regex.Escape(h)}(:\d+)?(?![\w.-])" + (h.Contains('.', StringComparison.Ordinal) ? $@"|(?<![\w.-]){Regex.Escape(h)}(:\d+)?(?![\w-])" : ""))),
        RegexOptions.IgnoreCase);

    /// <summary>Formats <c>{"result": …}</c> with an object, sorted by key.</summary>
    public string FormatMap(JsonElement result) => Write(writer => WriteValue(writer, result));

    /// <summary>
    /// Formats <c>{"result": …}</c> with the descriptions of fields, sorted by key, without the items of list fields: other replies contain
    /// them, and each build would have to read them again.
    /// </summary>
    public string FormatDescriptions(JsonElement result) => Write(writer => WriteMap(
        writer, result, field => WriteMap(writer, field, value => WriteValue(writer, value), static name => name != "items")));

    /// <summary>Formats <c>{"result": […], "total": n}</c> with the rows of a list, sorted by group and ID.</summary>
    public string FormatList(PagedList list) => Write(
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

    private static string Write(Action<Utf8JsonWriter> writeResult, int? total = null) => IndentedJson.Write(writer =>
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
                WriteMap(writer, value, v => WriteValue(writer, v));
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

    private void WriteMap(Utf8JsonWriter writer, JsonElement map, Action<JsonElement> write, Predicate<string>? isWritten = null)
    {
        if (map.ValueKind != JsonValueKind.Object)
        {
            WriteValue(writer, map);
            return;
        }

        writer.WriteStartObject();
        foreach (JsonProperty property in map.EnumerateObject().OrderBy(static p => p.Name, StringComparer.Ordinal).Where(p => isWritten?.Invoke(p.Name) != false))
        {
            // The host is not masked in property names: these are field codes, and a masked code would be the code of another field.
            writer.WritePropertyName(webhook.Redact(property.Name));
            write(property.Value);
        }

        writer.WriteEndObject();
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

    // File URLs contain a token of the calling user. The parameter name is matched atomically, so that a label of
    // 200 KiB without an equals sign is not scanned again from each of its words.
    [GeneratedRegex(@"(?<=[?&;])(?=[\w-]*?(auth|token|sessid|signature|secret))(?<name>(?>[\w-]+)=)[^&\s""'<>]+", RegexOptions.IgnoreCase)]
    private static partial Regex Token();
}
