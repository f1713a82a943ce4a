using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LeadGen.Schema;
using LeadGen.Testing.Php;

namespace LeadGen.Testing.Portal;

/// <summary>A change that an administrator makes, on a copy of the portal's answers: until it is read and found valid, nobody sees it.</summary>
/// <param name="answers">The answers so far.</param>
/// <param name="nextId">Gives the ids of new rows, which grow and never come again.</param>
internal sealed class SchemaEdit(PortalAnswers answers, Func<long> nextId)
{
    private const string CustomPrefix = "UF_CRM_";
    private const int MaxCodeLength = 50;

    private readonly JsonObject _fields = answers.Fields.DeepClone().AsObject();
    private readonly JsonArray _statuses = answers.Statuses.DeepClone().AsArray();
    private readonly JsonArray _userFields = answers.UserFields.DeepClone().AsArray();
    private readonly List<string> _emptied = [];

    /// <summary>The codes whose values the leads lose.</summary>
    public IReadOnlyList<string> Emptied => _emptied;

    public void PutField(string code, string description)
    {
        if (!_fields.ContainsKey(code) && !IsNewCode(code))
        {
            throw new ArgumentException(
                $"'{code}' can't be added: the code of a new field is {CustomPrefix} and capital letters, digits or underscores, {MaxCodeLength} characters at most.", nameof(code));
        }

        Put(code, Parse(description));
    }

    public void EditField(string code, Action<JsonObject> edit)
    {
        JsonObject description = Find(code).DeepClone().AsObject();
        Complete(code, description);
        edit(description);
        Put(code, description);
    }

    public void RemoveField(string code)
    {
        Find(code);
        if (!IsCustom(code))
        {
            throw new ArgumentException($"'{code}' is a standard field, which no administrator can remove.", nameof(code));
        }

        _fields.Remove(code);
        _emptied.Add(code);
        Dictionary<string, JsonObject> rows = CompleteRows();
        if (rows.TryGetValue(code, out JsonObject? row))
        {
            _userFields.Remove(row);
        }
    }

    public void PutStatus(string dictionary, string code, string name)
    {
        if (FindStatus(dictionary, code) is { } row)
        {
            row["NAME"] = name;
            return;
        }

        long sort = Statuses.Where(r => PhpJson.TextOf(r["ENTITY_ID"]) == dictionary)
            .Select(static r => long.TryParse(PhpJson.TextOf(r["SORT"]), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long place) ? place : 0)
            .DefaultIfEmpty()
            .Max() + 10;
        row = new JsonObject
        {
            ["ID"] = Text(nextId()),
            ["ENTITY_ID"] = dictionary,
            ["STATUS_ID"] = code,
            ["NAME"] = name,
            ["NAME_INIT"] = "",
            ["SORT"] = Text(sort),
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
        FindStatus(dictionary, code) ?? throw new ArgumentException($"The portal's dictionary '{dictionary}' has no value '{code}'.", nameof(code)));

    /// <summary>The changed answers as the files of a portal folder.</summary>
    public PortalFiles ToFiles() => new(
        new SchemaFile(PortalFiles.FieldsName, _fields.ToJsonString()),
        new SchemaFile(PortalFiles.StatusesName, _statuses.ToJsonString()),
        new SchemaFile(PortalFiles.UserFieldsName, _userFields.ToJsonString()));

    private IEnumerable<JsonObject> Statuses => _statuses.OfType<JsonObject>();

    private static bool IsCustom(string code) => code.StartsWith(CustomPrefix, StringComparison.Ordinal);

    private static bool IsNewCode(string code) =>
        IsCustom(code) && code.Length > CustomPrefix.Length && code.Length <= MaxCodeLength
        && code.All(static c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_');

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static JsonObject Parse(string description)
    {
        try
        {
            return JsonNode.Parse(description) as JsonObject ?? throw new ArgumentException("A field is described by a JSON object.", nameof(description));
        }
        catch (JsonException e)
        {
            throw new ArgumentException("The field's description is not JSON: " + e.Message, nameof(description), e);
        }
    }

    private JsonNode Find(string code) => _fields[code] ?? throw new ArgumentException($"The portal has no field '{code}'.", nameof(code));

    private JsonObject? FindStatus(string dictionary, string code) =>
        Statuses.FirstOrDefault(r => PhpJson.TextOf(r["ENTITY_ID"]) == dictionary && PhpJson.TextOf(r["STATUS_ID"]) == code);

    private void Put(string code, JsonObject description)
    {
        var before = _fields[code]?.DeepClone() as JsonObject;
        if (before is not null)
        {
            Complete(code, before);
        }

        Complete(code, description);
        _fields[code] = description;
        Dictionary<string, JsonObject> rows = CompleteRows();
        if (before is null)
        {
            return;
        }

        // A portal keeps the type of a field for good: to change it, people remove the field and make it anew.
        bool isMadeAnew = !JsonNode.DeepEquals(before["type"], description["type"]) || !JsonNode.DeepEquals(before["isMultiple"], description["isMultiple"]);
        if (isMadeAnew)
        {
            _emptied.Add(code);
        }

        if (rows.TryGetValue(code, out JsonObject? row))
        {
            UserFieldRow.Follow(row, before, description);
            if (isMadeAnew)
            {
                row["ID"] = Text(nextId());
                _userFields.Remove(row);
                _userFields.Add(row);
            }
        }
    }

    // What a description leaves out is what a portal says of a field about which nothing was said.
    private static void Complete(string code, JsonObject description)
    {
        description["isRequired"] ??= false;
        description["isReadOnly"] ??= false;
        description["isImmutable"] ??= false;
        description["isMultiple"] ??= false;
        description["isDynamic"] ??= IsCustom(code);
        description["title"] ??= code;
        if (PhpJson.TextOf(description["type"]) == "enumeration")
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

    // Portals list every custom field; a folder may have saved none of the rows, or not all.
    private Dictionary<string, JsonObject> CompleteRows()
    {
        var rows = _userFields.OfType<JsonObject>().ToDictionary(static r => PhpJson.TextOf(r["FIELD_NAME"]), StringComparer.Ordinal);
        foreach ((string code, JsonNode? description) in _fields.Where(f => IsCustom(f.Key) && !rows.ContainsKey(f.Key)))
        {
            JsonObject row = UserFieldRow.Of(code, description!.AsObject(), Text(nextId()));
            rows.Add(code, row);
            _userFields.Add(row);
        }

        return rows;
    }
}
