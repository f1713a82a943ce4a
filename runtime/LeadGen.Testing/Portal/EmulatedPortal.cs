using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;

namespace LeadGen.Testing.Portal;

/// <summary>The state of a portal: its schema, its leads, its clock. One call at a time changes it.</summary>
internal sealed class EmulatedPortal(PortalSchema schema, PortalFiles files, TimeSpan offset, TimeProvider time)
{
    private readonly SortedDictionary<long, EmulatedLead> _leads = [];
    private long _lastLead;
    private long _lastEntry = 10_000;

    public object Gate { get; } = new();

    public PortalSchema Schema { get; } = schema;

    public PortalClock Clock => new(offset, time.GetUtcNow()) { Schema = Schema };

    public IEnumerable<EmulatedLead> Leads => _leads.Values;

    public EmulatedLead? Find(long id) => _leads.GetValueOrDefault(id);

    public EmulatedLead Add(IEnumerable<KeyValuePair<string, string>> fields)
    {
        var lead = new EmulatedLead(++_lastLead);
        string now = Clock.Now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        (string Code, string Value)[] defaults =
        [
            ("STATUS_ID", "NEW"), ("OPENED", "N"), ("CURRENCY_ID", "RUB"), ("OPPORTUNITY", "0.00"), ("IS_MANUAL_OPPORTUNITY", "N"),
            ("ASSIGNED_BY_ID", "1"), ("CREATED_BY_ID", "1"), ("MODIFY_BY_ID", "1"), ("MOVED_BY_ID", "1"), ("LAST_ACTIVITY_BY", "1"),
            ("DATE_CREATE", now + "Z"), ("DATE_MODIFY", now + "Z"), ("MOVED_TIME", now + "Z"), ("LAST_ACTIVITY_TIME", now + "Z"),
        ];
        LeadWriter writer = WriterOf(lead);
        writer.Fill(defaults.Where(d => Schema.Find(d.Code) is not null).Select(static d => KeyValuePair.Create(d.Code, d.Value)));
        writer.Fill(fields);
        _leads.Add(lead.Id, lead);
        return lead;
    }

    public LeadWriter WriterOf(EmulatedLead lead) => new(lead, Schema, Clock, () => ++_lastEntry);

    /// <summary>The content of <c>result</c> of one of the folder's files, as the portal answered it.</summary>
    public JsonNode Answered(Func<PortalFiles, SchemaFile?> file)
    {
        JsonNode? root = file(files) is { } found
            ? JsonNode.Parse(found.Text.TrimStart('\uFEFF'), documentOptions: new JsonDocumentOptions { MaxDepth = 128 })
            : null;
        return (root is JsonObject envelope && envelope.TryGetPropertyValue("result", out JsonNode? result) ? result : root)?.DeepClone() ?? new JsonArray();
    }
}
