namespace LeadGen.Tool.Comparing;

/// <summary>Represents a type of schema change.</summary>
/// <param name="Id">The ID, for use in scripts.</param>
/// <param name="IsBreaking">Whether code that worked before may no longer compile, or its values may be lost.</param>
/// <param name="Title">A short description of the change.</param>
/// <param name="Consequence">The consequence for existing code, and why the change is breaking or compatible.</param>
internal sealed record ChangeRule(string Id, bool IsBreaking, string Title, string Consequence);

/// <summary>Defines the types of schema changes.</summary>
internal static class ChangeRules
{
    /// <summary>A field was added.</summary>
    public static readonly ChangeRule FieldAdded = new(
        "field-added", false, "Field added", "New members are generated; existing members do not change.");

    /// <summary>A field was removed.</summary>
    public static readonly ChangeRule FieldRemoved = new(
        "field-removed", true, "Field removed", "Code that uses the field no longer compiles. Until it is rebuilt, the portal ignores values that it writes to the field.");

    /// <summary>The type changed to one with a different C# type or JSON format.</summary>
    public static readonly ChangeRule TypeChanged = new(
        "type-changed", true, "Type changed", "The members have a different C# type. The portal drops or misreads values of the old type.");

    /// <summary>The name of the type changed, but not its behavior.</summary>
    public static readonly ChangeRule TypeRenamed = new(
        "type-renamed", false, "Type renamed", "The new type has the same C# type and the same JSON format.");

    /// <summary>The field uses a different dictionary.</summary>
    public static readonly ChangeRule DictionaryChanged = new(
        "dictionary-changed", true, "Dictionary changed", "The field's codes and its C# type are those of a different dictionary. The portal stores old codes without an error.");

    /// <summary>The portal now ignores every write.</summary>
    public static readonly ChangeRule BecameReadOnly = new(
        "became-read-only", true, "Became read-only", "The setter is removed. Until the code is rebuilt, the portal ignores values that it writes to the field.");

    /// <summary>The portal now accepts writes.</summary>
    public static readonly ChangeRule BecameWritable = new(
        "became-writable", false, "Became writable", "A setter is generated.");

    /// <summary>The portal now ignores writes to existing leads.</summary>
    public static readonly ChangeRule BecameImmutable = new(
        "became-immutable", true, "Became immutable", "An update can no longer change the field. Until the code is rebuilt, the portal ignores values that it writes to the field.");

    /// <summary>A value is now required.</summary>
    public static readonly ChangeRule BecameRequired = new(
        "became-required", true, "Became required", "The portal rejects new leads without a value. Depending on its settings, it also rejects updates.");

    /// <summary>A value is no longer required.</summary>
    public static readonly ChangeRule BecameOptional = new(
        "became-optional", false, "Became optional", "The portal accepts leads without a value.");

    /// <summary>The value is now a list.</summary>
    public static readonly ChangeRule BecameMultiple = new(
        "became-multiple", true, "Became multiple", "The members are now lists. Code that sets a single value no longer compiles.");

    /// <summary>The value is no longer a list.</summary>
    public static readonly ChangeRule BecameSingle = new(
        "became-single", true, "Became single", "The members are now single values. The portal reads a list that is sent to the field as 1 or as empty text.");

    /// <summary>The portal now marks the field as deprecated.</summary>
    public static readonly ChangeRule BecameDeprecated = new(
        "became-deprecated", false, "Became deprecated", "The compiler warns about uses of the field (CS0618). They still work.");

    /// <summary>The parts of the address are now written together, or no longer together.</summary>
    public static readonly ChangeRule AddressChanged = new(
        "address-changed", true, "Address changed", "The parts of the address are written together if all of them are writable, and one by one otherwise. The methods of the other form are removed.");

    /// <summary>An item was added to a list field.</summary>
    public static readonly ChangeRule ItemAdded = new(
        "item-added", false, "Item added", "The enum has a new member.");

    /// <summary>An item was removed from a list field.</summary>
    public static readonly ChangeRule ItemRemoved = new(
        "item-removed", true, "Item removed", "Code that uses the enum member no longer compiles. The portal ignores its ID.");

    /// <summary>The text of an item changed.</summary>
    public static readonly ChangeRule ItemRenamed = new(
        "item-renamed", false, "Item renamed", "Only the text changed. The ID, which is sent to the portal, is the same.");

    /// <summary>A value was added to a dictionary.</summary>
    public static readonly ChangeRule ValueAdded = new(
        "value-added", false, "Value added", "The dictionary's type has a new member.");

    /// <summary>A value was removed from a dictionary.</summary>
    public static readonly ChangeRule ValueRemoved = new(
        "value-removed", true, "Value removed", "Code that uses the member no longer compiles. The portal ignores the code in STATUS_ID, and stores it in other fields, although it has no meaning.");

    /// <summary>The name of a value changed.</summary>
    public static readonly ChangeRule ValueRenamed = new(
        "value-renamed", false, "Value renamed", "Only the name changed. The code, which is sent to the portal, is the same.");

    /// <summary>The portal accepts fewer values than before.</summary>
    public static readonly ChangeRule LimitTightened = new(
        "limit-tightened", true, "Limit tightened", "Values that were accepted before may be truncated or rejected.");

    /// <summary>The portal accepts more values than before.</summary>
    public static readonly ChangeRule LimitLoosened = new(
        "limit-loosened", false, "Limit loosened", "The portal accepts everything that it accepted before, and more.");

    /// <summary>The label of a field changed.</summary>
    public static readonly ChangeRule LabelChanged = new(
        "label-changed", false, "Label changed", "Labels appear only in IntelliSense. Pinned C# names do not change.");

    /// <summary>A C# name changed.</summary>
    public static readonly ChangeRule NameChanged = new(
        "name-changed", true, "C# name changed", "Code that uses the old name no longer compiles. To keep the old name, pin it in leadgen.names.json.");

    /// <summary>Gets all rules.</summary>
    public static IReadOnlyList<ChangeRule> All { get; } =
    [
        FieldAdded, FieldRemoved, TypeChanged, TypeRenamed, DictionaryChanged, BecameReadOnly, BecameWritable, BecameImmutable,
        BecameRequired, BecameOptional, BecameMultiple, BecameSingle, BecameDeprecated, AddressChanged, ItemAdded, ItemRemoved, ItemRenamed,
        ValueAdded, ValueRemoved, ValueRenamed, LimitTightened, LimitLoosened, LabelChanged, NameChanged,
    ];
}
