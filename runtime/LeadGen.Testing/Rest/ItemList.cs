using System.Globalization;
using System.Text.Json.Nodes;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using LeadGen.Storage;
using LeadGen.Testing.Portal;

namespace LeadGen.Testing.Rest;

/// <summary>Implements <c>crm.item.list</c> for leads.</summary>
/// <remarks>See https://apidocs.bitrix24.com/api-reference/crm/universal/crm-item-list.html.</remarks>
internal static class ItemList
{
    private const string InvalidArgument = "INVALID_ARG_VALUE";

    /// <summary>Executes the method.</summary>
    /// <exception cref="RestException">The filter or the order has an unknown field or an invalid value.</exception>
    public static MethodResult Execute(EmulatedPortal portal, CallArguments parameters, ItemFields fields, bool usesOriginalNames)
    {
        var view = new LeadView(portal.Schema, portal.Clock, portal.Files);
        Predicate<EmulatedLead> filter = CreateFilter(portal, view, fields, parameters.Find("filter"));
        (FieldSchema Field, bool IsDescending)[] order = [.. (parameters.Find("order")?.Entries ?? []).Select(o => GetOrder(portal, fields, o.Key, o.Value))];
        EmulatedLead[] found =
        [
            .. LeadList.Sort([.. Enumerable.Range(0, portal.Leads.Count).Select(i => portal.Leads[i]).Where(l => !portal.IsDenied(l.Id) && filter(l))], view, order),
        ];
        int start = LeadList.Start(parameters);
        JsonNode?[] page = [.. found.Skip(start).Take(RestMethods.PageSize).Select(CreateSelection(portal, parameters, fields, usesOriginalNames))];
        var result = new MethodResult(new JsonObject { ["items"] = new JsonArray(page) });
        return LeadList.IsCounted(parameters)
            ? result with { Total = found.Length, Next = found.Length - start > RestMethods.PageSize ? start + RestMethods.PageSize : null }
            : result;
    }

    // PHP encodes an item that has none of the selected fields as an empty list.
    private static Func<EmulatedLead, JsonNode> CreateSelection(EmulatedPortal portal, CallArguments parameters, ItemFields fields, bool usesOriginalNames)
    {
        var items = new ItemView(portal, fields);
        HashSet<string> names = [.. (parameters.Find("select")?.Entries ?? []).Select(static e => e.Value.Text ?? "")];
        if (names.Count == 0 || names.Contains("*"))
        {
            return items.ToJson;
        }

        // With useOriginalUfNames, portals return only the custom fields of a selection.
        names.RemoveWhere(name => usesOriginalNames && fields.Find(name) is { } field && !ItemFields.IsCustom(field));
        return lead => items.ToJson(lead, names.Contains) is { Count: > 0 } item ? item : new JsonArray();
    }

    private static (FieldSchema Field, bool IsDescending) GetOrder(EmulatedPortal portal, ItemFields fields, string name, PhpValue direction)
    {
        FieldSchema field = FindFilterable(portal, fields, name) ?? throw new RestException(400, InvalidArgument, $"Invalid order: field '{name}' is not allowed in order");
        return direction.Text?.ToUpperInvariant() switch
        {
            "ASC" => (field, false),
            "DESC" => (field, true),
            _ => throw new RestException(400, InvalidArgument, $"Invalid order: allowed values are ASC, DESC. But got '{direction.Text}' for field '{name}'"),
        };
    }

    private static Predicate<EmulatedLead> CreateFilter(EmulatedPortal portal, LeadView view, ItemFields fields, PhpValue? filter)
    {
        Predicate<EmulatedLead>[] conditions = [.. (filter?.Entries ?? []).Where(static e => !IsLogic(e.Key)).Select(e => CreateCondition(portal, view, fields, e.Key, e.Value))];
        return filter?.Entries.FirstOrDefault(static e => IsLogic(e.Key)).Value?.Text is { } logic && logic.Equals("OR", StringComparison.OrdinalIgnoreCase)
            ? lead => Array.Exists(conditions, condition => condition(lead))
            : lead => Array.TrueForAll(conditions, condition => condition(lead));
    }

    // A numeric key holds a group of conditions.
    private static Predicate<EmulatedLead> CreateCondition(EmulatedPortal portal, LeadView view, ItemFields fields, string key, PhpValue value)
    {
        if (int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return CreateFilter(portal, view, fields, value);
        }

        string name = ListFilter.GetName(key);
        FieldSchema field = FindFilterable(portal, fields, name) ?? throw new RestException(400, InvalidArgument, $"Invalid filter: field '{name}' is not allowed in filter");
        return ListFilter.CreateCondition(key[..^name.Length], field, value, view, portal);
    }

    private static FieldSchema? FindFilterable(EmulatedPortal portal, ItemFields fields, string name) =>
        fields.Find(name) is { } field && EntitySchema.Lead.CanFilter(field.Code) && !portal.IsHidden(field.Code) ? field : null;

    private static bool IsLogic(string key) => key.Equals("logic", StringComparison.OrdinalIgnoreCase);
}
