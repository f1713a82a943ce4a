using System.ComponentModel;
using LeadGen.Schema.Kinds;
using LeadGen.Wire;

namespace LeadGen;

/// <summary>A field of a portal's leads: its code, and how its values go over the wire. Generated from the portal's schema.</summary>
public abstract class CrmField
{
    /// <summary>The codes of a lead's first contact and of all its contacts. Writing either of them replaces all contacts.</summary>
    internal const string ContactCode = "CONTACT_ID", ContactsCode = "CONTACT_IDS";

    private byte[]? _jsonName;
    private byte[]? _rowName;

    private protected CrmField(string code, string label, string portalType, CrmFieldFlags flags, ClearForm clear)
    {
        Code = code;
        Label = label;
        PortalType = portalType;
        Flags = flags;
        Clear = clear;
        Hash = code.GetHashCode(StringComparison.Ordinal);
    }

    /// <summary>The code that the portal knows the field by: <c>TITLE</c>, <c>UF_CRM_1699887766</c>.</summary>
    public string Code { get; }

    /// <summary>What people call the field, in the language of the user who saved the schema.</summary>
    public string Label { get; }

    /// <summary>The portal's name of the type: <c>string</c>, <c>crm_status</c>, ….</summary>
    public string PortalType { get; }

    /// <summary>What the portal says of the field.</summary>
    public CrmFieldFlags Flags { get; }

    /// <summary>What an update sends to empty the field.</summary>
    public ClearForm Clear { get; }

    /// <summary>Whether an update can change the field on its own.</summary>
    public bool IsUpdatable => (Flags & (CrmFieldFlags.ReadOnly | CrmFieldFlags.Immutable | CrmFieldFlags.NotUpdatable)) == 0;

    /// <summary>Gets whether the portal accepts the field but never returns it.</summary>
    internal bool IsWriteOnly => (Flags & CrmFieldFlags.WriteOnly) != 0;

    /// <summary>Gets whether the portal filters by the field.</summary>
    internal bool IsFilterable => (Flags & CrmFieldFlags.NotFilterable) == 0;

    /// <summary>Whether an update or a new lead can write the field at all: parts of the address are not written alone, but they are.</summary>
    internal bool IsWritten => (Flags & (CrmFieldFlags.ReadOnly | CrmFieldFlags.NotUpdatable)) == 0 || Clear != ClearForm.None || Code == ContactCode;

    /// <summary>The items of a list field, by id and C# name; <see langword="null"/> for other fields.</summary>
    internal abstract IReadOnlyList<(long Id, string Name)>? Items { get; }

    /// <summary>The code as the name of a member of a JSON object: <c>"TITLE":</c>.</summary>
    internal byte[] JsonName => _jsonName ??= JsonWireWriter.NameOf(Code);

    /// <summary>The code as a key of a row: <c>%5BTITLE%5D</c>.</summary>
    internal byte[] RowName => _rowName ??= RowWireWriter.NameOf(Code);

    /// <summary>Gets what the field writes: a portal changes all parts of an address together, and both fields of the contacts.</summary>
    internal string Data => DataOf(Code);

    /// <inheritdoc cref="Data"/>
    internal static string DataOf(string code) =>
        code.StartsWith("ADDRESS", StringComparison.Ordinal) ? "ADDRESS" : code is ContactCode or ContactsCode ? ContactsCode : code;

    /// <summary>A hash of the code.</summary>
    internal int Hash { get; }

    /// <summary>Gets the field's place in the first <see cref="CrmFieldSet"/> that has it, so that the field is found there without its code; -1 before.</summary>
    internal int Ordinal { get; set; } = -1;

    /// <summary>The field's code.</summary>
    public override string ToString() => Code;

    /// <summary>Publishes a field that is made at first use, so that all threads see the same one.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static TField Publish<TField>(ref TField? place, TField made)
        where TField : CrmField => Interlocked.CompareExchange(ref place, made, null) ?? made;

    /// <summary>
    /// Records the change of this field from <paramref name="before"/> to <paramref name="after"/>. The field is known in
    /// <paramref name="after"/>; if it is unknown in <paramref name="before"/>, it was assigned in <paramref name="after"/>.
    /// </summary>
    internal abstract void RecordDifference(CrmRecord before, CrmRecord after, CrmUpdate into);
}

/// <summary>A field whose values are <typeparamref name="T"/>.</summary>
/// <typeparam name="T">The type of the value; a list for a multiple field.</typeparam>
public class CrmField<T> : CrmField
{
    /// <summary>Describes a field. Called by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public CrmField(string code, string label, string portalType, CrmFieldFlags flags, ClearForm clear, WireFormat<T> format)
        : base(code, label, portalType, flags, clear) => Format = format;

    internal WireFormat<T> Format { get; }

    internal override IReadOnlyList<(long Id, string Name)>? Items => Format.Items;

    /// <exception cref="CrmValueException">A portal would lose or misread the value.</exception>
    internal void Check(T value, bool isNewRecord)
    {
        string? validationError = value is null ? isNewRecord ? "it is null; leave the field out"
                : Clear == ClearForm.None ? "it is null, and a portal can't empty this field; leave the field out to keep its value"
                : "it is null; leave the field out to keep its value, or call its Clear method to empty it"
            : Clear == ClearForm.None && (Format.IsEmpty(value) || value is string text && PhpText.IsBlank(text))
                ? "it is blank, and a portal ignores a blank value of this field"
            : Format.GetValidationError(value);
        if (validationError is not null)
        {
            throw new CrmValueException(this, validationError);
        }
    }

    internal override void RecordDifference(CrmRecord before, CrmRecord after, CrmUpdate into)
    {
        bool has = after.TryGet(this, out T? now) && !Format.IsEmpty(now!);
        bool isSame;
        try
        {
            bool had = before.TryGet(this, out T? old) && !Format.IsEmpty(old!);
            isSame = has ? had && Format.Same(old!, now!) : !had && before.IsKnown(this);
        }
        catch (CrmFieldFormatException) when (after.IsAssigned(this))
        {
            // The assigned value replaces the value that can't be read.
            isSame = false;
        }

        if (!isSame && has)
        {
            into.AddSet(this, now!);
        }
        else if (!isSame)
        {
            into.AddClear(this);
        }
    }

    /// <summary>Reads the value from the JSON that a portal returned for a lead.</summary>
    /// <exception cref="FormatException">The JSON is not a value of this type.</exception>
    internal virtual bool TryRead(ReadOnlySpan<byte> json, CrmRecord lead, out T value) => Format.TryRead(json, out value);
}

/// <summary>A field whose entries have ids of their own: PHONE, EMAIL, WEB, IM.</summary>
/// <typeparam name="TType">The kinds of an entry.</typeparam>
public sealed class CrmMultiField<TType> : CrmField<IReadOnlyList<MultiFieldEntry<TType>>>
    where TType : struct, ICode<TType>
{
    /// <summary>Describes a field. Called by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public CrmMultiField(string code, string label, string portalType, CrmFieldFlags flags)
        : base(code, label, portalType, flags, ClearForm.None, WireFormat.ListOf(WireFormat.MultiField<TType>()))
    {
    }

    internal override void RecordDifference(CrmRecord before, CrmRecord after, CrmUpdate into)
    {
        if (!before.IsKnown(this))
        {
            throw CrmUpdate.EntriesNotRead(this);
        }

        before.TryGetRead(this, out IReadOnlyList<MultiFieldEntry<TType>>? old);
        after.TryGet(this, out IReadOnlyList<MultiFieldEntry<TType>>? now);
        if (!(old ?? []).SequenceEqual(now ?? []))
        {
            into.AddReplace(this, old ?? [], now ?? [], after.AssignmentOf(this));
        }
    }

    internal override bool TryRead(ReadOnlySpan<byte> json, CrmRecord lead, out IReadOnlyList<MultiFieldEntry<TType>> value)
    {
        if (!base.TryRead(json, lead, out value))
        {
            return false;
        }

        var entries = new MultiFieldEntry<TType>[value.Count];
        EntryOrigin? origin = entries.Length > 0 && lead.ReadOrigin is { } read ? new EntryOrigin(read, Code) : null;
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = value[i] with { Origin = origin };
        }

        value = Array.AsReadOnly(entries);
        return true;
    }
}
