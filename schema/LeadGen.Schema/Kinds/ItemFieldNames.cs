using System.Text;

namespace LeadGen.Schema.Kinds;

/// <summary>Converts the codes of fields to the names that <c>crm.item.*</c> uses.</summary>
/// <remarks>
/// Portals return the names in <c>crm.item.fields</c>. The rules are documented, but the documentation has examples that contradict them.
/// See https://apidocs.bitrix24.com/api-reference/crm/universal/index.html.
/// </remarks>
internal static class ItemFieldNames
{
    /// <summary>The prefix of custom fields.</summary>
    public const string CustomPrefix = "UF_CRM_";

    /// <summary>Gets whether the field is a custom field, whose name depends on <c>useOriginalUfNames</c>.</summary>
    public static bool IsCustom(string code) => code.StartsWith(CustomPrefix, StringComparison.Ordinal);

    /// <summary>Gets the name of a field, unless the entity renames it: see <see cref="ToCamelCase"/> and <see cref="ForCustomField"/>.</summary>
    public static string GetName(string code) => IsCustom(code) ? ForCustomField(code) : ToCamelCase(code);

    /// <summary>Converts a code to camel case: <c>SOURCE_ID</c> becomes <c>sourceId</c>.</summary>
    public static string ToCamelCase(string code)
    {
        var name = new StringBuilder();
        foreach (string word in code.Split('_'))
        {
            name.Append(name.Length == 0 || word.Length == 0 ? word.ToLowerInvariant() : word[0] + word.Substring(1).ToLowerInvariant());
        }

        return name.ToString();
    }

    /// <summary>Gets the name of a custom field in a call without <c>useOriginalUfNames</c>.</summary>
    /// <param name="code">The code, which starts with <see cref="CustomPrefix"/>.</param>
    /// <remarks>
    /// A code consists of the prefix, an optional entity number and a suffix. A suffix without digits becomes camel case. A suffix of digits
    /// that follows an entity number stays the same: <c>UF_CRM_5_1712</c> becomes <c>ufCrm5_1712</c>. In all other cases, only the prefix changes.
    /// </remarks>
    public static string ForCustomField(string code)
    {
        string rest = code.Substring(CustomPrefix.Length);
        int digits = rest.TakeWhile(char.IsDigit).Count();
        string number = digits > 0 && digits + 1 < rest.Length && rest[digits] == '_' ? rest.Substring(0, digits) : "";
        string tail = number.Length == 0 ? rest : rest.Substring(digits + 1);
        return !tail.Any(char.IsDigit) ? $"ufCrm{number}{ToCamelCase("x_" + tail).Substring(1)}"
            : number.Length > 0 && tail.All(char.IsDigit) ? $"ufCrm{number}_{tail}"
            : "ufCrm_" + rest;
    }
}
