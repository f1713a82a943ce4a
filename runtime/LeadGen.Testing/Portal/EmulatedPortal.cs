using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;

namespace LeadGen.Testing.Portal;

/// <summary>The state of a portal: its schema, its leads, its clock. Whoever reads or changes it holds <see cref="Gate"/>.</summary>
internal sealed class EmulatedPortal(PortalSchema schema, PortalFiles files, PortalEmulatorOptions options)
{
    /// <summary>The administrator, whose webhook it is and who makes all changes.</summary>
    public const int UserId = 1;

    private readonly SortedDictionary<long, EmulatedLead> _leads = [];
    private readonly HashSet<long> _denied = [.. options.DeniedLeads];
    private long _lastLead;
    private long _lastEntry = 10_000;

    public object Gate { get; } = new();

    public PortalSchema Schema { get; } = schema;

    public PortalClock Clock => new(options.ServerOffset, options.TimeProvider.GetUtcNow()) { Schema = Schema };

    public IEnumerable<EmulatedLead> Leads => _leads.Values;

    public EmulatedLead? Find(long id) => _leads.GetValueOrDefault(id);

    public bool IsDenied(long id) => _denied.Contains(id);

    public EmulatedLead Add(IReadOnlyCollection<KeyValuePair<string, string>> fields)
    {
        var lead = new EmulatedLead(IdOf(fields));
        string now = LeadWriter.Format(Clock.Now) + "Z";
        string user = UserId.ToString(CultureInfo.InvariantCulture);
        (string Code, string Value)[] defaults =
        [
            ("STATUS_ID", "NEW"), ("OPENED", "N"), ("CURRENCY_ID", "RUB"), ("OPPORTUNITY", "0.00"), ("IS_MANUAL_OPPORTUNITY", "N"),
            ("ASSIGNED_BY_ID", user), ("CREATED_BY_ID", user), ("MODIFY_BY_ID", user), ("MOVED_BY_ID", user), ("LAST_ACTIVITY_BY", user),
            ("DATE_CREATE", now), ("DATE_MODIFY", now), ("MOVED_TIME", now), ("LAST_ACTIVITY_TIME", now),
        ];
        LeadWriter writer = WriterOf(lead);
        writer.Fill(defaults.Where(d => Schema.Find(d.Code) is not null).Select(static d => KeyValuePair.Create(d.Code, d.Value)));
        writer.Fill(fields.Where(static f => f.Key != LeadEntity.IdCode));
        _leads.Add(lead.Id, lead);
        _lastLead = Math.Max(_lastLead, lead.Id);
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

    private long IdOf(IEnumerable<KeyValuePair<string, string>> fields)
    {
        string? given = fields.LastOrDefault(static f => f.Key == LeadEntity.IdCode).Value;
        if (given is null)
        {
            return _lastLead + 1;
        }

        return long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out long id) && id > 0 && !_leads.ContainsKey(id)
            ? id
            : throw new ArgumentException($"'{given}' is no id for a new lead: it must be a positive number that no lead has.", nameof(fields));
    }
}
