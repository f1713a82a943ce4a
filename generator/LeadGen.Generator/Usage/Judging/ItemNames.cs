using System.Globalization;
using System.Text;
using LeadGen.Generator.Usage.Reading;

namespace LeadGen.Generator.Usage.Judging;

/// <summary>The names by which <c>crm.item.*</c> calls the fields of a lead.</summary>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/universal/object-fields.html"/>
internal static class ItemNames
{
    private const int LeadTypeId = 1;

    // Renamed codes. All others are the lead's codes in camel case.
    private static readonly Dictionary<string, string> s_renamed = new(StringComparer.Ordinal)
    {
        ["stageId"] = "STATUS_ID",
        ["stageSemanticId"] = "STATUS_SEMANTIC_ID",
        ["createdBy"] = "CREATED_BY_ID",
        ["updatedBy"] = "MODIFY_BY_ID",
        ["movedBy"] = "MOVED_BY_ID",
        ["createdTime"] = "DATE_CREATE",
        ["updatedTime"] = "DATE_MODIFY",
    };

    private static readonly HashSet<string> s_itemOnly = new(StringComparer.Ordinal)
    {
        "fm", "observers", "webformId", "entityTypeId", "categoryId", "xmlId", "contacts", "contactIds", "contactId", "companyId", "mycompanyId",
        "observerIds", "productRows", "begindate", "closedate", "isRecurring",
    };

    private static readonly string[] s_withoutItem =
    [
        "PHONE", "EMAIL", "WEB", "IM", "LINK", "ADDRESS", "ADDRESS_2", "ADDRESS_CITY", "ADDRESS_POSTAL_CODE", "ADDRESS_REGION", "ADDRESS_PROVINCE",
        "ADDRESS_COUNTRY", "ADDRESS_COUNTRY_CODE", "ADDRESS_LOC_ADDR_ID",
    ];

    /// <summary>Whether the arguments are about leads: the type has the id 1.</summary>
    public static bool IsLead(MapShape arguments) => arguments.Find("entityTypeId")?.Value switch
    {
        ConstantShape { Value: IConvertible and not string and not bool and var number } => Convert.ToInt64(number, CultureInfo.InvariantCulture) == LeadTypeId,
        EnumShape { Value: IConvertible number } => Convert.ToInt64(number, CultureInfo.InvariantCulture) == LeadTypeId,
        TextShape { Constant: "1" } => true,
        _ => false,
    };

    /// <summary>Whether custom fields keep their original codes.</summary>
    public static bool? UsesOriginalNames(MapShape arguments) => arguments.Find("useOriginalUfNames")?.Value switch
    {
        null => false,
        TextShape { Constant: "Y" } or ConstantShape { Value: true } => true,
        TextShape { Constant: "N" } or ConstantShape { Value: false } => false,
        _ => null,
    };

    /// <summary>The lead's code of an item's field; empty for fields that only items have, <see langword="null"/> for unknown ones.</summary>
    public static string? Find(PortalCatalog catalog, string name, bool? usesOriginalNames)
    {
        if (s_renamed.TryGetValue(name, out string? renamed))
        {
            return renamed;
        }

        if (s_itemOnly.Contains(name) || name.StartsWith("parentId", StringComparison.Ordinal))
        {
            return "";
        }

        if (name.StartsWith("UF_", StringComparison.Ordinal))
        {
            return usesOriginalNames == false ? null : catalog.Knows(name) ? name : null;
        }

        if (name.StartsWith("ufCrm", StringComparison.Ordinal))
        {
            return usesOriginalNames == true ? null : catalog.FindSpelling(name);
        }

        return catalog.FindSpelling(name) is { } code && ToItem(code) == name && !s_withoutItem.Contains(code) && !s_renamed.ContainsValue(code) ? code : null;
    }

    /// <summary>Gets the suggested item name; <see langword="null"/> if none is similar.</summary>
    public static string? Suggest(PortalCatalog catalog, string name, bool? usesOriginalNames)
    {
        if (catalog.FindSpelling(name) is not { } code || s_withoutItem.Contains(code))
        {
            return null;
        }

        if (code.StartsWith("UF_", StringComparison.Ordinal))
        {
            return usesOriginalNames == true ? code : ToCustomItem(code);
        }

        return s_renamed.FirstOrDefault(r => r.Value == code).Key ?? ToItem(code);
    }

    private static string ToItem(string code)
    {
        var name = new StringBuilder();
        foreach (string word in code.Split('_'))
        {
            name.Append(name.Length == 0 || word.Length == 0 ? word.ToLowerInvariant() : word[0] + word.Substring(1).ToLowerInvariant());
        }

        return name.ToString();
    }

    // Codes of letters become camel case. In codes with digits only the prefix changes.
    private static string ToCustomItem(string code)
    {
        string rest = code.Substring("UF_CRM_".Length);
        return rest.Any(char.IsDigit) ? "ufCrm_" + rest : ToItem(code);
    }
}
