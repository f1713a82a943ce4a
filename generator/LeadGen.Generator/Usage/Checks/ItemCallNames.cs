using System.Globalization;
using LeadGen.Generator.Usage.Reading;
using LeadGen.Schema.Kinds;

namespace LeadGen.Generator.Usage.Checks;

/// <summary>Maps the codes of lead fields to the names that <c>crm.item.*</c> uses.</summary>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/universal/object-fields.html"/>
internal static class ItemCallNames
{
    private static readonly HashSet<string> s_itemOnly = new(StringComparer.Ordinal)
    {
        "fm", "observers", "webformId", "entityTypeId", "categoryId", "xmlId", "contacts", "contactIds", "contactId", "companyId", "mycompanyId",
        "observerIds", "productRows", "begindate", "closedate", "isRecurring",
    };

    // Read-only fields: the first entries of fm, and others.
    private static readonly string[] s_aliases =
    [
        "phone", "phoneWork", "phoneMobile", "phoneMailing", "email", "emailWork", "emailHome", "emailMailing", "skype", "icq", "imol", "searchContent",
    ];

    private static readonly string s_typeId = EntitySchema.Lead.EntityTypeId.ToString(CultureInfo.InvariantCulture);

    /// <summary>Determines whether the arguments are for leads: <c>entityTypeId</c> is 1.</summary>
    public static bool IsLead(MapShape arguments) => arguments.Find("entityTypeId")?.Value switch
    {
        ConstantShape { Value: IConvertible and not string and not bool and var number } => Convert.ToInt64(number, CultureInfo.InvariantCulture) == EntitySchema.Lead.EntityTypeId,
        EnumShape { Value: IConvertible number } => Convert.ToInt64(number, CultureInfo.InvariantCulture) == EntitySchema.Lead.EntityTypeId,
        TextShape { Constant: { } number } => number == s_typeId,
        _ => false,
    };

    /// <summary>Determines whether custom fields keep their original codes; <see langword="null"/> if that is not known.</summary>
    public static bool? UsesOriginalNames(MapShape arguments) => arguments.Find("useOriginalUfNames")?.Value switch
    {
        null => false,
        TextShape { Constant: "Y" } or ConstantShape { Value: true } => true,
        TextShape { Constant: "N" } or ConstantShape { Value: false } => false,
        _ => null,
    };

    /// <summary>Gets the lead field code for an item field; empty if only items have the field, <see langword="null"/> if it is unknown.</summary>
    public static string? Find(PortalCatalog catalog, string name, bool? usesOriginalNames)
    {
        if (EntitySchema.Lead.RenamedItemFields.FirstOrDefault(r => r.Value == name).Key is { } renamed)
        {
            return renamed;
        }

        if (s_itemOnly.Contains(name) || name.StartsWith("parentId", StringComparison.Ordinal))
        {
            return "";
        }

        if (name.StartsWith("UF_", StringComparison.Ordinal))
        {
            return usesOriginalNames == false ? null : catalog.HasField(name) ? name : null;
        }

        if (name.StartsWith("ufCrm", StringComparison.Ordinal))
        {
            return usesOriginalNames == true ? null : catalog.FindSpelling(name);
        }

        return catalog.FindSpelling(name) is { } code && EntitySchema.Lead.GetItemName(code) == name && !IsMultiField(code) && !EntitySchema.Lead.IsAddress(code) ? code : null;
    }

    /// <summary>Determines whether items have a read-only field with this name.</summary>
    public static bool IsReadOnly(string name) => s_aliases.Contains(name);

    /// <summary>Determines whether only items have a field with this name, so that a lead that was read through <c>crm.item.*</c> can contain it.</summary>
    public static bool IsItemOnly(PortalCatalog catalog, string name) => catalog.FindSpelling(name) is null && (IsReadOnly(name) || Find(catalog, name, usesOriginalNames: null) == "");

    /// <summary>Determines whether a lead field has a different name in items, so that no spelling of its code is valid.</summary>
    public static bool IsRenamed(string code) => EntitySchema.Lead.RenamedItemFields.ContainsKey(code);

    /// <summary>Determines whether a name is the code of a lead field that <c>crm.item.*</c> does not accept.</summary>
    public static bool IsLeadOnly(PortalCatalog catalog, string name, bool? usesOriginalNames) => catalog.HasField(name) && name.Any(char.IsUpper)
        && (ItemFieldNames.IsCustom(name) ? usesOriginalNames == false : !name.StartsWith("UF_", StringComparison.Ordinal));

    /// <summary>Explains an unknown name: the portal or method that does not have the field, the name to write if it is certain, and the advice.</summary>
    public static (string Owner, string? Meant, string Advice) Explain(PortalCatalog catalog, string name, bool? usesOriginalNames)
    {
        string? code = catalog.HasField(name) ? name : catalog.FindSpelling(name);
        if (code is null)
        {
            return (catalog.Names, null, "");
        }

        if (IsMultiField(code))
        {
            return ("crm.item.*", null, $"; write an entry of 'fm' with typeId {code}");
        }

        if (EntitySchema.Lead.IsAddress(code))
        {
            return ("crm.item.*", null, "; write addresses with crm.address.*");
        }

        if (!code.StartsWith("UF_", StringComparison.Ordinal))
        {
            string system = EntitySchema.Lead.GetItemName(code);
            return ("crm.item.*", system, $"; write '{system}'");
        }

        if (usesOriginalNames == true)
        {
            return ("crm.item.* with useOriginalUfNames", code, $"; write '{code}'");
        }

        return !ItemFieldNames.IsCustom(code) ? ("crm.item.*", null, "")
            : ("crm.item.* without useOriginalUfNames", ItemFieldNames.ForCustomField(code), $"; write '{ItemFieldNames.ForCustomField(code)}', or set useOriginalUfNames to Y");
    }

    // In items, multi-value fields are entries of fm.
    private static bool IsMultiField(string code) => code == "LINK" || EntitySchema.Lead.MultiFields.ContainsKey(code);
}
