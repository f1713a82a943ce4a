using System.Text.Json.Serialization;

namespace LeadGen;

/// <summary>Represents the values of a new record. This is the base class of the generated draft.</summary>
/// <remarks>A field without a value is not sent, and the portal uses the field's default. A draft is not thread-safe.</remarks>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-add.html"/>
[JsonConverter(typeof(NotSerializableConverter))]
public abstract class CrmDraft : CrmValues
{
    /// <summary>Initializes a draft without values.</summary>
    /// <param name="entity">The entity of the CRM.</param>
    /// <param name="fields">The fields that methods find by their indexes. Only generated code calls these methods.</param>
    protected CrmDraft(CrmEntity entity, CrmFieldSet? fields = null)
        : base(entity, fields)
    {
    }

    internal void RecordFile(CrmField field, CrmFileContent file)
    {
        if ((field.Flags & CrmFieldFlags.ReadOnly) != 0)
        {
            throw new CrmValueException(field, "the field is read-only, and a portal ignores files for it");
        }

        FileChange[] changes = [.. Changes.OfType<FileChange>()];
        FileChange? earlier = (field.Flags & CrmFieldFlags.Multiple) == 0 ? null : Array.Find(changes, c => c.Field.Code == field.Code);
        CrmFileContent[] files = [.. earlier?.Files ?? [], file];
        if (CrmFileContent.GetLengthError(changes.Where(c => c.Field.Code != field.Code).SelectMany(static c => c.Files).Concat(files)) is { } error)
        {
            throw new CrmValueException(field, error);
        }

        Set(new FileChange(field, files));
    }

    /// <summary>Returns the codes of the fields that have values. The text contains no values and can be logged.</summary>
    public override string ToString() => $"new {Entity.Name}: {base.ToString()}";
}
