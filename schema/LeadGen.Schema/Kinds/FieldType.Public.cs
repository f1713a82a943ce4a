namespace LeadGen.Schema.Kinds;

// The other part is also compiled into the runtime, whose public API does not contain the type.
public readonly partial record struct FieldType;
