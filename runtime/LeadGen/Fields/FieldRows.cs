namespace LeadGen;

/// <summary>Finds the lines of UTF-8 text by their numbers.</summary>
internal sealed class FieldRows
{
    private readonly CrmFieldRows _text;

    // The start of each line, and of the line after the last one.
    private readonly int[] _starts;

    public FieldRows(CrmFieldRows text)
    {
        _text = text;
        ReadOnlySpan<byte> all = text();
        _starts = new int[all.IsEmpty ? 1 : all.Count((byte)'\n') + 2];
        for (int i = 1; i < _starts.Length; i++)
        {
            int length = all[_starts[i - 1]..].IndexOf((byte)'\n');
            _starts[i] = length < 0 ? all.Length + 1 : _starts[i - 1] + length + 1;
        }
    }

    public int Count => _starts.Length - 1;

    public ReadOnlySpan<byte> GetLine(int index) => _text()[_starts[index]..(_starts[index + 1] - 1)];
}
