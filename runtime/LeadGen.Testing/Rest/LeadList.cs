using System.Globalization;
using System.Text.Json.Nodes;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using LeadGen.Storage;
using LeadGen.Testing.Portal;

namespace LeadGen.Testing.Rest;

/// <summary>Implements <c>crm.lead.list</c>, with its selection, filter, order and pages.</summary>
/// <remarks>See https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-list.html.</remarks>
internal static class LeadList
{
    // With this start, a portal returns the first page without counting the leads.
    private const string WithoutCount = "-1";

    public static MethodResult Execute(EmulatedPortal portal, CallArguments parameters, int pageSize)
    {
        var view = new LeadView(portal.Schema, portal.Clock, portal.Files);
        HashSet<string> names = [.. (parameters.Find("select")?.Entries ?? []).Select(static e => e.Value.Text ?? "")];
        FieldSchema[] selected = Selection(portal.VisibleFields, names);
        bool isCounted = IsCounted(parameters);
        int start = Start(parameters);
        bool isAll = SelectsAll(names);

        // The links to smart processes are joined, so that a lead has a row for each of its parents.
        bool isJoined = portal.HasSecondParents && (isAll || names.Any(static name => name.StartsWith("PARENT_ID_", StringComparison.Ordinal)));
        (IEnumerable<EmulatedLead> found, int total) = Find(portal, view, parameters, isCounted, isJoined);
        if (isCounted && start >= total)
        {
            // A page after the last one is the first one.
            start = 0;
        }

        IEnumerable<EmulatedLead> page = found.Skip(start).Take(pageSize);
        if (isAll || names.Contains("COMMENTS") || Array.Exists(selected, static field => field.Type.IsMultiField))
        {
            // To add multi-value fields, a portal groups the rows of the page by ID, which merges the rows of a lead.
            page = page.Distinct();
        }

        var answer = new MethodResult(new JsonArray([.. page.Select(l => view.ToJson(l, selected))]));
        return isCounted ? answer with { Total = total, Next = total - start > pageSize ? start + pageSize : null } : answer;
    }

    /// <summary>Returns whether the call counts the leads that it finds.</summary>
    public static bool IsCounted(CallArguments parameters) => parameters.Find("start")?.Text != WithoutCount;

    /// <summary>Returns the position of the first lead of the page.</summary>
    public static int Start(CallArguments parameters) =>
        int.TryParse(parameters.Find("start")?.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int start) ? start : 0;

    private static (IEnumerable<EmulatedLead> Found, int Total) Find(
        EmulatedPortal portal, LeadView view, CallArguments parameters, bool isCounted, bool isJoined)
    {
        var filter = new ListFilter(portal, view, parameters.Find("filter"));
        LeadTable leads = portal.Leads;
        int first = leads.IndexOf(filter.FirstId);
        int count = Math.Max(0, (filter.LastId == long.MaxValue ? leads.Count : leads.IndexOf(filter.LastId + 1)) - first);
        (FieldSchema Field, bool IsDescending)[] order = Order(portal.Schema, parameters.Find("order"));
        if (order is not ([] or [{ Field.Code: EntitySchema.IdCode }, ..]))
        {
            EmulatedLead[] all = [.. Sort([.. From(0, isDescending: false).Where(IsFound)], view, order)];
            return (Rows(all), Count(all));
        }

        // In the order of IDs, no sorting is needed. If there are no other conditions, only the leads of the page are read.
        bool isDescending = order is [{ IsDescending: true }, ..];
        if (!filter.HasConditions && !portal.HasDenied && !isJoined)
        {
            return (From(0, isDescending), count);
        }

        if (!isCounted)
        {
            return (Rows(From(0, isDescending).Where(IsFound)), 0);
        }

        EmulatedLead[] found = [.. From(0, isDescending).Where(IsFound)];
        return (Rows(found), Count(found));

        IEnumerable<EmulatedLead> From(int place, bool isDescending) =>
            Enumerable.Range(place, count - place).Select(i => leads[isDescending ? first + count - 1 - i : first + i]);

        IEnumerable<EmulatedLead> Rows(IEnumerable<EmulatedLead> found) =>
            isJoined ? found.SelectMany(static lead => Enumerable.Repeat(lead, lead.HasSecondParent ? 2 : 1)) : found;

        // A portal counts without the joins of the selection if a condition or the permissions of the user have a join, so that it counts
        // fewer rows than it finds.
        int Count(EmulatedLead[] found) => filter.IsJoined || !portal.IsAdministrator ? found.Length : Rows(found).Count();

        bool IsFound(EmulatedLead lead) => !portal.IsDenied(lead.Id) && filter.Matches(lead);
    }

    private static (FieldSchema Field, bool IsDescending)[] Order(PortalSchema schema, PhpValue? order) =>
    [
        .. (order?.Entries ?? [])
            .Select(o => (Field: schema.Find(o.Key)!, string.Equals(o.Value.Text, "DESC", StringComparison.OrdinalIgnoreCase)))
            .Where(static o => o.Field is not null)

            .OrderBy(static o => EntitySchema.Lead.SortedLastCodes.Contains(o.Field.Code)),
    ];

    /// <summary>Sorts leads by fields, and then by ID.</summary>
    public static IOrderedEnumerable<EmulatedLead> Sort(EmulatedLead[] leads, LeadView view, (FieldSchema Field, bool IsDescending)[] order)
    {
        // Keeps the order. It is needed so that each field can be added with ThenBy.
        IOrderedEnumerable<EmulatedLead> sorted = leads.OrderBy(static _ => 0);
        foreach ((FieldSchema field, bool isDescending) in order)
        {
            Comparer<string> values = Comparer<string>.Create((a, b) => ListFilter.Compare(field, a, b));
            sorted = isDescending ? sorted.ThenByDescending(Value, values) : sorted.ThenBy(Value, values);

            string Value(EmulatedLead lead) => view.GetTexts(lead, field)[0];
        }

        return sorted.ThenBy(static l => l.Id);
    }

    // '*' and 'UF_*' do not include multi-value fields. They are returned only if they are selected by code.
    private static FieldSchema[] Selection(IEnumerable<FieldSchema> fields, HashSet<string> names)
    {
        bool all = SelectsAll(names);
        return
        [
            .. fields.Where(field => names.Contains(field.Code)
                || field.Code == EntitySchema.IdCode
                || (!field.Type.IsMultiField && (field.IsDynamic ? names.Contains("UF_*") : all))),
        ];
    }

    private static bool SelectsAll(HashSet<string> names) => names.Count == 0 || names.Contains("*");
}
