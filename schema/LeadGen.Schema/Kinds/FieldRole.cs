namespace LeadGen.Schema.Kinds;

/// <summary>Specifies how generated updates write a field.</summary>
public enum FieldRole
{
    /// <summary>An update can't change it.</summary>
    ReadOnly,

    /// <summary>The field can be set, and cleared if the portal allows it.</summary>
    Settable,

    /// <summary>Entries can be added, changed and removed.</summary>
    MultiField,

    /// <summary>The field is written as a part of the whole address.</summary>
    AddressPart,
}
