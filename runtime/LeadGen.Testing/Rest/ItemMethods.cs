using System.Text.Json.Nodes;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using LeadGen.Storage;
using LeadGen.Testing.Portal;

namespace LeadGen.Testing.Rest;

/// <summary>Implements <c>crm.item.*</c> for leads, with <c>entityTypeId</c> 1.</summary>
/// <remarks>See https://apidocs.bitrix24.com/api-reference/crm/universal/index.html.</remarks>
internal sealed class ItemMethods(EmulatedPortal portal, bool isJournalEnabled)
{
    private static readonly string[] s_arguments = ["entitytypeid", "id", "fields", "useoriginalufnames"];

    /// <summary>Gets the methods by name.</summary>
    public IReadOnlyDictionary<string, Func<CallArguments, MethodResult>> All => new Dictionary<string, Func<CallArguments, MethodResult>>
    {
        ["crm.item.fields"] = parameters => Call(parameters, Fields),
        ["crm.item.get"] = parameters => Call(parameters, Get),
        ["crm.item.list"] = parameters => Call(parameters, (sent, fields) => ItemList.Execute(portal, sent, fields, UsesOriginalNames(sent))),
        ["crm.item.add"] = parameters => Call(parameters, Add),
        ["crm.item.update"] = parameters => Call(parameters, Update),
        ["crm.item.delete"] = parameters => Call(parameters, Delete),
    };

    private MethodResult Call(CallArguments parameters, Func<CallArguments, ItemFields, MethodResult> method)
    {
        string type = parameters.Find("entitytypeid")?.Text ?? "";
        return type != $"{EntitySchema.Lead.EntityTypeId}"
            ? throw new RestException(400, type == "5" ? "ENTITY_TYPE_NOT_SUPPORTED" : "NOT_FOUND", type == "5" ? "The entity type is not supported" : "The smart process was not found")
            : method(parameters, portal.GetItemFields(UsesOriginalNames(parameters)));
    }

    private static bool UsesOriginalNames(CallArguments parameters) => parameters.Find("useoriginalufnames")?.Text is "Y" or "1" or "true";

    private MethodResult Fields(CallArguments parameters, ItemFields fields)
    {
        JsonObject descriptions = portal.GetFieldDescriptions();
        var result = new JsonObject();
        foreach ((string name, FieldSchema field) in fields.ByName)
        {
            if ((field.IsItemOnly ? Describe(field) : descriptions[field.Code]?.DeepClone()) is JsonObject copy)
            {
                copy["title"] = field.Label;
                copy["upperName"] = ItemFields.IsCustom(field) ? field.Code : ToUpperName(name);
                result[name] = copy;
            }
        }

        if (portal.VisibleFields.Any(static f => f.Type.IsMultiField))
        {
            result[ItemFields.MultiFieldsName] = new JsonObject
            {
                ["type"] = FieldType.MultiField.Name,
                ["isRequired"] = false,
                ["isReadOnly"] = false,
                ["isImmutable"] = false,
                ["isMultiple"] = true,
                ["isDynamic"] = false,
                ["title"] = "Multi-value fields",
                ["upperName"] = "FM",
            };
        }

        return new MethodResult(new JsonObject { ["fields"] = result });
    }

    private static JsonObject Describe(FieldSchema field) => new()
    {
        ["type"] = field.Type.Name,
        ["isRequired"] = field.IsRequired,
        ["isReadOnly"] = field.IsReadOnly,
        ["isImmutable"] = field.IsImmutable,
        ["isMultiple"] = field.IsMultiple,
        ["isDynamic"] = false,
    };

    // The name in capital letters, which is not always the code: createdTime becomes CREATED_TIME, but the code is DATE_CREATE.
    private static string ToUpperName(string name) =>
        string.Concat(name.Select(static (c, i) => char.IsUpper(c) || (char.IsDigit(c) && i > 0) ? $"_{c}" : $"{char.ToUpperInvariant(c)}"));

    private MethodResult Get(CallArguments parameters, ItemFields fields) => CreateResult(FindLead(parameters), fields);

    private MethodResult Add(CallArguments parameters, ItemFields fields)
    {
        PhpValue sent = GetFields(parameters);
        var writer = new ItemWriter(portal, fields, lead: null);
        writer.Convert(sent);
        CheckFields(writer);
        List<FieldResult> results = [];
        EmulatedLead lead = portal.Create(WithDefaults(writer.Fields), results, out FieldSchema[] missing, writer.StoreOthers);
        return missing.Length > 0
            ? throw CreateRequiredException(missing)
            : CreateResult(lead, fields) with { Fields = GetResults(writer, results), Parameters = GetIgnoredArguments(parameters) };
    }

    private MethodResult Update(CallArguments parameters, ItemFields fields)
    {
        EmulatedLead lead = FindLead(parameters);
        PhpValue sent = GetFields(parameters);
        var writer = new ItemWriter(portal, fields, lead);
        writer.Convert(sent);
        CheckFields(writer);
        List<FieldResult> results = [];
        FieldSchema[] missing = portal.UpdateItem(lead, writer.Fields, results, writer.StoreOthers);
        return missing.Length > 0
            ? throw CreateRequiredException(missing)
            : CreateResult(lead, fields) with { Fields = GetResults(writer, results), Parameters = GetIgnoredArguments(parameters) };
    }

    private MethodResult Delete(CallArguments parameters, ItemFields fields)
    {
        EmulatedLead lead = FindLead(parameters);
        portal.Leads.Remove(lead.Id);
        return new MethodResult(new JsonArray()) { LeadId = lead.Id };
    }

    private MethodResult CreateResult(EmulatedLead lead, ItemFields fields) =>
        new(new JsonObject { ["item"] = new ItemView(portal, fields).ToJson(lead) }) { LeadId = lead.Id };

    private FieldResult[] GetResults(ItemWriter writer, List<FieldResult> results) => isJournalEnabled ? [.. writer.GetResults(results)] : [];

    private FieldResult[] GetIgnoredArguments(CallArguments parameters) => !isJournalEnabled
        ? []
        : [.. RestMethods.GetIgnoredArguments(parameters, s_arguments)];

    // See https://apidocs.bitrix24.com/api-reference/crm/universal/crm-item-add.html. crm.lead.add has other defaults.
    private PhpValue WithDefaults(PhpValue fields)
    {
        (string Code, string? Value)[] defaults = [("TITLE", $"Lead #{portal.NextId}"), ("OPENED", "Y"), ("SOURCE_ID", portal.FirstSource)];
        KeyValuePair<string, PhpValue>[] given = [.. fields.Entries.Where(static e => e.Key != "TITLE" || e.Value.Text is { Length: > 0 })];
        return PhpValue.Map(given.Concat(defaults
            .Where(d => d.Value is not null && portal.Schema.Find(d.Code) is not null && !given.Any(g => g.Key == d.Code))
            .Select(static d => KeyValuePair.Create(d.Code, PhpValue.Scalar(d.Value!)))));
    }

    private void CheckFields(ItemWriter writer)
    {
        if (portal.GetRejectionReason(writer.Fields) is { Length: > 0 } reason)
        {
            throw new RestException(400, "BX_ERROR", reason);
        }
    }

    private static RestException CreateRequiredException(FieldSchema[] missing) =>
        new(400, "CRM_FIELD_ERROR_REQUIRED", string.Join("\n", missing.Select(static f => $"The field \"{f.Label}\" is required")));

    private static PhpValue GetFields(CallArguments parameters) => parameters.Find("fields") is { IsArray: true } fields
        ? fields
        : throw new RestException(400, "100", "Could not find value for parameter {fields}");

    private EmulatedLead FindLead(CallArguments parameters)
    {
        _ = long.TryParse(parameters.Find("id")?.Text, out long id);
        return portal.IsDenied(id) ? throw new RestException(400, "ACCESS_DENIED", "Access denied")
            : portal.Find(id) ?? throw new RestException(400, "NOT_FOUND", "The item was not found");
    }
}
