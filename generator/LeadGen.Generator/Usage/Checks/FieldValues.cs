using System.Globalization;
using LeadGen.Generator.Usage.Reading;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using LeadGen.Storage;
using Microsoft.CodeAnalysis;

namespace LeadGen.Generator.Usage.Checks;

/// <summary>Predicts how the portals store a value that untyped code sends.</summary>
internal static class FieldValues
{
    // The current date and the portal's time zone do not affect whether a value is lost.
    private static readonly PortalClock s_clock = new(TimeSpan.FromHours(3), new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.FromHours(3)));

    // With the runtime's CrmValueException.
    private const string RejectedByClient = "the client rejects it unless unknown values are allowed";

    // The field types for which the code fix writes a list.
    private static readonly FieldType[] s_listTypes = [FieldType.String, FieldType.Url, FieldType.Integer, FieldType.Double, FieldType.Enumeration];

    /// <summary>Gets the diagnostic for a write to a field; <see langword="null"/> if at least one portal accepts it.</summary>
    public static Diagnostic? Check(PortalCatalog catalog, string code, MapEntry entry, bool isNewLead)
    {
        Diagnostic? first = null;
        foreach (Portal portal in catalog.Portals)
        {
            if (portal.FindByCode(code) is { } field)
            {
                Diagnostic? found = CheckWrite(field, entry.KeySpan, isNewLead) ?? CheckValue(portal, field, entry.Value, entry.ValueSpan, isNewLead);
                if (found is null)
                {
                    return null;
                }

                first ??= found;
            }
        }

        return first;
    }

    /// <summary>Checks a constant against the limits of a field.</summary>
    public static Diagnostic? CheckLimits(FieldSchema field, PhpValue sent, Location place) =>
        LeadStorage.CheckLimits(field, sent) is var (problem, requirement) ? UsageRules.Create(UsageRules.OutsideLimits, place, field.Code, problem, requirement)
        : (sent.Text is { Length: > 0 } || sent.Entries.Count > 0) && EntitySchema.GetLimits(field)?.Pattern is { IsSupported: false } pattern ? UsageRules.Create(UsageRules.UnsupportedPattern, place, OneLine.Format(pattern.Text), field.Code)
        : null;

    /// <summary>Creates the diagnostic for a value that is not an item of a list field, with a suggestion.</summary>
    public static Diagnostic CreateUnknownItem(FieldSchema field, string shown, Location place, bool isTyped = false)
    {
        string text = shown.Trim('\'');
        EnumerationItem? meant = field.Items.FirstOrDefault(
            i => string.Equals(i.Value.Trim(), text.Trim(), StringComparison.OrdinalIgnoreCase) || string.Equals(i.XmlId, text, StringComparison.OrdinalIgnoreCase));
        string? id = meant?.Id.ToString(CultureInfo.InvariantCulture);
        return UsageRules.Create(
            UsageRules.ValueNotAllowed, place, FieldCodes.Properties(id),
            shown, "item ID", field.Code, isTyped ? RejectedByClient : "Bitrix24 ignores it", id is null ? "" : $"; the ID of '{OneLine.Format(meant!.Value)}' is {id}");
    }

    /// <summary>Creates the diagnostic for a value that is not a code of a dictionary, with a suggestion.</summary>
    public static Diagnostic CreateUnknownCode(StatusDictionary dictionary, FieldSchema field, string owner, string code, Location place, bool isTyped = false)
    {
        string? meant = dictionary.Values
            .FirstOrDefault(v => string.Equals(v.Name, code, StringComparison.OrdinalIgnoreCase) || string.Equals(v.Code, code, StringComparison.OrdinalIgnoreCase))?.Code;
        return UsageRules.Create(
            UsageRules.ValueNotAllowed, place, FieldCodes.Properties(meant),
            $"'{code}'", "code", owner,
            isTyped ? RejectedByClient
                : EntitySchema.Lead.IgnoresUnknownCodes(field.Code) ? "Bitrix24 ignores it"
                : "Bitrix24 stores it anyway, so the lead has a value that is not in the list",
            meant is null ? "" : $"; did you mean '{OneLine.Format(meant)}'?");
    }

    /// <summary>Gets the diagnostic for any write to the field, regardless of the value.</summary>
    private static Diagnostic? CheckWrite(FieldSchema field, SourceSpan place, bool isNewLead)
    {
        // A deprecated field, such as CONTACT_ID, is stored.
        return LeadStorage.GetIgnoredReason(field) is { } reason && !(isNewLead && field.IsImmutable && !EntitySchema.Lead.IsReadOnly(field))
            ? UsageRules.Create(UsageRules.NotWritable, place.ToLocation(), FieldCodes.Properties(FieldCodes.Removed), field.Code, reason)
            : null;
    }

    /// <summary>Gets the diagnostic for a value of a field.</summary>
    public static Diagnostic? CheckValue(Portal portal, FieldSchema field, Shape value, SourceSpan place, bool isNewLead)
    {
        switch (value)
        {
            case TextShape { Constant: { } template } when Placeholders.IsIn(template):
                return null;
            case ChoiceShape { Options: var options }:
                // phone is null ? [] : […], title ?? "", or null instead of []: this option sends no data, so none is lost.
                return options.Where(o => options.Count == 1 || o is not (ListShape { Items.Count: 0 } or ConstantShape { Value: null } or TextShape { Constant: "" }))
                    .Select(o => CheckValue(portal, field, o, GetSpan(o, place), isNewLead)).FirstOrDefault(static d => d is not null);
            case DeclaredShape declared:
                return CheckValue(portal, field, declared.Declared, declared.DeclaredPlace, isNewLead) ?? CheckValue(portal, field, declared.Value, place, isNewLead);
            case ListShape { Items.Count: 0 } when isNewLead:
            case ConstantShape { Value: null } when isNewLead || field.Type.IsMultiField || !(field.IsMultiple || field.Type.IsDateOrTime):
                // Nothing is lost: a new lead has no earlier value, and an update ignores null only for dates and lists.
                return null;
            case ConstantShape { Value: false or 0 } or TextShape { Constant: "" or "N" or "n" or "no" or "No" or "NO" or "false" or "False" or "0" } when !field.IsMultiple && field.Type == FieldType.Boolean:
                // Stored as 0, as intended.
                return null;
            case TextShape { Constant: "" } when isNewLead:
                // Nothing is lost: a new lead has no earlier value.
                return null;
            case TextShape { Constant: "" } when !field.IsMultiple && !field.Type.IsMultiField && field.Type != FieldType.String:
                // Empties the field. An empty title is replaced.
                return null;
        }

        if (PhpValues.From(value) is { } sent)
        {
            return CheckConstant(portal, field, sent, place);
        }

        // The entries of multi-value fields have separate rules.
        if (field.Type.IsMultiField)
        {
            return null;
        }

        return value switch
        {
            ListShape list when field.IsMultiple => CheckElements(portal, field, list.Items, place),
            ListShape => CreateLostValue(portal, field, PhpValue.List([PhpValue.Scalar("7"), PhpValue.Scalar("8")]), "a list", place),
            MapShape when field.Type != FieldType.File && !field.IsMultiple => CreateLostValue(portal, field, PhpValue.Map([new("x", PhpValue.Scalar("7"))]), "an object", place),
            TextShape => field.IsMultiple ? CreateLostValue(portal, field, PhpValue.Scalar("x"), "a string", place) : null,
            EnumShape member => CheckEnum(portal, field, member, place),
            TypedShape { Type: var type } => CheckType(portal, field, type, place),
            GroupShape { Type: var type } => CheckType(portal, field, type, place),
            _ => null,
        };
    }

    // The constant of one branch is reported, not the whole choice.
    private static SourceSpan GetSpan(Shape option, SourceSpan whole) =>
        option is TextShape { Parts: [{ Source: var constant }] } && constant.SyntaxTree == whole.Tree && whole.Span.Contains(constant.Span) ? SourceSpan.From(constant) : whole;

    private static Diagnostic? CheckConstant(Portal portal, FieldSchema field, PhpValue sent, SourceSpan place, bool isElement = false)
    {
        Stored stored = LeadStorage.Store(field, sent, s_clock with { Schema = portal.Schema });
        if (stored.Remark is null || (field.Type == FieldType.DateTime && IsTime(field, sent)))
        {
            return isElement ? CheckLimits(field with { IsMultiple = true }, PhpValue.List([sent]), place.ToLocation()) : CheckLimits(field, sent, place.ToLocation());
        }

        return sent.Text switch
        {
            not null when field.Type.IsMultiField => UsageRules.Create(UsageRules.MultiFieldAsText, place.ToLocation(), field.Code),
            { Length: > 0 } item when field is { Type.IsEnumeration: true, IsMultiple: false } => CreateUnknownItem(field, $"'{item}'", place.ToLocation()),
            { Length: > 0 } code when field is { Type.IsStatusList: true, IsMultiple: false } && portal.Schema.FindDictionary(field.StatusType) is { } dictionary =>
                CreateUnknownCode(dictionary, field, field.Code, code, place.ToLocation()),
            _ => CreateLostValue(field, stored, stored.Remark, place, IsSingleInList(field, sent) ? FieldCodes.AsList
                : !field.IsMultiple && sent is { IsList: true, Entries: [{ Value.IsArray: false }] } ? FieldCodes.AsSingle : null),
        };
    }

    // A time without an offset is read in the server's zone, which may be the intended one.
    private static bool IsTime(FieldSchema field, PhpValue sent) => sent.Text is { } text
        ? text.Length > 0 && !PhpYears.IsChanged(text) && LeadStorage.Store(field with { IsMultiple = false }, sent, s_clock).Value is not null
        : field.IsMultiple && sent.Entries.Count > 0 && sent.Entries.All(e => e.Value.Text is not null && IsTime(field, e.Value));

    // Reports a list with an element that the field can't store: a constant, or a variable by its type.
    private static Diagnostic? CheckElements(Portal portal, FieldSchema field, IReadOnlyList<Shape> items, SourceSpan place)
    {
        FieldSchema single = field with { IsMultiple = false };
        foreach (Shape item in items)
        {
            if (item is TypedShape { Type: var type } && CheckType(portal, single, type, place) is { } found)
            {
                return found;
            }

            if (PhpValues.From(item) is { IsNull: false } constant && constant.Text != "" && CheckConstant(portal, single, constant, place, isElement: true) is { } wrong)
            {
                return wrong;
            }
        }

        return null;
    }

    private static Diagnostic? CheckType(Portal portal, FieldSchema field, ITypeSymbol? declared, SourceSpan place)
    {
        ITypeSymbol? type = PhpValues.Underlying(declared);
        if (type is null or { TypeKind: TypeKind.Dynamic or TypeKind.TypeParameter or TypeKind.Error } or { SpecialType: SpecialType.System_Object } || TypeShapes.IsJsonTree(type))
        {
            return null;
        }

        if (TypeShapes.GetElement(type) is { } element)
        {
            return field.IsMultiple
                ? CheckType(portal, field with { IsMultiple = false }, element, place)
                : CreateLostValue(portal, field, PhpValue.List([PhpValue.Scalar("7"), PhpValue.Scalar("8")]), $"{Name(type)}", place);
        }

        if (field.IsMultiple)
        {
            return PhpValues.IsScalar(type) ? CreateLostValue(portal, field, PhpValue.Scalar("7"), Name(type), place) : null;
        }

        if (TypeShapes.IsDictionary(type) && field.Type != FieldType.File)
        {
            return CreateLostValue(portal, field, PhpValue.Map([new("x", PhpValue.Scalar("7"))]), Name(type), place);
        }

        IEnumerable<string> numbers = field.Items.Select(static i => i.Id.ToString(CultureInfo.InvariantCulture))
            .Concat(portal.Schema.FindDictionary(field.StatusType)?.Values.Select(static v => v.Code).Where(static c => c.All(char.IsDigit)) ?? []);
        Stored first = default;
        foreach (PhpValue sample in PhpValues.GetSamples(type, numbers) ?? [])
        {
            Stored stored = LeadStorage.Store(field, sample, s_clock with { Schema = portal.Schema });
            if (stored.Remark is null)
            {
                return null;
            }

            first = first.Remark is null ? stored : first;
        }

        return first.Remark is null ? null : CreateLostValue(field, first, $"the field does not store the serialized form of {Name(type)}; for example, {first.Remark}", place, null);
    }

    /// <summary>Checks a member of an enum, which serializers write as its number or its name. With attributes or a naming policy, they can write another name.</summary>
    private static Diagnostic? CheckEnum(Portal portal, FieldSchema field, EnumShape member, SourceSpan place)
    {
        if (field.IsMultiple || !(field.Type.IsEnumeration || field.Type.IsStatusList))
        {
            return CheckType(portal, field, member.Type, place);
        }

        if (member is not { Name: { } name, Value: IFormattable value } || member.HasAttributes)
        {
            return null;
        }

        string number = value.ToString(null, CultureInfo.InvariantCulture);
        if (field.Type.IsEnumeration)
        {
            return field.Items.Any(i => i.Id.ToString(CultureInfo.InvariantCulture) == number) ? null : CreateUnknownItem(field, $"'{name}'", place.ToLocation());
        }

        return portal.Schema.FindDictionary(field.StatusType) is not { } dictionary || dictionary.Values.Any(v => v.Code == number || Spelling(v.Code) == Spelling(name))
            ? null
            : CreateUnknownCode(dictionary, field, field.Code, name, place.ToLocation());
    }

    private static string Spelling(string name) => name.Replace("_", "").Replace("-", "").ToUpperInvariant();

    private static bool IsSingleInList(FieldSchema field, PhpValue sent) =>
        field.IsMultiple && s_listTypes.Contains(field.Type) && sent.Text is { Length: > 0 };

    private static string Name(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    private static Diagnostic? CreateLostValue(Portal portal, FieldSchema field, PhpValue sample, string what, SourceSpan place)
    {
        Stored stored = LeadStorage.Store(field, sample, s_clock with { Schema = portal.Schema });
        return stored.Remark is null ? null
            : CreateLostValue(field, stored, $"{what} is sent, and {stored.Remark}", place, IsSingleInList(field, sample) && what is not "a list" and not "an object" ? FieldCodes.AsList : null);
    }

    private static Diagnostic CreateLostValue(FieldSchema field, Stored stored, string reason, SourceSpan place, string? correction) => UsageRules.Create(
        UsageRules.LostValue, place.ToLocation(), FieldCodes.Properties(correction), stored.Value is null ? "ignores" : "alters", field.Code, reason);
}
