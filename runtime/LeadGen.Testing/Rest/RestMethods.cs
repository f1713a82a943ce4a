using System.Globalization;
using System.Text.Json.Nodes;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using LeadGen.Testing.Php;
using LeadGen.Testing.Portal;

namespace LeadGen.Testing.Rest;

/// <summary>The methods that the portal answers, but for <c>batch</c>, which is made of them.</summary>
internal sealed class RestMethods
{
    private const int PageSize = 50;

    private readonly EmulatedPortal _portal;
    private readonly bool _isDescribed;
    private readonly Dictionary<string, Func<CallArguments, RestAnswer>> _methods;

    /// <param name="portal">The portal that they read and change.</param>
    /// <param name="isDescribed">Whether anybody wants to know what became of what was sent.</param>
    public RestMethods(EmulatedPortal portal, bool isDescribed)
    {
        _portal = portal;
        _isDescribed = isDescribed;
        _methods = new(StringComparer.OrdinalIgnoreCase)
        {
            ["crm.lead.add"] = Add,
            ["crm.lead.fields"] = _ => new RestAnswer(portal.FieldDescriptions()),
            ["crm.lead.get"] = Get,
            ["crm.lead.list"] = parameters => LeadList.Of(portal, parameters, PageSize),
            ["crm.lead.update"] = Update,
            ["crm.status.list"] = parameters => Page(Find(portal.StatusRows(), parameters), parameters, isPaged: false),
            ["crm.lead.userfield.list"] = parameters => Page(Find(UserFields(parameters), parameters), parameters, isPaged: true),
            ["profile"] = _ => new RestAnswer(Profile()),
        };
    }

    /// <exception cref="RestException">There is no such method.</exception>
    public Func<CallArguments, RestAnswer> Find(string method) => _methods.GetValueOrDefault(method)
        ?? throw new RestException(404, "ERROR_METHOD_NOT_FOUND", "Method not found!");

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

    // Texts are given in the language that is asked for; asked for none, a portal leaves their columns out.
    private IEnumerable<JsonObject> UserFields(CallArguments parameters)
    {
        bool hasLanguage = parameters.Find("filter")?.Find("LANG")?.Text is { Length: > 0 };
        foreach (JsonObject row in _portal.UserFieldRows())
        {
            foreach (string column in hasLanguage ? [] : UserFieldRow.TextsByLanguage)
            {
                row.Remove(column);
            }

            yield return row;
        }
    }

    private RestAnswer Get(CallArguments parameters)
    {
        EmulatedLead lead = FindLead(parameters);
        return new RestAnswer(new LeadView(_portal.Schema, _portal.Clock).Of(lead)) { LeadId = lead.Id };
    }

    // See https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-add.html.
    private RestAnswer Add(CallArguments parameters)
    {
        (PhpValue fields, PhpValue options) = Arguments(parameters);
        List<FieldResult>? results = _isDescribed ? [] : null;
        EmulatedLead lead = _portal.Create(fields, results, out FieldSchema[] missing);
        if (missing.Length > 0)
        {
            throw new RestException(400, "", string.Join("\n", missing.Select(static f => $"The field \"{f.Label}\" needs a value.")));
        }

        return new RestAnswer(JsonValue.Create(lead.Id))
        {
            LeadId = lead.Id,
            Fields = results ?? [],
            Parameters = ParameterResults(parameters, options, takesId: false),
        };
    }

    private RestAnswer Update(CallArguments parameters)
    {
        EmulatedLead lead = FindLead(parameters);
        (PhpValue fields, PhpValue options) = Arguments(parameters);
        List<FieldResult>? results = _isDescribed ? [] : null;
        _portal.WriterOf(lead).Update(fields, results);
        return new RestAnswer(JsonValue.Create(true))
        {
            LeadId = lead.Id,
            Fields = results ?? [],
            Parameters = ParameterResults(parameters, options, takesId: true),
        };
    }

    private static (PhpValue Fields, PhpValue Options) Arguments(CallArguments parameters)
    {
        PhpValue fields = parameters.Find("fields") ?? PhpValue.Null;
        PhpValue options = parameters.Find("params") ?? PhpValue.EmptyArray;
        return !fields.IsArray ? throw new RestException(400, "", "Parameter 'fields' must be array.")
            : !options.IsArray ? throw new RestException(400, "", "Parameter 'params' must be array.")
            : (fields, options);
    }

    private FieldResult[] ParameterResults(CallArguments parameters, PhpValue options, bool takesId) =>
        _isDescribed ? [.. OptionResults(options), .. UnknownParameters(parameters, takesId)] : [];

    private static IEnumerable<FieldResult> OptionResults(PhpValue options) => options.Entries.Select(static option => option switch
    {
        { Key: not ("REGISTER_SONET_EVENT" or "REGISTER_HISTORY_EVENT") } => new FieldResult(option.Key, FieldOutcome.Dropped, option.Value.ToString(), "the method has no such option"),
        { Value.Text: "Y" or "N" } => new FieldResult(option.Key, FieldOutcome.Kept, option.Value.ToString(), null),
        _ => new FieldResult(option.Key, FieldOutcome.Changed, option.Value.ToString(), "anything but Y is read as N"),
    });

    private static IEnumerable<FieldResult> UnknownParameters(CallArguments parameters, bool takesId)
    {
        for (int place = 0; place < parameters.All.Entries.Count; place++)
        {
            (string key, PhpValue value) = parameters.All.Entries[place];
            string name = key.ToLowerInvariant();
            bool isArgument = name is "fields" or "params" || (takesId && name == "id");
            if (isArgument ? !parameters.IsFound(place, name) : !IsOfProtocol(key))
            {
                yield return new FieldResult(key, FieldOutcome.Dropped, value.ToString(), isArgument ? "another spelling of the argument is used"
                    : name == "options" ? "the third argument is called params"
                    : "the method has no such argument");
            }
        }
    }

    private static bool IsOfProtocol(string parameter) =>
        parameter is "auth" or "access_token" || parameter.StartsWith("bx24_", StringComparison.Ordinal);

    private EmulatedLead FindLead(CallArguments parameters)
    {
        string text = parameters.Find("id")?.Text ?? "";
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long id) || id <= 0)
        {
            throw new RestException(400, "", "ID is not defined or invalid.");
        }

        // Asked before the lead is looked for, so that nobody learns which leads there are.
        if (_portal.IsDenied(id))
        {
            throw new RestException(400, "", "Access denied.");
        }

        return _portal.Find(id) ?? throw new RestException(400, "", "Not found");
    }

    // What no row has (LANG, say) is no condition but an argument, and finds everything.
    private static List<JsonObject> Find(IEnumerable<JsonObject> found, CallArguments parameters)
    {
        JsonObject[] rows = [.. found];
        return [.. (parameters.Find("filter")?.Entries ?? [])
            .Where(condition => rows.Any(r => r.ContainsKey(condition.Key)))
            .Aggregate(rows.AsEnumerable(), static (left, condition) => left.Where(r => Matches(r[condition.Key], condition.Value)))];
    }

    private static bool Matches(JsonNode? value, PhpValue wanted) => wanted.IsArray
        ? wanted.Entries.Any(e => e.Value.Text == PhpJson.TextOf(value))
        : wanted.Text == PhpJson.TextOf(value);

    private static RestAnswer Page(List<JsonObject> rows, CallArguments parameters, bool isPaged)
    {
        int start = LeadList.Start(parameters);
        IEnumerable<JsonObject> page = isPaged ? rows.Skip(start).Take(PageSize) : rows;
        return new RestAnswer(new JsonArray([.. page]))
        {
            Total = rows.Count,
            Next = isPaged && rows.Count - start > PageSize ? start + PageSize : null,
        };
    }
}
