using System.Globalization;
using System.Text.Json.Nodes;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using LeadGen.Storage;
using LeadGen.Testing.Php;
using LeadGen.Testing.Portal;

namespace LeadGen.Testing.Rest;

/// <summary>Implements the REST methods of the portal, except <c>batch</c>.</summary>
internal sealed class RestMethods
{
    /// <summary>The number of leads of a page.</summary>
    public const int PageSize = 50;

    private static readonly string[] s_addArguments = ["fields", "params"];
    private static readonly string[] s_updateArguments = ["id", "fields", "params"];

    private readonly EmulatedPortal _portal;
    private readonly bool _isJournalEnabled;
    private readonly Dictionary<string, Func<CallArguments, MethodResult>> _methods;

    /// <summary>Initializes the methods of a portal.</summary>
    /// <param name="portal">The portal.</param>
    /// <param name="isJournalEnabled">Whether the results of fields and arguments are recorded for the journal.</param>
    public RestMethods(EmulatedPortal portal, bool isJournalEnabled)
    {
        _portal = portal;
        _isJournalEnabled = isJournalEnabled;
        _methods = new(StringComparer.OrdinalIgnoreCase)
        {
            [EntitySchema.Lead.Method("add")] = Add,
            [EntitySchema.Lead.FieldsMethod] = _ => new MethodResult(portal.GetFieldDescriptions()),
            [EntitySchema.Lead.Method("get")] = Get,
            [EntitySchema.Lead.Method("list")] = parameters => LeadList.Execute(portal, parameters, PageSize),
            [EntitySchema.Lead.Method("update")] = Update,
            [EntitySchema.Lead.Method("delete")] = Delete,
            [DuplicateMethods.FindByCommunication] = parameters => DuplicateMethods.Find(portal, parameters),
            ["crm.settings.mode.get"] = _ => new MethodResult(JsonValue.Create(portal.IsSimpleCrmMode ? 2 : 1)),
            ["crm.status.list"] = parameters => Page(Filter(portal.GetStatusRows(), parameters), parameters, isPaged: false),
            [EntitySchema.Lead.UserFieldsMethod] = parameters => Page(Filter(UserFields(parameters), parameters), parameters, isPaged: true),
            ["profile"] = _ => new MethodResult(Profile()),
        };
        foreach ((string name, Func<CallArguments, MethodResult> method) in new ItemMethods(portal, isJournalEnabled).All.Concat(new RelatedMethods(portal).All))
        {
            _methods.Add(name, method);
        }
    }

    /// <summary>Returns the implementation of a method.</summary>
    /// <exception cref="RestException">The method does not exist.</exception>
    public Func<CallArguments, MethodResult> Find(string method) => _methods.GetValueOrDefault(method)
        ?? throw new RestException(404, "ERROR_METHOD_NOT_FOUND", "Method not found!");

    /// <summary>Adds a method that a test provides, or replaces a method.</summary>
    public void Handle(string method, Func<JsonObject, PortalMethodResult> handler) => _methods[method] = parameters =>
    {
        try
        {
            PortalMethodResult? result = handler(new JsonObject(parameters.All.Entries
                .Where(static e => !IsProtocolArgument(e.Key)).Select(static e => KeyValuePair.Create(e.Key, PhpJson.Encode(e.Value)))));
            return new MethodResult(result?.Result?.DeepClone()) { Total = result?.Total, Next = result?.Next };
        }
        catch (PortalMethodException e)
        {
            throw new RestException(e.Status, e.Code, e.Message);
        }
    };

    // See https://apidocs.bitrix24.com/api-reference/common/users/profile.html.
    private JsonObject Profile() => new()
    {
        ["ID"] = EmulatedPortal.UserId.ToString(CultureInfo.InvariantCulture),
        ["ADMIN"] = _portal.IsAdministrator,
        ["NAME"] = "Test",
        ["LAST_NAME"] = "User",
        ["PERSONAL_GENDER"] = "",
        ["TIME_ZONE"] = "",
    };

    // A portal returns the localized columns only if the call specifies a language.
    private IEnumerable<JsonObject> UserFields(CallArguments parameters)
    {
        bool hasLanguage = parameters.Find("filter")?.Find("LANG")?.Text is { Length: > 0 };
        foreach (JsonObject row in _portal.GetUserFieldRows())
        {
            foreach (string column in hasLanguage ? [] : UserFieldRows.LocalizedColumns)
            {
                row.Remove(column);
            }

            yield return row;
        }
    }

    private MethodResult Get(CallArguments parameters)
    {
        EmulatedLead lead = FindLead(parameters);
        return new MethodResult(new LeadView(_portal.Schema, _portal.Clock, _portal.Files).ToJson(lead, _portal.VisibleFields)) { LeadId = lead.Id };
    }

    // See https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-add.html.
    private MethodResult Add(CallArguments parameters)
    {
        (PhpValue fields, PhpValue options) = GetFieldsAndOptions(parameters);
        List<FieldResult>? results = _isJournalEnabled ? [] : null;
        EmulatedLead lead = _portal.Create(fields, results, out FieldSchema[] missing);
        if (missing.Length > 0)
        {
            throw new RestException(400, "", string.Join("\n", missing.Select(static f => $"The field \"{f.Label}\" needs a value.")));
        }

        return new MethodResult(JsonValue.Create(lead.Id))
        {
            LeadId = lead.Id,
            Fields = results ?? [],
            Parameters = GetParameterResults(parameters, options, s_addArguments),
        };
    }

    private MethodResult Update(CallArguments parameters)
    {
        EmulatedLead lead = FindLead(parameters);
        (PhpValue fields, PhpValue options) = GetFieldsAndOptions(parameters);
        List<FieldResult>? results = _isJournalEnabled ? [] : null;
        _portal.CreateWriter(lead).Update(fields, results);
        return new MethodResult(JsonValue.Create(true))
        {
            LeadId = lead.Id,
            Fields = results ?? [],
            Parameters = GetParameterResults(parameters, options, s_updateArguments),
        };
    }

    // See https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-delete.html.
    private MethodResult Delete(CallArguments parameters)
    {
        EmulatedLead lead = FindLead(parameters);
        _portal.Leads.Remove(lead.Id);
        return new MethodResult(JsonValue.Create(true)) { LeadId = lead.Id };
    }

    private (PhpValue Fields, PhpValue Options) GetFieldsAndOptions(CallArguments parameters)
    {
        PhpValue fields = parameters.Find("fields") ?? PhpValue.Null;
        PhpValue options = parameters.Find("params") ?? PhpValue.EmptyArray;
        return !fields.IsArray ? throw new RestException(400, "", "Parameter 'fields' must be array.")
            : !options.IsArray ? throw new RestException(400, "", "Parameter 'params' must be array.")
            : _portal.GetRejectionReason(fields) is { Length: > 0 } reason ? throw new RestException(400, "", reason)
            : (fields, options);
    }

    private FieldResult[] GetParameterResults(CallArguments parameters, PhpValue options, string[] arguments) =>
        _isJournalEnabled ? [.. GetOptionResults(options), .. GetIgnoredArguments(parameters, arguments)] : [];

    private static IEnumerable<FieldResult> GetOptionResults(PhpValue options) => options.Entries.Select(static option => option switch
    {
        { Key: not ("REGISTER_SONET_EVENT" or "REGISTER_HISTORY_EVENT") } => new FieldResult(option.Key, FieldOutcome.Dropped, option.Value.ToString(), "the method has no such option"),
        { Value.Text: "Y" or "N" } => new FieldResult(option.Key, FieldOutcome.Kept, option.Value.ToString(), null),
        _ => new FieldResult(option.Key, FieldOutcome.Changed, option.Value.ToString(), "any value except Y is read as N"),
    });

    /// <summary>Gets the arguments of a call that the method ignores.</summary>
    /// <param name="parameters">The arguments of the call.</param>
    /// <param name="arguments">The arguments of the method, in lower case.</param>
    public static IEnumerable<FieldResult> GetIgnoredArguments(CallArguments parameters, string[] arguments)
    {
        for (int index = 0; index < parameters.All.Entries.Count; index++)
        {
            (string key, PhpValue value) = parameters.All.Entries[index];
            string name = key.ToLowerInvariant();
            bool isArgument = arguments.Contains(name);
            if (isArgument ? !parameters.IsUsed(index, name) : !IsProtocolArgument(key))
            {
                yield return new FieldResult(key, FieldOutcome.Dropped, value.ToString(), isArgument ? "the argument occurs again in another letter case, which has precedence"
                    : name == "options" && arguments.Contains("params") ? "the method has no such argument; options belong in params"
                    : "the method has no such argument");
            }
        }
    }

    private static bool IsProtocolArgument(string name) =>
        name is "auth" or "access_token" || name.StartsWith("bx24_", StringComparison.Ordinal);

    private EmulatedLead FindLead(CallArguments parameters)
    {
        string text = parameters.Find("id")?.Text ?? "";
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long id) || id <= 0)
        {
            throw new RestException(400, "", "ID is not defined or invalid.");
        }

        // Checked before the lookup, so that the error does not reveal whether the lead exists.
        if (_portal.IsDenied(id))
        {
            throw new RestException(400, "", "Access denied.");
        }

        return _portal.Find(id) ?? throw new RestException(400, "", "Not found");
    }

    // A key that is not a column of any row, such as LANG, is not a condition and is ignored.
    private static List<JsonObject> Filter(IEnumerable<JsonObject> source, CallArguments parameters)
    {
        JsonObject[] rows = [.. source];
        return [.. (parameters.Find("filter")?.Entries ?? [])
            .Where(condition => rows.Any(r => r.ContainsKey(condition.Key)))
            .Aggregate(rows.AsEnumerable(), static (left, condition) => left.Where(r => Matches(r[condition.Key], condition.Value)))];
    }

    private static bool Matches(JsonNode? value, PhpValue expected) => expected.IsArray
        ? expected.Entries.Any(e => e.Value.Text == PhpJson.GetText(value))
        : expected.Text == PhpJson.GetText(value);

    private static MethodResult Page(List<JsonObject> rows, CallArguments parameters, bool isPaged)
    {
        int start = LeadList.Start(parameters);
        IEnumerable<JsonObject> page = isPaged ? rows.Skip(start).Take(PageSize) : rows;
        return new MethodResult(new JsonArray([.. page]))
        {
            Total = rows.Count,
            Next = isPaged && rows.Count - start > PageSize ? start + PageSize : null,
        };
    }
}
