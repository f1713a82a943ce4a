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
                    writer.WritePropertyName(WithoutSecrets(property.Name));
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
        string masked = webhook.Redact(text)
            .Replace(webhook.Portal, Mask, StringComparison.OrdinalIgnoreCase)
            .Replace(webhook.Address.Host, Mask, StringComparison.OrdinalIgnoreCase);
        return Token().Replace(masked, "${name}=" + Mask);
    }

    private static string Text(JsonElement row, string name) =>
        row.ValueKind == JsonValueKind.Object && row.TryGetProperty(name, out JsonElement value) ? value.ToString() : "";

    private static long Id(JsonElement row) =>
        long.TryParse(Text(row, "ID"), NumberStyles.None, CultureInfo.InvariantCulture, out long id) ? id : long.MaxValue;

    // Addresses of files carry a token of the user who asked.
    [GeneratedRegex(@"(?<=[?&;])(?<name>auth|token|access_token|refresh_token|sessid|signature|ncc_token|fileToken)=[^&\s""'<>]+", RegexOptions.IgnoreCase)]
    private static partial Regex Token();
}
