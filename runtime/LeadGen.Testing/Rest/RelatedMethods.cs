using System.Globalization;
using System.Text.Json.Nodes;
using LeadGen.Schema.Kinds;
using LeadGen.Storage;
using LeadGen.Testing.Portal;

namespace LeadGen.Testing.Rest;

/// <summary>Implements the methods for the contacts, product rows and comments of leads.</summary>
/// <remarks>
/// See https://apidocs.bitrix24.com/api-reference/crm/leads/management-communication/index.html, https://apidocs.bitrix24.com/api-reference/crm/universal/product-rows/index.html and
/// https://apidocs.bitrix24.com/api-reference/crm/timeline/comments/crm-timeline-comment-add.html.
/// </remarks>
internal sealed class RelatedMethods(EmulatedPortal portal)
{
    private const string OwnerType = "L";

    // The distance between the positions of contacts.
    private const int SortStep = 10;

    // The fields of a row that a call can set.
    private static readonly string[] s_rowFields =
        ["productId", "productName", "price", "quantity", "discountTypeId", "discountRate", "discountSum", "taxRate", "taxIncluded", "measureCode", "sort"];

    private static readonly string[] s_textFields = ["productName", "taxIncluded"];

    /// <summary>Gets the methods by name.</summary>
    public IReadOnlyDictionary<string, Func<CallArguments, MethodResult>> All => new Dictionary<string, Func<CallArguments, MethodResult>>
    {
        [EntitySchema.Lead.Method("contact.items.get")] = GetContacts,
        [EntitySchema.Lead.Method("contact.items.set")] = SetContacts,
        [EntitySchema.Lead.Method("contact.items.delete")] = parameters => ChangeContacts(FindLead(parameters.Find("id")), []),
        ["crm.item.productrow.list"] = ListRows,
        ["crm.item.productrow.set"] = SetRows,
        ["crm.item.productrow.add"] = AddRow,
        ["crm.item.productrow.update"] = UpdateRow,
        ["crm.item.productrow.delete"] = DeleteRow,
        ["crm.timeline.comment.add"] = AddComment,
    };

    /// <summary>Creates a row with a price.</summary>
    public JsonObject CreateRow(decimal price) => CreateRow(PhpValue.Map([new("price", PhpValue.Scalar(price.ToString(CultureInfo.InvariantCulture)))]));

    private MethodResult GetContacts(CallArguments parameters)
    {
        EmulatedLead lead = FindLead(parameters.Find("id"));
        return new MethodResult(new JsonArray([.. lead[EntitySchema.Lead.ContactsCode].Entries.Select((contact, i) => new JsonObject
        {
            ["CONTACT_ID"] = Number(contact.Value.Text),
            ["SORT"] = (i + 1) * SortStep,
            ["ROLE_ID"] = 0,
            ["IS_PRIMARY"] = contact.Value.Text == lead[EntitySchema.Lead.ContactCode].Text ? "Y" : "N",
        })])) { LeadId = lead.Id };
    }

    private MethodResult SetContacts(CallArguments parameters)
    {
        EmulatedLead lead = FindLead(parameters.Find("id"));
        PhpValue[] items = parameters.Find("items") is { IsArray: true } sent ? [.. sent.Entries.Select(static e => e.Value)]
            : throw new RestException(400, "", "Parameter 'items' must be array.");
        return items.All(static item => long.TryParse(item.Find("CONTACT_ID")?.Text, NumberStyles.None, CultureInfo.InvariantCulture, out long id) && id > 0)
            ? ChangeContacts(lead, [.. items.OrderBy(static item => Number(item.Find("SORT")?.Text) ?? SortStep)])
            : throw new RestException(400, "", "Contact ID is not defined or invalid.");
    }

    // These methods do not save the lead itself, so that it stays a simple or a repeat lead.
    private static MethodResult ChangeContacts(EmulatedLead lead, PhpValue[] items)
    {
        lead.IsReturnCustomer ??= LeadView.HasClient(lead);
        PhpValue primary = (Array.Find(items, static item => item.Find("IS_PRIMARY")?.Text == "Y") ?? items.FirstOrDefault())?.Find("CONTACT_ID") ?? PhpValue.Scalar("0");
        lead[EntitySchema.Lead.ContactCode] = primary;
        lead[EntitySchema.Lead.ContactsCode] = items.Length == 0 ? PhpValue.EmptyArray : PhpValue.List(items.Select(static item => item.Find("CONTACT_ID")!));
        return new MethodResult(JsonValue.Create(true)) { LeadId = lead.Id };
    }

    private MethodResult ListRows(CallArguments parameters)
    {
        PhpValue? filter = parameters.Find("filter");
        EmulatedLead lead = FindOwner(filter?.Find("=ownerType"), filter?.Find("=ownerId"));
        int start = LeadList.Start(parameters);
        return new MethodResult(Rows(lead, lead.ProductRows.Skip(start).Take(RestMethods.PageSize)))
        {
            LeadId = lead.Id,
            Total = lead.ProductRows.Count,
            Next = lead.ProductRows.Count - start > RestMethods.PageSize ? start + RestMethods.PageSize : null,
        };
    }

    private MethodResult SetRows(CallArguments parameters)
    {
        EmulatedLead lead = FindOwner(parameters.Find("ownertype"), parameters.Find("ownerid"));
        PhpValue sent = parameters.Find("productrows") is { IsArray: true } rows ? rows : throw new RestException(400, "100", "Could not find value for parameter {productRows}");
        JsonObject[] created = [.. sent.Entries.Select(row => CreateRow(row.Value))];
        lead.ProductRows.Clear();
        lead.ProductRows.AddRange(created);
        portal.CreateWriter(lead).ReplaceAmount(results: null);
        return new MethodResult(Rows(lead, lead.ProductRows)) { LeadId = lead.Id };
    }

    private MethodResult AddRow(CallArguments parameters)
    {
        PhpValue fields = GetFields(parameters);
        EmulatedLead lead = FindOwner(fields.Find("ownerType"), fields.Find("ownerId"));
        JsonObject row = CreateRow(PhpValue.Map(fields.Entries.Where(static e => e.Key is not ("ownerType" or "ownerId"))));
        lead.ProductRows.Add(row);
        return SaveRow(lead, row);
    }

    private MethodResult UpdateRow(CallArguments parameters)
    {
        PhpValue fields = GetFields(parameters);
        (EmulatedLead lead, JsonObject row) = FindRow(parameters);
        SetValues(row, fields);
        return SaveRow(lead, row);
    }

    private MethodResult DeleteRow(CallArguments parameters)
    {
        (EmulatedLead lead, JsonObject row) = FindRow(parameters);
        lead.ProductRows.Remove(row);
        portal.CreateWriter(lead).ReplaceAmount(results: null);
        return new MethodResult(Result: null) { LeadId = lead.Id };
    }

    private MethodResult AddComment(CallArguments parameters)
    {
        // The name is read in lower case only.
        PhpValue fields = parameters.All.Find("fields") is { IsArray: true } sent ? sent : throw new RestException(400, "100", "Could not find value for parameter {fields}");
        EmulatedLead lead = fields.Find("ENTITY_TYPE")?.Text == EntitySchema.Lead.Name ? FindLead(fields.Find("ENTITY_ID"), "OWNER_NOT_FOUND")
            : throw new RestException(400, "OWNER_NOT_FOUND", "Owner was not found");
        string text = fields.Find("COMMENT")?.Text is { Length: > 0 } comment ? comment : throw new RestException(400, "INVALID_ARG_VALUE", "Empty comment message");
        lead.Comments.Add(text);
        return new MethodResult(JsonValue.Create(portal.GetNextRelatedId())) { LeadId = lead.Id };
    }

    private MethodResult SaveRow(EmulatedLead lead, JsonObject row)
    {
        portal.CreateWriter(lead).ReplaceAmount(results: null);
        return new MethodResult(new JsonObject { ["productRow"] = Row(lead, row) }) { LeadId = lead.Id };
    }

    private static JsonObject Rows(EmulatedLead lead, IEnumerable<JsonObject> rows) => new() { ["productRows"] = new JsonArray([.. rows.Select(row => Row(lead, row))]) };

    private static JsonObject Row(EmulatedLead lead, JsonObject row)
    {
        JsonObject copy = row.DeepClone().AsObject();
        copy["ownerId"] = lead.Id;
        copy["ownerType"] = OwnerType;
        return copy;
    }

    private JsonObject CreateRow(PhpValue fields)
    {
        var row = new JsonObject
        {
            ["id"] = portal.GetNextRelatedId(), ["productId"] = 0, ["productName"] = "", ["price"] = 0m, ["quantity"] = 1m, ["discountTypeId"] = 2, ["discountRate"] = 0, ["discountSum"] = 0,
            ["taxRate"] = null, ["taxIncluded"] = "N", ["measureCode"] = 796, ["sort"] = 0,
        };
        SetValues(row, fields);
        return row;
    }

    private static void SetValues(JsonObject row, PhpValue fields)
    {
        foreach ((string name, PhpValue value) in fields.Entries)
        {
            row[name] = !s_rowFields.Contains(name) ? throw new RestException(400, "INVALID_ARG_VALUE", $"Field '{name}' can't be set")
                : s_textFields.Contains(name) ? JsonValue.Create(value.Text)
                : JsonValue.Create(Number(value.Text));
        }
    }

    private (EmulatedLead Lead, JsonObject Row) FindRow(CallArguments parameters)
    {
        decimal? id = Number(parameters.Find("id")?.Text);
        for (int i = 0; i < portal.Leads.Count; i++)
        {
            EmulatedLead lead = portal.Leads[i];
            if (lead.ProductRows.Find(row => (long)row["id"]! == id) is { } found)
            {
                return portal.IsDenied(lead.Id) ? throw new RestException(400, "ACCESS_DENIED", "Access denied") : (lead, found);
            }
        }

        throw new RestException(400, "NOT_FOUND", "The item was not found");
    }

    private static PhpValue GetFields(CallArguments parameters) =>
        parameters.Find("fields") is { IsArray: true } fields ? fields : throw new RestException(400, "100", "Could not find value for parameter {fields}");

    private EmulatedLead FindOwner(PhpValue? type, PhpValue? id) => type?.Text switch
    {
        null => throw new RestException(400, "100", "Could not find value for parameter {ownerType}"),
        OwnerType => FindLead(id, "OWNER_NOT_FOUND"),
        _ => throw new RestException(400, "ENTITY_TYPE_NOT_SUPPORTED", "The entity type is not supported"),
    };

    private EmulatedLead FindLead(PhpValue? value, string notFound = "NOT_FOUND")
    {
        _ = long.TryParse(value?.Text, NumberStyles.None, CultureInfo.InvariantCulture, out long id);
        return portal.IsDenied(id) ? throw new RestException(400, "ACCESS_DENIED", "Access denied")
            : portal.Find(id) ?? throw new RestException(400, notFound, notFound == "NOT_FOUND" ? "Not found." : "Owner was not found");
    }

    private static decimal? Number(string? text) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number : null;
}
