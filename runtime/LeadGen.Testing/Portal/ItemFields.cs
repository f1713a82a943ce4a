using LeadGen.Schema;
using LeadGen.Schema.Kinds;

namespace LeadGen.Testing.Portal;

/// <summary>Maps the names that <c>crm.item.*</c> uses to the fields of leads. Multi-value fields are entries of <c>fm</c>, and items have no address parts.</summary>
/// <remarks>See https://apidocs.bitrix24.com/api-reference/crm/universal/object-fields.html.</remarks>
internal sealed class ItemFields
{
    /// <summary>The name of all multi-value fields together.</summary>
    public const string MultiFieldsName = "fm";

    private readonly Dictionary<string, FieldSchema> _byName = new(StringComparer.Ordinal);

    /// <summary>Initializes the map.</summary>
    /// <param name="schema">The schema of the portal.</param>
    /// <param name="usesOriginalNames">Whether the call has <c>useOriginalUfNames</c>, so that custom fields keep their codes.</param>
    public ItemFields(PortalSchema schema, bool usesOriginalNames)
    {
        foreach (FieldSchema field in schema.AllFields.Where(static f => !f.Type.IsMultiField && !EntitySchema.Lead.IsAddress(f.Code)))
        {
            string name = !IsCustom(field) ? EntitySchema.Lead.GetItemName(field.Code) : usesOriginalNames ? field.Code : field.ItemName ?? ItemFieldNames.ForCustomField(field.Code);

            // A custom field whose name is in use keeps its code.
            if (!_byName.TryAdd(name, field))
            {
                _byName.TryAdd(field.Code, field);
            }
        }
    }

    /// <summary>Gets the fields by name, in the order of the schema.</summary>
    public IReadOnlyDictionary<string, FieldSchema> ByName => _byName;

    /// <summary>Returns the field with a name; <see langword="null"/> if there is none.</summary>
    public FieldSchema? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Returns whether the name of the field depends on <c>useOriginalUfNames</c>.</summary>
    public static bool IsCustom(FieldSchema field) => ItemFieldNames.IsCustom(field.Code);
}
