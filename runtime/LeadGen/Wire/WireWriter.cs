namespace LeadGen.Wire;

/// <summary>Writes the arguments of one call, as a JSON body or as a row of a batch.</summary>
internal abstract class WireWriter
{
    public abstract void StartMap();

    public abstract void EndMap();

    public abstract void StartList();

    public abstract void EndList();

    /// <summary>Writes the name of the next value of a map.</summary>
    public abstract void Key(string name);

    /// <summary>Writes a field's code as the name of the next value of a map. The code is encoded once.</summary>
    public abstract void Key(IFieldName field);

    public abstract void Text(ReadOnlySpan<char> value);

    /// <summary>Writes bytes as a text in Base64.</summary>
    public abstract void Base64(ReadOnlySpan<byte> value);

    public abstract void Number(long value);

    /// <summary>Writes a number in decimal notation, for formats that send JSON unchanged.</summary>
    public abstract void RawNumber(ReadOnlySpan<char> digits);

    public abstract void Null();

    public abstract void Boolean(bool value);
}
