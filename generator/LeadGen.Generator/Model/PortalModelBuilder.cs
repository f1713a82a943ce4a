using System.Globalization;
using LeadGen.Generator.Emit;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using LeadGen.Schema.Naming;

namespace LeadGen.Generator.Model;

/// <summary>Creates the model of a portal from its schema, the table of kinds and the names.</summary>
internal sealed class PortalModelBuilder(PortalSchema schema, PortalNames names, string @namespace, string className)
{
    private readonly bool _hasAddress = EntitySchema.Lead.HasAddress(schema);

    public PortalModel Build() => new(
        new PortalTypes(@namespace, className),
        SchemaHash.Compute(schema),
        schema.AllFields.Select(ToField).ToEquatableArray(),
        schema.AllFields.Select(static (f, i) => (f, i)).Where(static x => x.f.Type.IsEnumeration).Select(x => ToEnumeration(x.f, x.i)).ToEquatableArray(),
        schema.Fields
            .Where(static f => f is { Type.IsStatusList: true, StatusType: not null })
            .Select(static f => f.StatusType!)
            .Distinct()
            .OrderBy(static d => d, StringComparer.Ordinal)
            .Select(ToStatus)
            .ToEquatableArray());

    private FieldModel ToField(FieldSchema field)
    {
        FieldKind kind = FieldKinds.Get(field);
        bool isMultiField = field.Type.IsMultiField;
        string generatedType = isMultiField ? EntitySchema.Lead.MultiFieldType(field.Code)
            : field.Type.IsEnumeration ? Global(names.GetEnumerationName(field.Code))
            : kind.ClrType == "{0}" ? Global(names.GetDictionaryName(field.StatusType!))
            : "";
        FieldRole draftRole = EntitySchema.Lead.GetDraftRole(field, _hasAddress);
        FieldLimits? limits = draftRole == FieldRole.ReadOnly ? null : EntitySchema.GetLimits(field);
        return new FieldModel
        {
            Code = field.Code,
            Name = names.GetFieldName(field.Code),
            FormerName = names.GetFormerFieldName(field.Code) ?? "",
            Label = field.Label,
            PortalType = field.Type.Name,
            Role = EntitySchema.Lead.GetRole(field, _hasAddress),
            DraftRole = draftRole,
            ItemType = kind.ClrType.Replace("{0}", generatedType),
            IsClass = kind.IsClass,
            Format = EntitySchema.Lead.IsHtml(field) ? "Html" : kind.Format.Replace("{0}", generatedType),
            IgnoresUnknownCodes = field is { Type.IsStatusList: true, StatusType: not null } && EntitySchema.Lead.IgnoresUnknownCodes(field.Code),
            IsMultiple = field.IsMultiple || isMultiField,
            EntryType = isMultiField ? generatedType : "",
            Clear = EntitySchema.Lead.GetClearForm(field).ToString(),
            ItemName = field.ItemName ?? (EntitySchema.Lead.RenamedItemFields.TryGetValue(field.Code, out string? itemName) ? itemName : null),
            Precision = field.IsDynamic && kind.Limits.HasFlag(ValueLimits.Precision) ? field.Settings.Precision : null,
            Limits = limits is null or { Pattern.IsSupported: true } ? "" : Describe(limits),
            Pattern = limits is { Pattern: { IsSupported: true } pattern }
                ? string.Format(CultureInfo.InvariantCulture, "{0}, {1}, {2}", Text.Literal(pattern.Text), limits.MinLength, limits.MaxLength)
                : "",
            Items = field.Type.IsEnumeration ? GetItems(field) : default,
            Flags = GetFlags(field, draftRole).ToEquatableArray(),
            IsReturned = !EntitySchema.Lead.IsWriteOnly(field.Code),
            Description = EntitySchema.Lead.GetDescription(field),
            Permitted = PermittedBy(field).ToEquatableArray(),
            IsDeprecated = field.IsDeprecated,
        };
    }

    private static string Describe(FieldLimits limits)
    {
        (string Name, decimal Limit)[] members =
            [("minLength", limits.MinLength), ("maxLength", limits.MaxLength), ("minValue", limits.MinValue), ("maxValue", limits.MaxValue)];
        return string.Join(",", members.Where(static m => m.Limit != 0).Select(static m => string.Format(CultureInfo.InvariantCulture, "\"{0}\":{1}", m.Name, m.Limit)));
    }

    private static IEnumerable<string> GetFlags(FieldSchema field, FieldRole draftRole)
    {
        (bool IsSet, string Name)[] flags =
        [
            (field.IsRequired, "Required"),
            (field.IsReadOnly, "ReadOnly"),
            (field.IsImmutable, "Immutable"),
            (field.IsMultiple || field.Type.IsMultiField, "Multiple"),
            (field.IsDynamic, "Custom"),
            (field.IsDeprecated, "Deprecated"),
            ((!field.IsReadOnly && draftRole is FieldRole.ReadOnly or FieldRole.AddressPart) || field.Code == EntitySchema.Lead.ContactCode, "NotUpdatable"),
            (EntitySchema.Lead.IsWriteOnly(field.Code), "WriteOnly"),
            (!EntitySchema.Lead.CanFilter(field.Code), "NotFilterable"),
            (field.IsItemOnly, "ItemOnly"),
        ];
        return flags.Where(static f => f.IsSet).Select(static f => f.Name);
    }

    private IEnumerable<string> PermittedBy(FieldSchema field) => EntitySchema.DescribeLimits(field)
        .Concat(field.Items.Select(static i => string.Format(CultureInfo.InvariantCulture, "{0} = {1}", i.Id, i.Value)))
        .Concat((schema.FindDictionary(field.StatusType)?.Values ?? default).Select(static v => $"{v.Code} = {v.Name}"));

    private EnumerationModel ToEnumeration(FieldSchema field, int index) => new(
        names.GetEnumerationName(field.Code),
        names.GetFormerEnumerationName(field.Code) ?? "",
        names.GetFieldName(field.Code),
        index,
        field.Items.Any(static i => i.Id is > int.MaxValue or < int.MinValue),
        GetItems(field));

    private EquatableArray<NamedValue> GetItems(FieldSchema field) => field.Items
        .Select(i => new NamedValue(
            names.GetItemName(field.Code, i.Id), names.GetFormerItemName(field.Code, i.Id) ?? "", i.Id.ToString(CultureInfo.InvariantCulture), i.Value))
        .ToEquatableArray();

    private StatusModel ToStatus(string dictionary) => new(
        names.GetDictionaryName(dictionary),
        dictionary,
        (schema.FindDictionary(dictionary)?.Values ?? default)
            .Select(v => new NamedValue(names.GetStatusName(dictionary, v.Code), names.GetFormerStatusName(dictionary, v.Code) ?? "", v.Code, v.Name))
            .ToEquatableArray());

    private string Global(string type) => $"global::{@namespace}.{type}";
}
