using System.ComponentModel;
using LeadGen.Schema.Kinds;
using LeadGen.Wire;

namespace LeadGen;

/// <summary>A field of a portal's leads: its code, and how its values go over the wire. Generated from the portal's schema.</summary>
public abstract class CrmField : IFieldName
{
    /// <summary>The codes of a lead's first contact and of all its contacts. Writing either of them replaces all contacts.</summary>
    internal const string ContactCode = "CONTACT_ID", ContactsCode = "CONTACT_IDS";

    private byte[]? _jsonName;
    private byte[]? _rowName;

    private protected CrmField(string code, string label, string portalType, CrmFieldFlags flags, ClearForm clear, int? precision)
    {
        Code = code;
        Label = label;
        PortalType = portalType;
        Flags = flags;
        Clear = clear;
        Capacity = FieldCapacity.Of(code, portalType, (flags & CrmFieldFlags.Custom) != 0, precision);
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

    /// <summary>Gets the values that a portal can store in the field; <see langword="null"/> if they do not depend on the field.</summary>
    internal FieldCapacity? Capacity { get; }

    /// <summary>Whether an update can change the field on its own.</summary>
    public bool IsUpdatable => (Flags & (CrmFieldFlags.ReadOnly | CrmFieldFlags.Immutable | CrmFieldFlags.NotUpdatable)) == 0;

    /// <summary>Gets whether the portal accepts the field but never returns it.</summary>
    internal bool IsWriteOnly => (Flags & CrmFieldFlags.WriteOnly) != 0;

    /// <summary>Gets whether the portal filters by the field.</summary>
    internal bool IsFilterable => (Flags & CrmFieldFlags.NotFilterable) == 0;

    /// <summary>Gets whether an administrator can remove the field or hide it from users: a custom field, or the link to a smart process.</summary>
    internal bool IsRemovable => (Flags & CrmFieldFlags.Custom) != 0 || Code.StartsWith("PARENT_ID_", StringComparison.Ordinal);

    /// <summary>Whether an update or a new lead can write the field at all: parts of the address are not written alone, but they are.</summary>
    internal bool IsWritten => (Flags & (CrmFieldFlags.ReadOnly | CrmFieldFlags.NotUpdatable)) == 0 || Clear != ClearForm.None || Code == ContactCode;

    /// <summary>The items of a list field, by id and C# name; <see langword="null"/> for other fields.</summary>
    internal abstract IReadOnlyList<(long Id, string Name)>? Items { get; }

    byte[] IFieldName.JsonName => _jsonName ??= JsonWireWriter.NameOf(Code);

    byte[] IFieldName.RowName => _rowName ??= RowWireWriter.NameOf(Code);

    /// <summary>Gets what the field writes: a portal changes all parts of an address together, and both fields of the contacts.</summary>
    internal string Data => DataOf(Code);

    /// <inheritdoc cref="Data"/>
    internal static string DataOf(string code) =>
        code.StartsWith("ADDRESS", StringComparison.Ordinal) ? "ADDRESS" : code is ContactCode or ContactsCode ? ContactsCode : code;

    /// <summary>Describes a field by code and label, in one line.</summary>
    internal static string Describe(string code, string label) => label == code ? ShownAs(code) : $"{ShownAs(code)} ({ShownAs(label)})";

    /// <summary>Gets a portal's text in one line of a log: people put line breaks and whole sentences into labels.</summary>
    internal static string ShownAs(string text) => OneLine.Of(text, 60);

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

    /// <summary>Calls the method of the visitor for the type of the field.</summary>
    internal abstract void Accept(ICrmFieldVisitor visitor);
}

/// <summary>A field whose values are <typeparamref name="T"/>.</summary>
/// <typeparam name="T">The type of the value; a list for a multiple field.</typeparam>
public class CrmField<T> : CrmField
{
    /// <summary>Describes a field. Called by generated code.</summary>
    /// <param name="code">The code.</param>
    /// <param name="label">The label.</param>
    /// <param name="portalType">The portal's name of the type.</param>
    /// <param name="flags">The flags.</param>
    /// <param name="clear">What an update sends to empty the field.</param>
    /// <param name="format">The wire format.</param>
    /// <param name="precision">The number of decimal places that the portal stores; <see langword="null"/> if it is unknown or the field is not a custom number.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public CrmField(string code, string label, string portalType, CrmFieldFlags flags, ClearForm clear, WireFormat<T> format, int? precision = null)
        : base(code, label, portalType, flags, clear, precision) => Format = format;

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
            : Format.GetValidationError(value) ?? Format.GetCapacityError(value, Capacity);
        if (validationError is not null)
        {
            throw new CrmValueException(this, validationError);
        }
    }

    internal override void Accept(ICrmFieldVisitor visitor) => visitor.Visit(this);

    /// <summary>Gets whether the entries of a value know where they were read from.</summary>
    internal virtual bool HasEntries => false;

    /// <summary>Marks the entries of a value that was read with their origin: without it, an update can't change or remove them.</summary>
    internal virtual T MarkOrigin(T value, object? origin) => value;
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

    internal override void Accept(ICrmFieldVisitor visitor) => visitor.VisitEntries(this);

    internal override bool HasEntries => true;

    internal override IReadOnlyList<MultiFieldEntry<TType>> MarkOrigin(IReadOnlyList<MultiFieldEntry<TType>> value, object? origin)
    {
        var entries = new MultiFieldEntry<TType>[value.Count];
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = value[i] with { Origin = origin };
        }

        return Array.AsReadOnly(entries);
    }
}
