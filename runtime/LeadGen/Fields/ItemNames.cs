using System.Collections.Frozen;
using LeadGen.Schema.Kinds;

namespace LeadGen;

/// <summary>Maps the names that <c>crm.item.*</c> uses to the codes of fields.</summary>
/// <param name="fields">The fields.</param>
/// <param name="isSelection">Whether all other fields of an item are ignored. Otherwise they keep their names, which are codes or unknown names.</param>
internal sealed class ItemNames(IEnumerable<CrmField> fields, bool isSelection = false)
{
    /// <summary>The name of all multi-value fields together.</summary>
    public const string Entries = "fm";

    internal const string IdCode = "ID";

    private FrozenDictionary<string, string>? _codes;

    /// <summary>Gets the codes of the multi-value fields.</summary>
    public IEnumerable<string> MultiFields => fields.Where(static f => f.Type.IsMultiField).Select(static f => f.Code);

    /// <summary>Gets whether all other fields of an item are ignored.</summary>
    public bool IsSelection => isSelection;

    // Items have a member 'address' that is always null, although the lead has an address.
    // If two custom fields have the same name, a portal uses it for one of them and the code for the other. The schema does not show which.
    private FrozenDictionary<string, string> Codes => _codes ??= fields
        .Where(static f => !f.Type.IsMultiField && !CrmAddress.IsPart(f.Code))
        .Select(static f => (f.ItemName, f.Code))
        .Append((ItemName: ItemFieldNames.ToCamelCase(IdCode), Code: IdCode))
        .Distinct()
        .GroupBy(static name => name.ItemName, StringComparer.Ordinal)
        .Where(static group => !group.Skip(1).Any())
        .ToFrozenDictionary(static group => group.Key, static group => group.First().Code, StringComparer.Ordinal);

    /// <summary>Gets whether the name of a field identifies it.</summary>
    public bool IsUnique(CrmField field) => Find(field.ItemName) == field.Code;

    /// <summary>Gets the code of the field with a name, or the name itself if it is unknown; <see langword="null"/> if the field is ignored.</summary>
    public string? Find(string name) => Codes.TryGetValue(name, out string? code) ? code : isSelection ? null : name;
}
