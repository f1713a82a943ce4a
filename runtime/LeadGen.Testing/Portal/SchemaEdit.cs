using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using LeadGen.Testing.Php;

namespace LeadGen.Testing.Portal;

/// <summary>Represents a schema change on a copy of the portal's schema. The change takes effect only after it has been validated.</summary>
/// <param name="snapshot">The current schema.</param>
/// <param name="nextId">Returns the ID of a new row. IDs increase and are never reused.</param>
internal sealed class SchemaEdit(SchemaSnapshot snapshot, Func<long> nextId)
{
    private const string CustomPrefix = "UF_CRM_";
    private const int MaxCodeLength = 50;

    private readonly JsonObject _fields = snapshot.Fields.DeepClone().AsObject();
    private readonly JsonArray _statuses = snapshot.Statuses.DeepClone().AsArray();
    private readonly JsonArray _userFields = snapshot.UserFields.DeepClone().AsArray();
    private readonly List<string> _clearedFields = [];

    /// <summary>Gets the codes of the fields whose values are removed from all leads.</summary>
    public IReadOnlyList<string> ClearedFields => _clearedFields;

    public void SetField(string code, string description)
    {
        if (!_fields.ContainsKey(code) && !IsNewCode(code))
        {
            throw new ArgumentException(
                $"'{code}' cannot be added. The code of a new field consists of {CustomPrefix} and capital letters, digits or underscores, and has at most {MaxCodeLength} characters.", nameof(code));
        }

        SetField(code, Parse(description));
    }

    public void UpdateField(string code, Action<JsonObject> edit)
    {
        JsonObject description = Find(code).DeepClone().AsObject();
        AddDefaults(code, description);
        edit(description);
        SetField(code, description);
    }

    public void RemoveField(string code)
    {
        Find(code);
        if (!IsCustom(code))
        {
            throw new ArgumentException($"'{code}' is a standard field and cannot be removed.", nameof(code));
        }

        _fields.Remove(code);
        _clearedFields.Add(code);
        Dictionary<string, JsonObject> rows = AddMissingRows();
        if (rows.TryGetValue(code, out JsonObject? row))
        {
            _userFields.Remove(row);
        }
    }

    public void SetStatus(string dictionary, string code, string name)
    {
        if (FindStatus(dictionary, code) is { } row)
        {
            row["NAME"] = name;
            return;
        }

        long sort = Statuses.Where(r => PhpJson.GetText(r["ENTITY_ID"]) == dictionary)
            .Select(static r => long.TryParse(PhpJson.GetText(r["SORT"]), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : 0)
            .DefaultIfEmpty()
            .Max() + 10;
        row = new JsonObject
        {
            ["ID"] = ToText(nextId()),
            ["ENTITY_ID"] = dictionary,
            ["STATUS_ID"] = code,
            ["NAME"] = name,
            ["NAME_INIT"] = "",
            ["SORT"] = ToText(sort),
            ["SYSTEM"] = "N",
            ["CATEGORY_ID"] = null,
            ["COLOR"] = "",
            ["SEMANTICS"] = null,
        };
        if (dictionary == "STATUS")
        {
            row["EXTRA"] = new JsonObject { ["SEMANTICS"] = "process", ["COLOR"] = "" };
        }

        _statuses.Add(row);
    }

    public void RemoveStatus(string dictionary, string code) => _statuses.Remove(
        FindStatus(dictionary, code) ?? throw new ArgumentException($"The dictionary '{dictionary}' has no value '{code}'.", nameof(code)));

    /// <summary>Returns the changed schema as the files of a snapshot folder.</summary>
    public PortalFiles ToFiles() => new(
        new SchemaFile(PortalFiles.FieldsName, _fields.ToJsonString()),
        new SchemaFile(PortalFiles.StatusesName, _statuses.ToJsonString()),
        new SchemaFile(PortalFiles.UserFieldsName, _userFields.ToJsonString()));

    private IEnumerable<JsonObject> Statuses => _statuses.OfType<JsonObject>();

    private static bool IsCustom(string code) => code.StartsWith(CustomPrefix, StringComparison.Ordinal);

    private static bool IsNewCode(string code) =>
        IsCustom(code) && code.Length > CustomPrefix.Length && code.Length <= MaxCodeLength
        && code.All(static c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_');

    private static string ToText(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static JsonObject Parse(string description)
    {
        try
        {
            return JsonNode.Parse(description) as JsonObject ?? throw new ArgumentException("The field's description must be a JSON object.", nameof(description));
        }
        catch (JsonException e)
        {
            throw new ArgumentException("The field's description is not valid JSON: " + e.Message, nameof(description), e);
        }
    }

    private JsonNode Find(string code) => _fields[code] ?? throw new ArgumentException($"The portal has no field '{code}'.", nameof(code));

    private JsonObject? FindStatus(string dictionary, string code) =>
        Statuses.FirstOrDefault(r => PhpJson.GetText(r["ENTITY_ID"]) == dictionary && PhpJson.GetText(r["STATUS_ID"]) == code);

    private void SetField(string code, JsonObject description)
    {
        var before = _fields[code]?.DeepClone() as JsonObject;
        if (before is not null)
        {
            AddDefaults(code, before);
        }

        AddDefaults(code, description);
        _fields[code] = description;
        Dictionary<string, JsonObject> rows = AddMissingRows();
        if (before is null)
        {
            return;
        }

        // A portal cannot change the type of a field. Administrators remove the field and add it again.
        bool isRecreated = !JsonNode.DeepEquals(before["type"], description["type"]) || !JsonNode.DeepEquals(before["isMultiple"], description["isMultiple"]);
        if (isRecreated)
        {
            _clearedFields.Add(code);
        }

        if (rows.TryGetValue(code, out JsonObject? row))
        {
            UserFieldRows.ApplyChanges(row, before, description);
            if (isRecreated)
            {
                row["ID"] = ToText(nextId());
                _userFields.Remove(row);
                _userFields.Add(row);
            }
        }
    }

    // Missing properties get the defaults of a new field.
    private static void AddDefaults(string code, JsonObject description)
    {
        description["isRequired"] ??= false;
        description["isReadOnly"] ??= false;
        description["isImmutable"] ??= false;
        description["isMultiple"] ??= false;
        description["isDynamic"] ??= IsCustom(code);
        description["title"] ??= code;
        if (PhpJson.GetText(description["type"]) == FieldType.Enumeration.Name)
        {
            description["items"] ??= new JsonArray();
        }
        else
        {
            description.Remove("items");
        }

        if (IsCustom(code))
        {
            JsonNode? label = description["formLabel"] ?? description["listLabel"] ?? description["filterLabel"];
            description["listLabel"] ??= label?.DeepClone();
            description["formLabel"] ??= label?.DeepClone();
            description["filterLabel"] ??= label?.DeepClone();
            description["settings"] ??= new JsonArray();
        }
    }

    // A portal lists every custom field, but the file in the folder can be missing or incomplete.
    private Dictionary<string, JsonObject> AddMissingRows()
    {
        var rows = _userFields.OfType<JsonObject>().ToDictionary(static r => PhpJson.GetText(r["FIELD_NAME"]), StringComparer.Ordinal);
        foreach ((string code, JsonNode? description) in _fields.Where(f => IsCustom(f.Key) && !rows.ContainsKey(f.Key)))
        {
            JsonObject row = UserFieldRows.Create(code, description!.AsObject(), ToText(nextId()));
            rows.Add(code, row);
            _userFields.Add(row);
        }

        return rows;
    }
}
