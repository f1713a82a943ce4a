using System.Globalization;
using System.Text.Json.Nodes;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using LeadGen.Testing.Portal;

namespace LeadGen.Testing.Rest;

/// <summary><c>crm.lead.list</c>: selection, filter, order and pages.</summary>
/// <remarks>See https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-list.html.</remarks>
internal static class LeadList
{
    public static RestAnswer Of(EmulatedPortal portal, PhpValue parameters, int pageSize)
    {
        var view = new LeadView(portal.Schema, portal.Clock);
        IEnumerable<EmulatedLead> found = portal.Leads.Where(l => !portal.IsDenied(l.Id) && Matches(portal.Schema, view, l, parameters.Find("filter")));
        KeyValuePair<string, PhpValue> order = parameters.Find("order")?.Entries is [var first, ..] ? first : default;
        FieldSchema? by = order.Key is null ? null : portal.Schema.Find(order.Key);
        bool isDescending = string.Equals(order.Value?.Text, "DESC", StringComparison.OrdinalIgnoreCase);
        IOrderedEnumerable<EmulatedLead> sorted = by is null or { Code: LeadEntity.IdCode }
            ? (isDescending ? found.OrderByDescending(static l => l.Id) : found.OrderBy(static l => l.Id))
            : (isDescending ? found.OrderByDescending(l => view.TextsOf(l, by)[0], s_values) : found.OrderBy(l => view.TextsOf(l, by)[0], s_values)).ThenBy(static l => l.Id);
        EmulatedLead[] all = [.. sorted];
        int start = Start(parameters);
        Func<FieldSchema, bool> isSelected = Selection(parameters.Find("select"));
        return new RestAnswer(new JsonArray([.. all.Skip(start).Take(pageSize).Select(l => view.Of(l, isSelected))]))
        {
            Total = all.Length,
            Next = all.Length - start > pageSize ? start + pageSize : null,
        };
    }

    public static int Start(PhpValue parameters) =>
        int.TryParse(parameters.Find("start")?.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int start) ? start : 0;

    private static readonly Comparer<string> s_values = Comparer<string>.Create(Compare);

    // No mask covers the multi-fields: they are given where they are named.
    private static Func<FieldSchema, bool> Selection(PhpValue? select)
    {
        HashSet<string> names = [.. (select?.Entries ?? []).Select(static e => e.Value.Text ?? "")];
        bool all = names.Count == 0 || names.Contains("*");
        return field => names.Contains(field.Code)
            || field.Code == LeadEntity.IdCode
            || (field.Type != "crm_multifield" && (field.IsDynamic ? names.Contains("UF_*") : all));
    }

    private static bool Matches(PortalSchema schema, LeadView view, EmulatedLead lead, PhpValue? filter) => (filter?.Entries ?? []).All(condition =>
    {
        string code = condition.Key.TrimStart('!', '<', '>', '=', '@', '%');
        string sign = condition.Key[..^code.Length];
        if (schema.Find(code) is not { } field)
        {
            // A condition on a field that does not exist is ignored, and everything is found.
            return true;
        }

        // A list is found by any of its values, a multi-field by the VALUE of any of its entries.
        IReadOnlyList<string> values = view.TextsOf(lead, field);
        string[] wanted = condition.Value.IsArray ? [.. condition.Value.Entries.Select(static e => e.Value.Text ?? "")] : [condition.Value.Text ?? ""];
        return sign switch
        {
            ">" => values.Any(v => wanted.All(w => Compare(v, w) > 0)),
            ">=" => values.Any(v => wanted.All(w => Compare(v, w) >= 0)),
            "<" => values.Any(v => wanted.All(w => Compare(v, w) < 0)),
            "<=" => values.Any(v => wanted.All(w => Compare(v, w) <= 0)),
            "!" or "!=" or "!@" => !values.Any(v => wanted.Any(w => Compare(v, w) == 0)),
            "%" => values.Any(v => wanted.Any(w => v.Contains(w, StringComparison.OrdinalIgnoreCase))),
            _ => values.Any(v => wanted.Any(w => Compare(v, w) == 0)),
        };
    });

    private static int Compare(string left, string right) =>
        decimal.TryParse(left, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal a)
        && decimal.TryParse(right, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal b)
            ? a.CompareTo(b)
            : string.CompareOrdinal(left, right);
}
