using System.Globalization;
using System.Text.Json.Nodes;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using LeadGen.Schema.Reading;
using LeadGen.Testing.Php;

namespace LeadGen.Testing.Portal;

/// <summary>The state of a portal: its schema, its leads, its clock. Whoever reads or changes it holds <see cref="Gate"/>.</summary>
internal sealed class EmulatedPortal(PortalSchema schema, PortalFiles files, PortalEmulatorOptions options)
{
    /// <summary>The user whose webhook it is and who makes all changes of leads.</summary>
    public const int UserId = 1;

    private readonly HashSet<long> _denied = [.. options.DeniedLeads];
    private readonly HashSet<string> _hidden = options.IsAdministrator ? [] : [.. options.HiddenFields];
    private PortalAnswers _answers = new(schema, files);
    private (PortalAnswers Answers, string Now, EmulatedLead Lead)? _newLead;
    private long _lastRow;
    private long _lastEntry = 10_000;

    public object Gate { get; } = new();

    public bool IsAdministrator { get; } = options.IsAdministrator;

    public PortalSchema Schema => _answers.Schema;

    public PortalClock Clock => new(options.ServerZone, options.TimeProvider.GetUtcNow()) { Schema = Schema };

    public LeadTable Leads { get; } = new();

    public bool HasDenied => _denied.Count > 0;

    public EmulatedLead? Find(long id) => Leads.Find(id);

    public bool IsDenied(long id) => _denied.Contains(id);

    /// <summary>Adds a lead that a test gives.</summary>
    /// <exception cref="ArgumentException">The portal would lose something of it, and there is no new lead.</exception>
    public EmulatedLead Add(IReadOnlyCollection<KeyValuePair<string, string>> fields)
    {
        EmulatedLead lead = Begin(IdOf(fields));
        WriterOf(lead).Fill(fields.Where(static f => f.Key != LeadEntity.IdCode));
        Leads.Add(lead);
        return lead;
    }

    /// <summary>Adds a lead that a call sends.</summary>
    /// <param name="fields">What the call sends.</param>
    /// <param name="results">Gets what became of it, where anybody wants to know.</param>
    /// <param name="missing">The custom fields that want a value and got none; where there are any, there is no new lead.</param>
    public EmulatedLead Create(PhpValue fields, List<FieldResult>? results, out FieldSchema[] missing)
    {
        EmulatedLead lead = Begin(Leads.LastId + 1);
        WriterOf(lead).Create(fields, results);
        missing = [.. Schema.Fields.Where(f => f is { IsRequired: true, IsDynamic: true } && LeadView.IsEmpty(lead[f.Code]))];
        if (missing.Length == 0)
        {
            Leads.Add(lead);
        }

        return lead;
    }

    public LeadWriter WriterOf(EmulatedLead lead) => new(lead, _answers, Clock, () => ++_lastEntry);

    /// <summary>The descriptions of the fields that the webhook's user may see.</summary>
    public JsonObject FieldDescriptions() => new(_answers.Fields
        .Where(f => !_hidden.Contains(f.Key))
        .Select(static f => KeyValuePair.Create(f.Key, f.Value?.DeepClone())));

    /// <summary>The rows of the custom fields that the webhook's user may see.</summary>
    public IEnumerable<JsonObject> UserFieldRows() => Rows(_answers.UserFields).Where(r => !_hidden.Contains(PhpJson.TextOf(r["FIELD_NAME"])));

    /// <summary>The rows of all dictionaries.</summary>
    public IEnumerable<JsonObject> StatusRows() => Rows(_answers.Statuses);

    /// <summary>Carries out a change of an administrator, whole or not at all.</summary>
    /// <exception cref="ArgumentException">The change asks for what no portal has, or leaves no valid schema.</exception>
    public void Change(Action<SchemaEdit> change)
    {
        var edit = new SchemaEdit(_answers, NextRow);
        change(edit);
        PortalFiles changed = edit.ToFiles();
        PortalReading reading = PortalReader.Read(changed);
        _answers = new PortalAnswers(reading.Schema ?? throw Refuse(reading), changed);
        for (int place = 0; place < Leads.Count; place++)
        {
            foreach (string code in edit.Emptied)
            {
                Leads[place].Forget(code);
            }
        }
    }

    // A lead with what every lead has from its first moment on. It is the same for all leads of one second.
    private EmulatedLead Begin(long id)
    {
        string now = LeadWriter.Format(Clock.Now) + "Z";
        if (_newLead is not { } known || known.Answers != _answers || known.Now != now)
        {
            var lead = new EmulatedLead(0);
            string user = UserId.ToString(CultureInfo.InvariantCulture);
            (string Code, string Value)[] defaults =
            [
                ("STATUS_ID", "NEW"), ("OPENED", "N"), ("CURRENCY_ID", "RUB"), ("OPPORTUNITY", "0.00"), ("IS_MANUAL_OPPORTUNITY", "N"),
                ("ASSIGNED_BY_ID", user), ("CREATED_BY_ID", user), ("MODIFY_BY_ID", user), ("MOVED_BY_ID", user), ("LAST_ACTIVITY_BY", user),
                ("DATE_CREATE", now), ("DATE_MODIFY", now), ("MOVED_TIME", now), ("LAST_ACTIVITY_TIME", now),
            ];
            WriterOf(lead).Fill(defaults.Where(d => _answers.Find(d.Code) is not null).Select(static d => KeyValuePair.Create(d.Code, d.Value)));
            _newLead = (_answers, now, lead);
        }

        return new EmulatedLead(id, _newLead.Value.Lead);
    }

    private static ArgumentException Refuse(PortalReading reading) => new(
        "The change leaves no valid schema, and nothing is changed:\n"
        + string.Join("\n", reading.Diagnostics.Where(static d => d.Rule.Severity == SchemaSeverity.Error).Select(static d => $"{d.Rule.Id}: {d.Message}")));

    private static IEnumerable<JsonObject> Rows(JsonArray rows) => rows.Select(static r => r!.DeepClone().AsObject());

    // The ids of both lists come from one counter: that they grow is all that anyone may count on.
    private long NextRow()
    {
        if (_lastRow == 0)
        {
            _lastRow = _answers.UserFields.Concat(_answers.Statuses)
                .Max(static r => long.TryParse(PhpJson.TextOf(r!["ID"]), NumberStyles.None, CultureInfo.InvariantCulture, out long id) ? (long?)id : null) ?? 0;
        }

        return ++_lastRow;
    }

    private long IdOf(IEnumerable<KeyValuePair<string, string>> fields)
    {
        string? given = fields.LastOrDefault(static f => f.Key == LeadEntity.IdCode).Value;
        if (given is null)
        {
            return Leads.LastId + 1;
        }

        return long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out long id) && id > 0 && Leads.Find(id) is null
            ? id
            : throw new ArgumentException($"'{given}' can't be the ID of a new lead: it must be a positive number that no other lead has.", nameof(fields));
    }
}
