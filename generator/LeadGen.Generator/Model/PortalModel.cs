using LeadGen.Schema;
using LeadGen.Schema.Kinds;

namespace LeadGen.Generator.Model;

/// <summary>Represents the generated code of one portal. Equal models result in equal source: a model contains no locations, paths or symbols.</summary>
internal sealed record PortalModel(
    PortalTypes Types,
    string SchemaHash,
    EquatableArray<FieldModel> Fields,
    EquatableArray<EnumerationModel> Enumerations,
    EquatableArray<StatusModel> Statuses);

/// <summary>Represents the names of the generated types of a portal.</summary>
internal sealed record PortalTypes(string Namespace, string Record)
{
    public string Update => Record + "Update";

    public string Draft => Record + "Draft";

    public string Fields => Record + "Fields";

    public string Labels => Record + "Labels";

    /// <summary>Gets the full name of a type of this portal.</summary>
    public string Global(string type) => $"global::{Namespace}.{type}";
}

/// <summary>Represents a field.</summary>
internal sealed record FieldModel
{
    private static readonly char[] s_afterName = ['<', '('];

    public required string Code { get; init; }

    public required string Name { get; init; }

    /// <summary>Gets the C# name before the field was renamed; empty if there is none to keep.</summary>
    public required string FormerName { get; init; }

    public required string Label { get; init; }

    public required string PortalType { get; init; }

    /// <summary>Gets the role of the field in updates.</summary>
    public required FieldRole Role { get; init; }

    /// <summary>Gets the role of the field in drafts.</summary>
    public required FieldRole DraftRole { get; init; }

    /// <summary>Gets the C# type of one value.</summary>
    public required string ItemType { get; init; }

    public required bool IsClass { get; init; }

    /// <summary>Gets the expression of the wire format of one value, without its class.</summary>
    public required string Format { get; init; }

    /// <summary>Gets whether the portal ignores a code that is not in the dictionary of the field.</summary>
    public required bool IgnoresUnknownCodes { get; init; }

    public required bool IsMultiple { get; init; }

    /// <summary>Gets the C# type of an entry's type, such as <c>PhoneType</c>; empty if the field is not a multi-value field.</summary>
    public required string EntryType { get; init; }

    /// <summary>Gets the member of <c>ClearForm</c>.</summary>
    public required string Clear { get; init; }

    /// <summary>Gets the number of decimal places that the portal stores; <see langword="null"/> if it is unknown or the field is not a custom number.</summary>
    public required int? Precision { get; init; }

    /// <summary>Gets the name of the field in <c>crm.item.*</c>; <see langword="null"/> if it follows from the code.</summary>
    public required string? ItemName { get; init; }

    /// <summary>Gets the limits in the settings of the field, as members of a JSON object; empty if there are none, or <see cref="Pattern"/> contains them.</summary>
    public required string Limits { get; init; }

    /// <summary>Gets the arguments of the constructor of <c>CrmFieldLimits</c> with a pattern; empty if the settings of the field have no pattern.</summary>
    public required string Pattern { get; init; }

    /// <summary>Gets the members of <c>CrmFieldFlags</c>.</summary>
    public required EquatableArray<string> Flags { get; init; }

    /// <summary>Gets whether the portal returns the field. Otherwise it has no property.</summary>
    public required bool IsReturned { get; init; }

    /// <summary>Gets the items of a list field, for their labels.</summary>
    public required EquatableArray<NamedValue> Items { get; init; }

    /// <summary>Gets the documentation of the value.</summary>
    public required string Description { get; init; }

    /// <summary>Gets the permitted values, for the documentation; empty if all are permitted.</summary>
    public required EquatableArray<string> Permitted { get; init; }

    public required bool IsDeprecated { get; init; }

    /// <summary>Gets the C# type of the whole value.</summary>
    public string ValueType => IsMultiple ? $"global::System.Collections.Generic.IReadOnlyList<{ItemType}>" : ItemType;

    /// <summary>Gets the name of the wire format, without its arguments.</summary>
    public string FormatName => Format.IndexOfAny(s_afterName) is >= 0 and var end ? Format.Substring(0, end) : Format;

    public bool IsMultiField => EntryType.Length > 0;

    /// <summary>
    /// Gets the part of the names of the runtime's methods that find a field by its index, such as <c>Text</c> of <c>ReadText</c> and
    /// <c>RecordText</c>; empty for other fields. The compiler binds such a call in half the time that it needs for one with the field.
    /// </summary>
    public string Accessor => Pattern.Length > 0 ? ""
        : FormatName == "Enumeration" ? IsMultiple ? "Enumerations" : "Enumeration"
        : SimpleAccessor is { Length: > 0 } name && IsMultiple ? "List" : SimpleAccessor;

    /// <summary>Gets the type argument of a method with <see cref="Accessor"/> in its name; empty if the method has no type parameter.</summary>
    public string TypeArgument => Accessor is "Enumeration" or "Enumerations" or "List" ? $"<{ItemType}>" : "";

    /// <summary>Gets whether the row of the field in the table of all fields determines the C# type of its values.</summary>
    public bool IsRowTyped => Pattern.Length == 0 && SimpleAccessor.Length > 0;

    private string SimpleAccessor => Format switch
    {
        "Text" or "Html" => "Text",
        "Integer" or "Id" => "Integer",
        "YesNo" or "Boolean" => "Flag",
        "DateTime" => "Time",
        "Number" or "Date" or "Money" => Format,
        _ => "",
    };
}

/// <summary>Represents the enum of an enumeration field.</summary>
/// <param name="Name">The name of the enum.</param>
/// <param name="FormerName">The name of the enum before it was renamed; empty if there is none to keep.</param>
/// <param name="FieldName">The C# name of the field.</param>
/// <param name="FieldIndex">The index of the field among all fields.</param>
/// <param name="IsLong">Whether IDs exceed the range of <see cref="int"/>.</param>
/// <param name="Items">The items.</param>
internal sealed record EnumerationModel(string Name, string FormerName, string FieldName, int FieldIndex, bool IsLong, EquatableArray<NamedValue> Items);

/// <summary>Represents the type of a dictionary's codes.</summary>
internal sealed record StatusModel(string Name, string Dictionary, EquatableArray<NamedValue> Values);

/// <summary>Represents a value with a C# name.</summary>
/// <param name="Name">The C# name.</param>
/// <param name="FormerName">The C# name before it was renamed; empty if there is none to keep.</param>
/// <param name="Wire">The ID or code that is sent.</param>
/// <param name="Label">The label on the portal.</param>
internal sealed record NamedValue(string Name, string FormerName, string Wire, string Label);
