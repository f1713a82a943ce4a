using System.Globalization;
using System.Text;

namespace LeadGen.Wire;

/// <summary>Counts the bytes of a value that a portal stores as one text. Keys and values of a map count, too.</summary>
internal sealed class LengthWriter : WireWriter
{
    public int Bytes { get; private set; }

    public override void StartMap() => Bytes++;

    public override void EndMap() => Bytes++;

    public override void StartList() => Bytes++;

    public override void EndList() => Bytes++;

    public override void Key(string name) => Text(name);

    public override void Key(IFieldName field) => Bytes += field.JsonName.Length;

    public override void Text(ReadOnlySpan<char> value) => Bytes += Encoding.UTF8.GetByteCount(value);

    public override void Base64(ReadOnlySpan<byte> value) => Bytes += System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(value.Length);

    public override void Number(long value) => Bytes += value.ToString(CultureInfo.InvariantCulture).Length;

    public override void RawNumber(ReadOnlySpan<char> digits) => Bytes += digits.Length;

    public override void Null()
    {
    }

    public override void Boolean(bool value) => Bytes++;
}
