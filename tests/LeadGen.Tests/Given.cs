using System.Text;
using System.Text.Json;
using LeadGen.Tests.Portal;
using LeadGen.Transport;
using LeadGen.Wire;

namespace LeadGen.Tests;

/// <summary>Leads and updates as they are on the wire, without a client around them.</summary>
internal static class Given
{
    /// <summary>A lead that was read, with all fields unless some are selected.</summary>
    public static Lead Lead(string json, params CrmField[] selected) => LeadOf(null, json, selected);

    /// <summary>A lead that a client of the portal read.</summary>
    public static Lead LeadOf(string? portal, string json, params CrmField[] selected) =>
        Create<Lead>(json, selected.Length == 0 ? RequestedFields.All : new CrmQuery().Select(selected).Requested, portal);

    /// <summary>A portal's answer, which the caller gives back.</summary>
    public static PortalReply Reply(string answer)
    {
        var body = new PooledBuffer();
        body.Write(Encoding.UTF8.GetBytes(answer));
        return PortalReply.Parse(body);
    }

    /// <summary>The value of a field of an unknown type.</summary>
    public static JsonElement Element(string json) => JsonSerializer.Deserialize<JsonElement>(json);

    public static string Json(LeadUpdate update, CrmUpdateOptions? options = null) => Json(w => CrmCalls.WriteUpdate(w, update, options));

    /// <summary>The arguments of a call as a body of its own.</summary>
    public static string Json(Action<WireWriter> write)
    {
        using var buffer = new PooledBuffer();
        write(new JsonWireWriter(buffer));
        return Encoding.UTF8.GetString(buffer.Written);
    }

    /// <summary>What stands in <c>fields</c>.</summary>
    public static string Fields(LeadUpdate update)
    {
        string json = Json(update);
        string head = $"{{\"id\":{update.RecordId},\"fields\":";
        Assert.StartsWith(head, json, StringComparison.Ordinal);
        return json[head.Length..^1];
    }

    public static (string Row, string? Obstacle) Row(LeadUpdate update, CrmUpdateOptions? options = null) =>
        Row(w => CrmCalls.WriteUpdate(w, update, options));

    /// <summary>The arguments of a call as a row of a batch, and why a batch can't carry them.</summary>
    public static (string Row, string? Obstacle) Row(Action<WireWriter> write)
    {
        using var buffer = new PooledBuffer();
        using var writer = new RowWireWriter(buffer);
        write(writer);
        return (Encoding.UTF8.GetString(buffer.Written), writer.Obstacle);
    }

    private static TRecord Create<TRecord>(string json, RequestedFields requested, string? portal)
        where TRecord : CrmRecord, ICrmRecord<TRecord> =>
        TRecord.Create(CrmPayload.Parse(Encoding.UTF8.GetBytes(json), TRecord.Fields, requested, null, portal));
}
