namespace LeadGen;

/// <summary>How a portal's field differs from the compiled schema.</summary>
public enum CrmSchemaDifferenceKind
{
    /// <summary>The portal has no such field, or hides it from the webhook's user.</summary>
    Removed,

    /// <summary>The portal gives the field another type.</summary>
    Retyped,

    /// <summary>The portal ignores every write.</summary>
    BecameReadOnly,

    /// <summary>The portal ignores writes after the lead was created.</summary>
    BecameImmutable,

    /// <summary>An update can change the field, and the compiled schema does not know it.</summary>
    BecameWritable,

    /// <summary>The field holds a list, and the code sends one value.</summary>
    BecameMultiple,

    /// <summary>The field holds one value, and the code sends a list.</summary>
    BecameSingle,

    /// <summary>A value is demanded when a lead is created, and by some portals at each update.</summary>
    BecameRequired,

    /// <summary>The portal asks not to use the field any more.</summary>
    BecameDeprecated,

    /// <summary>An item of a list field is gone.</summary>
    ItemRemoved,

    /// <summary>A list field has an item that the compiled schema does not know.</summary>
    ItemAdded,

    /// <summary>The portal has a field that the compiled schema does not know.</summary>
    Added,
}
