namespace LeadGen.Benchmarks.Portals;

/// <summary>Specifies the form of a field's values in code and in JSON.</summary>
public enum FieldShape
{
    Text,
    Whole,
    Number,
    YesNo,
    Flag,
    Day,
    Time,
    Code,
    Item,
    Money,
    Texts,
    Ids,
    Entries,
}
