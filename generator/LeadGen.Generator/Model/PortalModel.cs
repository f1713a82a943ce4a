using LeadGen.Schema;
using LeadGen.Schema.Kinds;

namespace LeadGen.Generator.Model;

/// <summary>All that is emitted for one portal. Equal models give equal source: no places, no paths, no symbols.</summary>
internal sealed record PortalModel(
    string Namespace,
    string ClassName,
    string SchemaHash,
    EquatableArray<FieldModel> Fields,
    EquatableArray<EnumerationModel> Enumerations,
    EquatableArray<StatusModel> Statuses)
{
    public string UpdateName => ClassName + "Update";

    public string DraftName => ClassName + "Draft";

    public string FieldsName => ClassName + "Fields";

    /// <summary>A type of this portal, by its full name.</summary>
    public string Global(string type) => $"global::{Namespace}.{type}";
}

/// <summary>One field.</summary>
internal sealed record FieldModel
{
    public required string Code { get; init; }

    public required string Name { get; init; }

    /// <summary>The C# name before the field was renamed; empty where there is none to keep.</summary>
    public required string FormerName { get; init; }

    public required string Label { get; init; }

    public required string PortalType { get; init; }

    /// <summary>What an update can do with the field.</summary>
    public required FieldRole Role { get; init; }

    /// <summary>What a new lead can do with the field.</summary>
    public required FieldRole DraftRole { get; init; }

    /// <summary>The C# type of one value.</summary>
    public required string ItemType { get; init; }

    public required bool IsClass { get; init; }

    /// <summary>The expression of the wire format of one value, without the class before it.</summary>
    public required string Format { get; init; }

    /// <summary>The only codes that the portal does not ignore; empty where it stores any code, or where they are not known.</summary>
    public required EquatableArray<string> KnownCodes { get; init; }

    public required bool IsMultiple { get; init; }

    /// <summary>The kinds of an entry; empty for anything but a multi-value field.</summary>
    public required string EntryType { get; init; }

    /// <summary>The member of <c>ClearForm</c>.</summary>
    public required string Clear { get; init; }

    /// <summary>The number of decimal places that the portal stores; <see langword="null"/> if it is unknown or the field is not a custom number.</summary>
    public required int? Precision { get; init; }

    /// <summary>The members of <c>CrmFieldFlags</c>.</summary>
    public required EquatableArray<string> Flags { get; init; }

    /// <summary>Whether the portal returns the field; if not, it has no property to read.</summary>
    public required bool IsReturned { get; init; }

    /// <summary>What the docs say of the value.</summary>
    public required string Description { get; init; }

    /// <summary>The values that the portal permits, for the docs; empty where any is.</summary>
    public required EquatableArray<string> Permitted { get; init; }

    public required bool IsDeprecated { get; init; }

    /// <summary>The C# type of the whole value.</summary>
    public string ValueType => IsMultiple ? $"global::System.Collections.Generic.IReadOnlyList<{ItemType}>" : ItemType;

    public bool IsMultiField => EntryType.Length > 0;
}

/// <summary>An enum for an enumeration field. Its former name is empty where there is none to keep.</summary>
internal sealed record EnumerationModel(string Name, string FormerName, string Code, string Label, bool IsLong, EquatableArray<NamedValue> Items);

/// <summary>A code type for a dictionary.</summary>
internal sealed record StatusModel(string Name, string Dictionary, EquatableArray<NamedValue> Values);

/// <summary>A value that has a name in C#.</summary>
/// <param name="Name">The C# name.</param>
/// <param name="FormerName">The C# name before it was renamed; empty where there is none to keep.</param>
/// <param name="Wire">The id or code that is sent.</param>
/// <param name="Label">What people see on the portal.</param>
internal sealed record NamedValue(string Name, string FormerName, string Wire, string Label);
