namespace LeadGen.Benchmarks.Portals;

/// <summary>What the values of a field look like in code and on the wire.</summary>
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
