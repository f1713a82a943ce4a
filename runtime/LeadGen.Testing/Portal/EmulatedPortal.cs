using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using LeadGen.Schema.Reading;
using LeadGen.Storage;
using LeadGen.Testing.Php;

namespace LeadGen.Testing.Portal;

/// <summary>Represents the state of a portal: its schema, its leads and its clock. Callers must hold <see cref="SyncRoot"/>.</summary>
internal sealed class EmulatedPortal(PortalSchema schema, PortalFiles files, PortalEmulatorOptions options)
{
    /// <summary>The ID of the user of the webhook, who is the author of all changes.</summary>
    public const int UserId = 1;

    private readonly HashSet<long> _denied = [.. options.DeniedLeads];
    private readonly HashSet<string> _hidden = options.IsAdministrator ? [] : [.. options.HiddenFields];
    private SchemaSnapshot _snapshot = new(schema, files);
    private (SchemaSnapshot Snapshot, string Now, EmulatedLead Lead)? _template;
    private long _lastRowId;
    private long _lastEntryId = 10_000;

    public object SyncRoot { get; } = new();

    public bool IsAdministrator { get; } = options.IsAdministrator;

    public bool IsSimpleCrmMode { get; } = options.IsSimpleCrmMode;

    /// <summary>Gets the ID of the next new lead.</summary>
    public long NextId => Leads.LastId + 1;

    /// <summary>Gets the first code of the dictionary of sources; <see langword="null"/> if there is none.</summary>
    public string? FirstSource => Schema.FindDictionary(_snapshot.Find("SOURCE_ID")?.StatusType)?.Values.Select(static v => v.Code).FirstOrDefault();

    public PortalSchema Schema => _snapshot.Schema;

    public PortalClock Clock => new(options.ServerZone, options.TimeProvider.GetUtcNow()) { Schema = Schema };

    public TimeSpan UserTimeOffset { get; } = options.UserTimeOffset;

    public LeadTable Leads { get; } = new();

    public bool HasDenied => _denied.Count > 0;

    /// <summary>Gets or sets whether any lead is linked to two items of one smart process.</summary>
    public bool HasSecondParents { get; set; }

    /// <summary>Gets the fields that calls of the webhook's user can read, write and compare.</summary>
    public IEnumerable<FieldSchema> VisibleFields => Schema.Fields.Where(f => !IsHidden(f.Code));

    /// <summary>Returns whether the user of the webhook may not see the field, so that calls treat it as unknown.</summary>
    public bool IsHidden(string code) => _hidden.Contains(code);

    /// <inheritdoc cref="SchemaSnapshot.GetItemFields"/>
    public ItemFields GetItemFields(bool usesOriginalNames) => _snapshot.GetItemFields(usesOriginalNames);

    public EmulatedLead? Find(long id) => Leads.Find(id);

    public bool IsDenied(long id) => _denied.Contains(id);

    /// <summary>Adds a lead with values from a test.</summary>
    /// <exception cref="ArgumentException">A field or the ID is invalid, or the portal would drop a value. No lead is added.</exception>
    public EmulatedLead Add(IReadOnlyCollection<KeyValuePair<string, string>> fields)
    {
        EmulatedLead lead = CreateLead(GetNewId(fields));
        CreateWriter(lead).Fill(fields.Where(static f => f.Key != EntitySchema.IdCode));
        Leads.Add(lead);
        return lead;
    }

    /// <summary>Adds a lead with values from a call.</summary>
    /// <param name="fields">The values by field code.</param>
    /// <param name="results">Receives the result of each field; <see langword="null"/> if the results are not needed.</param>
    /// <param name="missing">The required custom fields without a value. If there are any, no lead is added.</param>
    /// <param name="storeFiles">Stores the files of the call; <see langword="null"/> if <paramref name="fields"/> contains them.</param>
    public EmulatedLead Create(PhpValue fields, List<FieldResult>? results, out FieldSchema[] missing, Action<EmulatedLead>? storeFiles = null)
    {
        EmulatedLead lead = CreateLead(NextId);
        CreateWriter(lead).Create(fields, results);
        storeFiles?.Invoke(lead);
        if (!options.IsAdministrator && !options.CanCreateLeadsForOthers)
        {
            AssignToUser(lead, results);
        }

        missing = FindMissing(lead);
        if (missing.Length == 0)
        {
            Leads.Add(lead);
            if (IsSimpleCrmMode && !LeadView.IsEmpty(lead["NAME"]))
            {
                // The lead becomes a deal.
                lead["STATUS_ID"] = PhpValue.Scalar("CONVERTED");
            }
        }

        return lead;
    }

    /// <summary>
    /// Changes a lead as <c>crm.item.update</c> does: a lead without changes is not saved, and required fields are checked only if the
    /// status changes.
    /// </summary>
    /// <returns>The required custom fields without a value. If there are any, the lead is unchanged.</returns>
    public FieldSchema[] UpdateItem(EmulatedLead lead, PhpValue fields, List<FieldResult> results, Action<EmulatedLead> storeFiles)
    {
        var before = new EmulatedLead(lead.Id, lead);
        storeFiles(lead);
        CreateWriter(lead).Update(fields, results, unsaved: before);
        FieldSchema[] missing = lead["STATUS_ID"].Equals(before["STATUS_ID"]) ? [] : FindMissing(lead);
        if (missing.Length > 0)
        {
            lead.SetValues(before);
        }

        return missing;
    }

    /// <summary>Gets the reason why the portal rejects the values of a call, one line for each field; empty if it accepts them.</summary>
    public string GetRejectionReason(PhpValue fields) => options.HasCustomFieldCheck
        ? string.Join("\n", fields.Entries
            .Select(e => IsHidden(e.Key) || _snapshot.Find(e.Key) is not { } field ? null
                : LeadStorage.CheckLimits(field, e.Value) is var (problem, requirement) ? $"The field \"{field.Label}\": the value {problem}, and the settings require {requirement}."
                : null)
            .Where(static r => r is not null))
        : "";

    /// <summary>Stores a file of an item; <see langword="null"/> if the value is not a name and a content.</summary>
    public PhpValue? CreateFile(FieldSchema field, PhpValue sent)
    {
        PhpValue file = PhpValue.Map([new("fileData", sent)]);
        return StorageRules.Get(field).Store(field, file, Clock).Value is { } stored ? StoredFiles.Complete(field, stored, file, Clock, () => ++_lastEntryId) : null;
    }

    /// <summary>Finds a file that a lead has; <see langword="null"/> if the file was deleted or the user of the webhook may not see it.</summary>
    /// <param name="parameters">The parameters of the file's address.</param>
    public PhpValue? FindFile(PhpValue parameters)
    {
        string code = parameters.Find("fieldName")?.Text ?? "";
        _ = long.TryParse((parameters.Find("id") ?? parameters.Find("ownerId"))?.Text, NumberStyles.None, CultureInfo.InvariantCulture, out long id);
        if (IsDenied(id) || IsHidden(code) || _snapshot.Find(code)?.Type != FieldType.File || Find(id)?[code] is not { } value)
        {
            return null;
        }

        IEnumerable<PhpValue> files = value.IsList ? value.Entries.Select(static e => e.Value) : [value];
        return files.FirstOrDefault(f => f.Find("id")?.Text is { } file && file == parameters.Find("fileId")?.Text);
    }

    /// <summary>Gets the key with which the addresses of files are signed.</summary>
    public byte[] FileKey { get; } = RandomNumberGenerator.GetBytes(32);

    /// <summary>Gets or sets the addresses of files for the caller of the current method.</summary>
    public FileAddresses? Files { get; set; }

    /// <summary>Gets a new ID of a product row or a comment.</summary>
    public long GetNextRelatedId() => ++_lastEntryId;

    private FieldSchema[] FindMissing(EmulatedLead lead) => [.. Schema.Fields.Where(f => f is { IsRequired: true, IsDynamic: true } && LeadView.IsEmpty(lead[f.Code]))];

    public LeadWriter CreateWriter(EmulatedLead lead) => new(lead, _snapshot, Clock, IsHidden, () => ++_lastEntryId);

    /// <summary>Returns the descriptions of the fields that the user of the webhook can see.</summary>
    public JsonObject GetFieldDescriptions() => new(_snapshot.Fields
        .Where(f => !IsHidden(f.Key))
        .Select(static f => KeyValuePair.Create(f.Key, f.Value?.DeepClone())));

    /// <summary>Returns the rows of the custom fields that the user of the webhook can see.</summary>
    public IEnumerable<JsonObject> GetUserFieldRows() => Rows(_snapshot.UserFields).Where(r => !IsHidden(PhpJson.GetText(r["FIELD_NAME"])));

    /// <summary>Returns the rows of all dictionaries.</summary>
    public IEnumerable<JsonObject> GetStatusRows() => Rows(_snapshot.Statuses);

    /// <summary>Applies a schema change atomically.</summary>
    /// <exception cref="ArgumentException">The change or the resulting schema is invalid. Nothing is changed.</exception>
    public void Change(Action<SchemaEdit> change)
    {
        var edit = new SchemaEdit(_snapshot, GetNextRowId);
        change(edit);
        PortalFiles changed = edit.ToFiles() with { ItemFields = files.ItemFields };
        PortalReading reading = PortalReader.Read(changed);
        _snapshot = new SchemaSnapshot(reading.Schema ?? throw CreateInvalidSchemaException(reading), changed);
        for (int index = 0; index < Leads.Count; index++)
        {
            foreach (string code in edit.ClearedFields)
            {
                Leads[index].Remove(code);
            }
        }
    }

    // Creates a lead with the default values. Leads that are created within the same second share the values of one template.
    private EmulatedLead CreateLead(long id)
    {
        string now = LeadWriter.Format(Clock.Now) + "Z";
        if (_template is not { } template || template.Snapshot != _snapshot || template.Now != now)
        {
            var lead = new EmulatedLead(0);
            string user = UserId.ToString(CultureInfo.InvariantCulture);
            (string Code, string Value)[] defaults =
            [
                ("STATUS_ID", GetFirstStatus()), ("OPENED", "N"), ("CURRENCY_ID", "RUB"), (EntitySchema.Lead.AmountCode, "0.00"), (EntitySchema.Lead.IsManualAmountCode, "N"),
                ("ASSIGNED_BY_ID", user), ("CREATED_BY_ID", user), ("MODIFY_BY_ID", user), ("MOVED_BY_ID", user), ("LAST_ACTIVITY_BY", user),
                ("DATE_CREATE", now), ("DATE_MODIFY", now), ("MOVED_TIME", now), ("LAST_ACTIVITY_TIME", now),
            ];
            CreateWriter(lead).Fill(defaults.Where(d => _snapshot.Find(d.Code) is not null).Select(static d => KeyValuePair.Create(d.Code, d.Value)));
            _template = (_snapshot, now, lead);
        }

        return new EmulatedLead(id, _template.Value.Lead);
    }

    // The first status in progress. A portal also uses it instead of an unknown status.
    private string GetFirstStatus() =>
        Schema.FindDictionary(_snapshot.Find("STATUS_ID")?.StatusType)?.Values.OrderBy(static v => v.Semantics is "S" or "F").First().Code ?? "NEW";

    private static void AssignToUser(EmulatedLead lead, List<FieldResult>? results)
    {
        PhpValue user = PhpValue.Scalar(UserId.ToString(CultureInfo.InvariantCulture));
        LeadWriter.Replace(lead, "ASSIGNED_BY_ID", user, results, "the user of the webhook may only create leads for themselves");
    }

    private static ArgumentException CreateInvalidSchemaException(PortalReading reading) => new(
        "The changed schema is invalid. Nothing was changed:\n"
        + string.Join("\n", reading.Diagnostics.Where(static d => d.Rule.Severity == SchemaSeverity.Error).Select(static d => $"{d.Rule.Id}: {d.Message}")));

    private static IEnumerable<JsonObject> Rows(JsonArray rows) => rows.Select(static r => r!.DeepClone().AsObject());

    // Both lists share one counter. Clients can rely only on increasing IDs.
    private long GetNextRowId()
    {
        if (_lastRowId == 0)
        {
            _lastRowId = _snapshot.UserFields.Concat(_snapshot.Statuses)
                .Max(static r => long.TryParse(PhpJson.GetText(r!["ID"]), NumberStyles.None, CultureInfo.InvariantCulture, out long id) ? (long?)id : null) ?? 0;
        }

        return ++_lastRowId;
    }

    private long GetNewId(IEnumerable<KeyValuePair<string, string>> fields)
    {
        string? text = fields.LastOrDefault(static f => f.Key == EntitySchema.IdCode).Value;
        if (text is null)
        {
            return NextId;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long id) && id > 0 && Leads.Find(id) is null
            ? id
            : throw new ArgumentException($"'{text}' is not a valid ID for a new lead. It must be a positive integer that no other lead uses.", nameof(fields));
    }
}
