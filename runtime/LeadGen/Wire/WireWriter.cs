namespace LeadGen.Wire;

/// <summary>Writes the values of one call in a form that a portal reads: a JSON body, or a row of a batch.</summary>
internal abstract class WireWriter
{
    public abstract void StartMap();

    public abstract void EndMap();

    public abstract void StartList();

    public abstract void EndList();

    /// <summary>Names the next value of a map.</summary>
    public abstract void Key(string name);

    /// <summary>Names the next value of a map by a field's code, which is encoded once.</summary>
    public abstract void Key(IFieldName field);

    public abstract void Text(ReadOnlySpan<char> value);

    public abstract void Number(long value);

    /// <summary>A number in decimal notation, for the formats that keep JSON as it is.</summary>
    public abstract void RawNumber(ReadOnlySpan<char> digits);

    public abstract void Null();

    public abstract void Truth(bool value);
}
