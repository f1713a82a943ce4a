namespace LeadGen;

/// <summary>Specifies how a portal's field differs from the compiled schema.</summary>
public enum CrmSchemaDifferenceKind
{
    /// <summary>The portal does not have the field, or hides it from the webhook's user.</summary>
    Removed,

    /// <summary>The field has another type.</summary>
    Retyped,

    /// <summary>The portal now ignores every write to the field.</summary>
    BecameReadOnly,

    /// <summary>The portal now ignores updates of the field: it can only be set when a record is created.</summary>
    BecameImmutable,

    /// <summary>An update can change the field; in the compiled schema, it can't.</summary>
    BecameWritable,

    /// <summary>The field now contains a list; the compiled code sends one value.</summary>
    BecameMultiple,

    /// <summary>The field now contains one value; the compiled code sends a list.</summary>
    BecameSingle,

    /// <summary>The field requires a value when a record is created, and on some portals in each update.</summary>
    BecameRequired,

    /// <summary>The portal marks the field as deprecated.</summary>
    BecameDeprecated,

    /// <summary>An item of a list field was removed.</summary>
    ItemRemoved,

    /// <summary>A list field has an item that is not in the compiled schema.</summary>
    ItemAdded,

    /// <summary>The portal has a field that is not in the compiled schema.</summary>
    Added,
}
