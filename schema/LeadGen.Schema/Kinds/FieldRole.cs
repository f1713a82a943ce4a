namespace LeadGen.Schema.Kinds;

/// <summary>How a field is offered.</summary>
public enum FieldRole
{
    /// <summary>An update can't change it.</summary>
    ReadOnly,

    /// <summary>It is set, and perhaps emptied.</summary>
    Settable,

    /// <summary>Its entries are added, changed and removed.</summary>
    MultiField,

    /// <summary>It is written as a part of the whole address.</summary>
    AddressPart,

    /// <summary>It is the address's id in the Location module, written instead of the parts.</summary>
    AddressLocation,
}
