using System.Text;
using System.Text.Json;
using LeadGen.Tests.Portal;
using LeadGen.Transport;
using LeadGen.Wire;

namespace LeadGen.Tests;

/// <summary>Creates leads from JSON and writes updates without a client.</summary>
internal static class Given
{
    /// <summary>Creates a lead that was read, with all fields unless some are selected.</summary>
    public static Lead Lead(string json, params CrmField[] selected) => CreateLead(null, json, selected);

    /// <summary>Creates a lead that a client of the portal has read.</summary>
    public static Lead CreateLead(string? portal, string json, params CrmField[] selected) =>
        Create<Lead>(json, selected.Length == 0 ? RequestedFields.All : new CrmQuery().Select(selected).Requested, portal);

    /// <summary>Parses a reply, which the caller must dispose.</summary>
    public static PortalReply Reply(string answer) => PortalReply.Parse(Encoding.UTF8.GetBytes(answer));

    /// <summary>Creates the value of a field of an unknown type.</summary>
    public static JsonElement Element(string json) => JsonSerializer.Deserialize<JsonElement>(json);

    public static string Json(LeadUpdate update, CrmUpdateOptions? options = null) => Json(w => CrmProtocol.Classic.WriteUpdate(w, update, options));

    /// <summary>Writes the arguments of a call as the body of a single call.</summary>
    public static string Json(Action<WireWriter> write)
    {
        var buffer = new WireBuffer();
        write(new JsonWireWriter(buffer));
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Returns the JSON of <c>fields</c>.</summary>
    public static string Fields(LeadUpdate update)
    {
        string json = Json(update);
        string head = $"{{\"id\":{update.RecordId},\"fields\":";
        Assert.StartsWith(head, json, StringComparison.Ordinal);
        return json[head.Length..^1];
    }

    public static (string Row, string? UnsupportedReason) Row(LeadUpdate update, CrmUpdateOptions? options = null) =>
        Row(w => CrmProtocol.Classic.WriteUpdate(w, update, options));

    /// <summary>Writes the arguments of a call as a batch row, and returns why a row can't contain them.</summary>
    public static (string Row, string? UnsupportedReason) Row(Action<WireWriter> write)
    {
        var buffer = new WireBuffer();
        var writer = new RowWireWriter(buffer);
        write(writer);
        return (Encoding.UTF8.GetString(buffer.WrittenSpan), writer.UnsupportedReason);
    }

    private static TRecord Create<TRecord>(string json, RequestedFields requested, string? portal)
        where TRecord : CrmRecord, ICrmRecord<TRecord> =>
        TRecord.Create(CrmPayload.Parse(Encoding.UTF8.GetBytes(json), TRecord.Fields, requested, null, portal));
}
