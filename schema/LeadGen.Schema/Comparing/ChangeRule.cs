namespace LeadGen.Schema.Comparing;

/// <summary>One way in which a portal's schema can change.</summary>
/// <param name="Id">What scripts know it by.</param>
/// <param name="IsBreaking">Whether code that was right before may no longer compile, or no longer arrive.</param>
/// <param name="Title">The change in a few words.</param>
/// <param name="Consequence">What it means for code that was compiled before, and why it is breaking or not.</param>
public sealed record ChangeRule(string Id, bool IsBreaking, string Title, string Consequence);

/// <summary>Every way in which a portal's schema can change.</summary>
public static class ChangeRules
{
    /// <summary>A field is new.</summary>
    public static readonly ChangeRule FieldAdded = new(
        "field-added", false, "Field added", "Members appear; nothing that exists changes.");

    /// <summary>A field is gone.</summary>
    public static readonly ChangeRule FieldRemoved = new(
        "field-removed", true, "Field removed", "Code that uses it no longer compiles; until it is rebuilt, the portal ignores what it writes to the field.");

    /// <summary>The field is of a type that is another one in C# or on the wire.</summary>
    public static readonly ChangeRule TypeChanged = new(
        "type-changed", true, "Type changed", "The members have another C# type; values of the old one are lost or misread by the portal.");

    /// <summary>The type has another name, and behaves the same.</summary>
    public static readonly ChangeRule TypeRenamed = new(
        "type-renamed", false, "Type renamed", "The new type is the same one in C# and on the wire.");

    /// <summary>The field takes its codes from another dictionary.</summary>
    public static readonly ChangeRule DictionaryChanged = new(
        "dictionary-changed", true, "Dictionary changed", "The field's codes are those of another dictionary, and so is its C# type; the portal stores old codes without a word.");

    /// <summary>The portal ignores every write from now on.</summary>
    public static readonly ChangeRule BecameReadOnly = new(
        "became-read-only", true, "Became read-only", "The setter is gone; until the code is rebuilt, the portal ignores what it writes to the field.");

    /// <summary>The field can be written.</summary>
    public static readonly ChangeRule BecameWritable = new(
        "became-writable", false, "Became writable", "A setter appears.");

    /// <summary>The portal ignores writes to existing leads from now on.</summary>
    public static readonly ChangeRule BecameImmutable = new(
        "became-immutable", true, "Became immutable", "An update can't change the field any more; until the code is rebuilt, the portal ignores what it writes to it.");

    /// <summary>A value is demanded.</summary>
    public static readonly ChangeRule BecameRequired = new(
        "became-required", true, "Became required", "The portal refuses new leads without a value, and updates too where its settings say so.");

    /// <summary>No value is demanded any more.</summary>
    public static readonly ChangeRule BecameOptional = new(
        "became-optional", false, "Became optional", "The portal accepts more than before.");

    /// <summary>The value is a list.</summary>
    public static readonly ChangeRule BecameMultiple = new(
        "became-multiple", true, "Became multiple", "The members are lists now; code that sets a single value no longer compiles.");

    /// <summary>The value is no list any more.</summary>
    public static readonly ChangeRule BecameSingle = new(
        "became-single", true, "Became single", "The members are single values now; the portal reads a list that is sent to them as 1 or as an empty text.");

    /// <summary>The portal asks not to use the field.</summary>
    public static readonly ChangeRule BecameDeprecated = new(
        "became-deprecated", false, "Became deprecated", "Uses are warned about by the compiler (CS0618) and still work.");

    /// <summary>The parts of the address are a whole now, or no longer one.</summary>
    public static readonly ChangeRule AddressChanged = new(
        "address-changed", true, "Address changed", "The parts of the address are written together when all can be written, and one by one otherwise: the methods for one of the two are gone.");

    /// <summary>An item is new in a list field.</summary>
    public static readonly ChangeRule ItemAdded = new(
        "item-added", false, "Item added", "The enum has one more member.");

    /// <summary>An item is gone from a list field.</summary>
    public static readonly ChangeRule ItemRemoved = new(
        "item-removed", true, "Item removed", "Code that uses the enum's member no longer compiles; the portal ignores its id.");

    /// <summary>An item has another text.</summary>
    public static readonly ChangeRule ItemRenamed = new(
        "item-renamed", false, "Item renamed", "The id is the same, and that is what goes over the wire.");

    /// <summary>A value is new in a dictionary.</summary>
    public static readonly ChangeRule ValueAdded = new(
        "value-added", false, "Value added", "The dictionary's type has one more member.");

    /// <summary>A value is gone from a dictionary.</summary>
    public static readonly ChangeRule ValueRemoved = new(
        "value-removed", true, "Value removed", "Code that uses the member no longer compiles; the portal stores the code all the same, as one that means nothing.");

    /// <summary>A value has another name.</summary>
    public static readonly ChangeRule ValueRenamed = new(
        "value-renamed", false, "Value renamed", "The code is the same, and that is what goes over the wire.");

    /// <summary>The portal accepts less than before.</summary>
    public static readonly ChangeRule LimitTightened = new(
        "limit-tightened", true, "Limit tightened", "Values that were accepted may be cut or refused.");

    /// <summary>The portal accepts more than before.</summary>
    public static readonly ChangeRule LimitLoosened = new(
        "limit-loosened", false, "Limit loosened", "The portal accepts all that it did, and more.");

    /// <summary>People call the field something else.</summary>
    public static readonly ChangeRule LabelChanged = new(
        "label-changed", false, "Label changed", "Only IntelliSense shows labels; C# names follow their pins.");

    /// <summary>Something has another name in C#.</summary>
    public static readonly ChangeRule NameChanged = new(
        "name-changed", true, "C# name changed", "Code that uses the old name no longer compiles. Pin it in leadgen.names.json to keep it.");

    /// <summary>Every rule, breaking ones and others.</summary>
    public static IReadOnlyList<ChangeRule> All { get; } =
    [
        FieldAdded, FieldRemoved, TypeChanged, TypeRenamed, DictionaryChanged, BecameReadOnly, BecameWritable, BecameImmutable,
        BecameRequired, BecameOptional, BecameMultiple, BecameSingle, BecameDeprecated, AddressChanged, ItemAdded, ItemRemoved, ItemRenamed,
        ValueAdded, ValueRemoved, ValueRenamed, LimitTightened, LimitLoosened, LabelChanged, NameChanged,
    ];
}
