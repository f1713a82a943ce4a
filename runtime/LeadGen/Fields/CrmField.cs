using System.ComponentModel;
using LeadGen.Schema.Kinds;
using LeadGen.Wire;

namespace LeadGen;

/// <summary>Describes a field of a portal's records: its code and the format of its values. Instances are generated from the portal's schema.</summary>
public abstract class CrmField : IFieldName
{
    private string? _itemName;
    private byte[]? _jsonName;
    private byte[]? _rowName;

    private protected CrmField(string code, string label, string portalType, CrmFieldFlags flags, ClearForm clear, int? precision, string? itemName)
    {
        _itemName = itemName;
        Code = code;
        Label = label;
        PortalType = portalType;
        Flags = flags;
        Clear = clear;
        Capacity = FieldCapacity.Get(code, Type, (flags & CrmFieldFlags.Custom) != 0, precision);
        Hash = code.GetHashCode(StringComparison.Ordinal);
    }

    /// <summary>Gets the portal's code of the field: <c>TITLE</c>, <c>UF_CRM_1699887766</c>.</summary>
    public string Code { get; }

    /// <summary>
    /// Gets the name of the field in <c>crm.item.*</c>, without <c>useOriginalUfNames</c>: <c>title</c>, <c>ufCrm_1699887766</c>. The multi-value
    /// fields are parts of <c>fm</c> there, and do not have separate names.
    /// </summary>
    /// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/universal/index.html"/>
    public string ItemName => _itemName ??= IsCustom && !ItemFieldNames.IsCustom(Code) ? Code : ItemFieldNames.GetName(Code);

    /// <summary>Gets the name of the field in calls of <c>crm.item.*</c> with <c>useOriginalUfNames</c>, in which custom fields have their codes as names.</summary>
    internal string OriginalItemName => IsCustom ? Code : ItemName;

    /// <summary>Gets the label of the field, in the language of the user who saved the schema.</summary>
    public string Label { get; }

    /// <summary>Gets the portal's name of the type: <c>string</c>, <c>crm_status</c>, ….</summary>
    public string PortalType { get; }

    internal FieldType Type => new(PortalType);

    /// <summary>Gets the properties of the field.</summary>
    public CrmFieldFlags Flags { get; }

    /// <summary>Gets what an update sends to empty the field.</summary>
    public ClearForm Clear { get; }

    /// <summary>Gets the values that a portal can store in the field; <see langword="null"/> if they do not depend on the field.</summary>
    internal FieldCapacity? Capacity { get; }

    /// <summary>Gets whether an update can change the field without other fields.</summary>
    public bool IsUpdatable => (Flags & (CrmFieldFlags.ReadOnly | CrmFieldFlags.Immutable | CrmFieldFlags.NotUpdatable)) == 0;

    /// <summary>Gets whether the portal accepts the field but never returns it.</summary>
    internal bool IsWriteOnly => (Flags & CrmFieldFlags.WriteOnly) != 0;

    /// <summary>Gets whether the portal filters by the field.</summary>
    internal bool IsFilterable => (Flags & CrmFieldFlags.NotFilterable) == 0;

    /// <summary>Gets whether only <c>crm.item.*</c> has the field.</summary>
    internal bool IsItemOnly => (Flags & CrmFieldFlags.ItemOnly) != 0;

    /// <summary>Gets whether an administrator can remove the field or hide it from users: a custom field, or the link to a smart process.</summary>
    internal bool IsRemovable => IsCustom || IsParent;

    /// <summary>Gets whether the field is a custom field.</summary>
    internal bool IsCustom => (Flags & CrmFieldFlags.Custom) != 0;

    /// <summary>Gets whether the field is the link to a smart process.</summary>
    internal bool IsParent => Code.StartsWith("PARENT_ID_", StringComparison.Ordinal);

    /// <summary>Gets the items of a list field by ID and C# name; <see langword="null"/> for other fields.</summary>
    internal abstract IReadOnlyList<(long Id, string Name)>? Items { get; }

    byte[] IFieldName.JsonName => _jsonName ??= JsonWireWriter.GetName(Code);

    byte[] IFieldName.RowName => _rowName ??= RowWireWriter.GetName(Code);

    /// <summary>Describes a field by code and label, in one line.</summary>
    internal static string Describe(string code, string label) => label == code ? ToShortText(code) : $"{ToShortText(code)} ({ToShortText(label)})";

    /// <summary>Gets a portal's text in one short line, because labels can contain line breaks and whole sentences.</summary>
    internal static string ToShortText(string text) => OneLine.Format(text, 60);

    /// <summary>Gets the hash of the code.</summary>
    internal int Hash { get; }

    /// <summary>Gets or sets the field's index in the first <see cref="CrmFieldSet"/> that contains it, so that it is found there without its code; -1 if no set contains it.</summary>
    internal int Ordinal { get; set; } = -1;

    /// <summary>Gets the name of the property of the field in generated code; <see langword="null"/> if the field is not generated.</summary>
    internal string? Name { get; init; }

    /// <summary>Returns the code of the field.</summary>
    public override string ToString() => Code;

    /// <summary>Calls the method of the visitor for the type of the field.</summary>
    internal abstract void Accept(ICrmFieldVisitor visitor);
}

/// <summary>Describes a field with values of type <typeparamref name="T"/>.</summary>
/// <typeparam name="T">The type of the value; a list for a multiple field.</typeparam>
public class CrmField<T> : CrmField
{
    private readonly FieldLimits? _limits;

    /// <summary>Initializes a field. Called by generated code.</summary>
    /// <param name="code">The code.</param>
    /// <param name="label">The label.</param>
    /// <param name="portalType">The portal's name of the type.</param>
    /// <param name="flags">The flags.</param>
    /// <param name="clear">What an update sends to empty the field.</param>
    /// <param name="format">The wire format.</param>
    /// <param name="precision">The number of decimal places that the portal stores; <see langword="null"/> if it is unknown or the field is not a custom number.</param>
    /// <param name="itemName">The name of the field in <c>crm.item.*</c>; <see langword="null"/> if it follows from the code.</param>
    /// <param name="limits">The values that the settings of the field permit; <see langword="null"/> if they permit all.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public CrmField(
        string code, string label, string portalType, CrmFieldFlags flags, ClearForm clear, WireFormat<T> format, int? precision = null, string? itemName = null,
        CrmFieldLimits? limits = null)
        : base(code, label, portalType, flags, clear, precision, itemName)
    {
        Format = format;
        _limits = limits?.Values;
    }

    internal WireFormat<T> Format { get; }

    internal override IReadOnlyList<(long Id, string Name)>? Items => Format.Items;

    /// <exception cref="CrmValueException">A portal would lose or misread the value, or the settings of the field do not permit it.</exception>
    internal void Check(T value, bool isNewRecord)
    {
        string? validationError = value is null ? isNewRecord ? "it is null; leave the field out"
                : Clear == ClearForm.None ? "it is null, and a portal can't empty this field; leave the field out to keep its value"
                : "it is null; leave the field out to keep its value, or call its Clear method to empty it"
            : Clear == ClearForm.None && (Format.IsEmpty(value) || value is string text && PhpText.IsBlank(text))
                ? "it is blank, and a portal ignores a blank value of this field"
            : Format.GetValidationError(value) ?? Format.GetCapacityError(value, Capacity)
                ?? (_limits is null ? null : Format.GetLimitError(value, _limits, isElement: false));
        if (validationError is not null)
        {
            throw new CrmValueException(this, validationError);
        }
    }

    internal override void Accept(ICrmFieldVisitor visitor) => visitor.Visit(this);

    /// <summary>Gets whether the value is a list of entries, which store where they were read from.</summary>
    internal virtual bool HasEntries => false;

    /// <summary>Adds the origin to the entries of a value that was read. Without it, an update can't change or remove them.</summary>
    internal virtual T MarkOrigin(T value, object? origin) => value;
}

/// <summary>Describes a multi-value field, whose entries have separate IDs: PHONE, EMAIL, WEB, IM.</summary>
/// <typeparam name="TType">The .NET type of the entries' <c>Type</c>, such as <see cref="PhoneType"/>.</typeparam>
public sealed class CrmMultiField<TType> : CrmField<IReadOnlyList<MultiFieldEntry<TType>>>
    where TType : MultiFieldType<TType>, new()
{
    /// <summary>Initializes a field. Called by generated code.</summary>
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
