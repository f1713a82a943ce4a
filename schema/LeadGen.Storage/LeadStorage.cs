using System.Text;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;

namespace LeadGen.Storage;

/// <summary>Simulates how a portal stores the value of a field. Used by the emulator and the analyzers.</summary>
public static class LeadStorage
{
    /// <summary>Gets the reason why a portal ignores every write to a field of an existing lead, or <see langword="null"/> if it does not.</summary>
    public static string? GetIgnoredReason(FieldSchema field) =>
        EntitySchema.Lead.IsReadOnly(field) ? "read-only"
        : field.IsImmutable ? "immutable: it is set when a lead is created"
        : null;

    /// <summary>Gets the value that the portal stores. Entries of a multi-value field are returned as sent; the caller merges them.</summary>
    public static Stored Store(FieldSchema field, PhpValue sent, PortalClock clock)
    {
        if (field.Type.IsMultiField)
        {
            return !sent.IsArray ? Stored.Drop("a multi-value field expects a list of entries and ignores anything else")
                : sent.Entries.Count == 0 ? Stored.Drop("an empty list changes no entry")
                : Stored.Keep(sent);
        }

        return field.IsMultiple ? StoreList(field, sent, clock) : StorageRules.Get(field).Store(field, sent, clock);
    }

    /// <summary>
    /// Gets the problem with a value that the settings of a field do not permit, and the requirement; <see langword="null"/> if they permit it. A
    /// portal rejects such a value if it checks custom fields, and otherwise stores it unchanged.
    /// </summary>
    public static (string Problem, string Requirement)? CheckLimits(FieldSchema field, PhpValue sent)
    {
        if (EntitySchema.GetLimits(field) is not { } limits)
        {
            return null;
        }

        IEnumerable<string?> texts = field.IsMultiple ? sent.Entries.Select(static e => e.Value.Text) : [sent.Text];
        return texts.Select(t => t is null ? null : limits.Check(t, field.IsMultiple)).FirstOrDefault(static e => e is not null);
    }

    private static Stored StoreList(FieldSchema field, PhpValue sent, PortalClock clock)
    {
        FieldKind kind = FieldKinds.Get(field);
        if (field.Type == FieldType.File && sent.Find("fileData") is not null)
        {
            // A multiple field also stores a single file. See https://apidocs.bitrix24.com/tutorials/crm/how-to-add-crm-objects/how-to-add-lead-with-files.html.
            sent = PhpValue.List([sent]);
        }

        if (!sent.IsArray && sent.Text != "")
        {
            return Stored.Drop(sent.IsNull ? "null does not change a multiple field" : "a multiple field expects a list and ignores a single value");
        }

        // A list that contains only empty values clears the field. Otherwise, empty values are removed.
        PhpValue[] given = sent.Entries.Select(static e => e.Value).Where(static v => !v.IsNull && v.Text != "").ToArray();
        FieldCapacity? capacity = EntitySchema.GetCapacity(field);
        PhpValue[] items = kind == FieldKinds.Raw || capacity?.IsZeroDropped == true ? given.Where(static v => !IsEmpty(v)).ToArray() : given;
        string? zeroError = items.Length < given.Length ? FieldCapacity.ZeroError : null;
        if (items.Length == 0)
        {
            return zeroError is not null ? Stored.Change(PhpValue.EmptyArray, zeroError)
                : field.Code == EntitySchema.Lead.ContactsCode ? Stored.Drop($"a list without contacts removes none; use {EntitySchema.Lead.Method("contact.items.delete")}")
                : sent.IsArray && kind.Clear.Multiple == ClearForm.EmptyText
                    ? Stored.Drop("a list without dates does not change the field; \"\" clears it")
                : Stored.Keep(PhpValue.EmptyArray);
        }

        Stored[] stored = items.Select(item => StorageRules.Get(field).Store(field, item, clock)).ToArray();
        PhpValue[] kept = stored.Select(static s => s.Value).Where(static v => v is { IsNull: false } && v.Text != "").ToArray()!;
        string[] remarks = stored.Select(static s => s.Remark).Append(zeroError).Where(static r => r is not null).ToArray()!;
        string? remark = remarks.Length == 0 ? null : string.Join("; ", remarks);
        return kept.Length == 0 && remark is not null ? Stored.Drop(remark)
            : capacity?.GetListError(kept.Select(static v => Encoding.UTF8.GetByteCount(v.Text ?? v.ToString()))) is { } error ? Stored.Change(PhpValue.EmptyArray, error)
            : new Stored(PhpValue.List(kept), remark);
    }

    // PHP's empty(), for the elements of a list.
    private static bool IsEmpty(PhpValue value) => value.IsArray ? value.Entries.All(static e => IsEmpty(e.Value)) : value.Text is null or "" or "0" or "-0";
}
