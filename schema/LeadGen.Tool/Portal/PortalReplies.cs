using System.Globalization;
using System.Text.Json;
using LeadGen.Schema;
using LeadGen.Wire;

namespace LeadGen.Tool.Portal;

/// <summary>Represents the replies of a portal that make up a snapshot.</summary>
/// <param name="Fields">The text of <c>crm.lead.fields.json</c>.</param>
/// <param name="Statuses">The text of <c>crm.status.list.json</c>.</param>
/// <param name="UserFields">The text of <c>crm.lead.userfield.list.json</c>.</param>
/// <param name="ItemFields">The text of <c>crm.item.fields.1.json</c>, or <see langword="null"/> if the portal does not return these fields.</param>
/// <param name="IsAdministrator">Whether the webhook's user is an administrator, or <see langword="null"/> if the portal does not report it.</param>
/// <param name="IsSimpleCrmMode">Whether the portal is in simple CRM mode, or <see langword="null"/> if it does not report it.</param>
internal sealed record PortalReplies(string Fields, string Statuses, string UserFields, string? ItemFields, bool? IsAdministrator, bool? IsSimpleCrmMode)
{
    /// <summary>Converts the replies to the files of a portal folder, with the content of <c>leadgen.names.json</c> in <paramref name="names"/>.</summary>
    public PortalFiles ToFiles(string folder, string? names) => new(
        new SchemaFile(Path.Combine(folder, PortalFiles.FieldsName), Fields),
        new SchemaFile(Path.Combine(folder, PortalFiles.StatusesName), Statuses),
        new SchemaFile(Path.Combine(folder, PortalFiles.UserFieldsName), UserFields),
        names is null ? null : new SchemaFile(Path.Combine(folder, PortalFiles.NamesName), names),
        ItemFields is null ? null : new SchemaFile(Path.Combine(folder, PortalFiles.ItemFieldsName), ItemFields));
}

/// <summary>Collects the pages of a list.</summary>
internal sealed class PagedList
{
    // The page size of portals.
    private const int PageLength = 50;

    private const int MaxPages = SchemaLimits.Items / PageLength;

    private readonly List<JsonElement> _rows = [];
    private int _pages;

    public IReadOnlyList<JsonElement> Rows => _rows;

    /// <summary>Gets the total number of rows that the portal reports, or <see langword="null"/> if it does not report it.</summary>
    public int? Total { get; private set; }

    /// <summary>Adds a page. Returns the start of the next page, or <see langword="null"/> after the last one.</summary>
    public int? Add(JsonElement reply)
    {
        JsonElement result = reply.GetProperty("result");
        JsonElement[] rows = result.ValueKind switch
        {
            JsonValueKind.Array => [.. result.EnumerateArray()],
            // PHP serializes a list whose indexes do not start at 0 as an object.
            JsonValueKind.Object => [.. result.EnumerateObject().Select(static p => p.Value)],
            _ => throw new FormatException("the result is not a list"),
        };
        Total = Number(reply, "total") ?? Total;
        int? next = Number(reply, "next");
        if (next is not null && rows.Length > PageLength)
        {
            // A method without paging may return more rows; then there is no next page.
            throw new UnexpectedReplyException($"a page of more than {PageLength} rows", isOverLimit: true);
        }

        if (_rows.Count + rows.Length > SchemaLimits.Items || ++_pages > MaxPages)
        {
            throw new UnexpectedReplyException(string.Create(CultureInfo.InvariantCulture, $"a list of more than {SchemaLimits.Items} rows or {MaxPages} pages"), isOverLimit: true);
        }

        _rows.AddRange(rows.Select(static r => r.Clone()));

        // An empty page, or a page whose next start does not advance, is the last one. The reader reports missing rows by comparing with the total.
        return next >= _rows.Count && next <= (Total ?? SchemaLimits.Items) && _rows.Count > 0 ? next : null;
    }

    private static int? Number(JsonElement reply, string name) => reply.TryGetProperty(name, out JsonElement value) switch
    {
        false => null,
        _ when value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) => number,
        _ when value.ValueKind == JsonValueKind.String && int.TryParse(value.GetString(), out int number) => number,
        _ => null,
    };
}
