using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace LeadGen.Wire;

/// <summary>
/// Writes a row of a batch: a query as PHP reads it, <c>id=42&amp;fields%5BTITLE%5D=…</c>, with every key and value
/// percent-encoded once.
/// </summary>
/// <remarks>
/// A row can't contain every value: it can't express an empty list or null, PHP reads only a limited number of values
/// and truncates some keys, and a portal replaces <c>$result[…]</c>, <c>$time[…]</c> and others in any value with a part of its reply, even
/// if they are encoded. <see cref="UnsupportedReason"/> says why a call must be sent separately. See
/// https://apidocs.bitrix24.com/settings/how-to-call-rest-api/batch.html and https://www.php.net/manual/function.parse-str.php.
/// </remarks>
internal sealed class RowWireWriter(WireBuffer output) : WireWriter
{
    /// <summary>The value of <see cref="UnsupportedReason"/> for a text that can contain a reference.</summary>
    internal const string ReferenceReason = "a portal replaces references such as $result[…] in a row";

    // The defaults of PHP's max_input_vars and max_input_nesting_level. PHP silently drops values that exceed them.
    private const int MaxInputVars = 1000;
    private const int MaxNestingLevel = 64;

    private static readonly SearchValues<char> s_unreserved = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~");

    /// <summary>The percent-encoded form of each byte: the characters, and in the highest byte their count.</summary>
    /// <remarks>Without this table and the encoded paths, a row is written 1.2 times as fast as with Uri.EscapeDataString instead of 2.6 times (BatchRowBenchmarks; the goal is at least 2 times).</remarks>
    private static readonly uint[] s_encoded = [.. Enumerable.Range(0, 256).Select(Encoded)];

    private readonly WireBuffer _path = new(128);
    private readonly List<Container> _containers = [];
    private int _pairs;

    /// <summary>Gets the reason why the values can't be sent in a batch; <see langword="null"/> if they can.</summary>
    public string? UnsupportedReason { get; private set; }

    public override void StartMap() => Enter(nextIndex: -1);

    public override void EndMap() => _containers.RemoveAt(_containers.Count - 1);

    public override void StartList() => Enter(nextIndex: 0);

    public override void EndList()
    {
        if (_containers[^1].NextIndex == 0)
        {
            UnsupportedReason ??= "a row can't contain an empty list";
        }

        _containers.RemoveAt(_containers.Count - 1);
    }

    public override void Key(string name)
    {
        _path.Truncate(_containers[^1].PathLength);
        AppendKey(name);
        if (_containers.Count > 1 && !IsKey(name))
        {
            UnsupportedReason ??= "PHP would truncate a key of the row";
        }
    }

    // The fields of a call are always in a nested map.
    public override void Key(IFieldName field)
    {
        if (field.RowName.Length == 0)
        {
            Key(field.Code);
            return;
        }

        _path.Truncate(_containers[^1].PathLength);
        _path.Write(field.RowName);
    }

    public override void Text(ReadOnlySpan<char> value)
    {
        // Portals know $result, $next, $total, $time, $error and further names, with any suffix and in any letter case.
        if (value.IndexOf('$') is >= 0 and var reference && (value[reference..].Contains('[') || value.Contains("$result", StringComparison.OrdinalIgnoreCase)))
        {
            UnsupportedReason ??= ReferenceReason;
        }

        Reference(value);
    }

    /// <summary>Writes a text in which a portal may replace references.</summary>
    public void Reference(ReadOnlySpan<char> value)
    {
        NameElement();
        if (++_pairs > MaxInputVars || _containers.Count - 1 > MaxNestingLevel)
        {
            UnsupportedReason ??= "the row exceeds PHP's limit of values or of nested brackets";
        }

        Span<byte> start = output.GetSpan(_path.WrittenCount + 2);
        int length = 0;
        if (_pairs > 1)
        {
            start[length++] = (byte)'&';
        }

        _path.WrittenSpan.CopyTo(start[length..]);
        length += _path.WrittenCount;
        start[length] = (byte)'=';
        output.Advance(length + 1);
        Encode(value, output);
    }

    // Encoded for a row, a file would be up to three times as long as its Base64.
    public override void Base64(ReadOnlySpan<byte> value)
    {
        UnsupportedReason ??= "a file is sent in a separate call";
        Text("");
    }

    public override void Number(long value)
    {
        Span<char> digits = stackalloc char[20];
        value.TryFormat(digits, out int length, provider: CultureInfo.InvariantCulture);
        Text(digits[..length]);
    }

    public override void RawNumber(ReadOnlySpan<char> digits)
    {
        // In a body, PHP parses a number and stores its shortest form. In a row, the digits are a text.
        string shortest = long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer)
            ? integer.ToString(CultureInfo.InvariantCulture)
            : double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture);
        if (!digits.SequenceEqual(shortest))
        {
            UnsupportedReason ??= "a row has no numbers";
        }

        Text(digits);
    }

    public override void Null()
    {
        UnsupportedReason ??= "a row can't contain null";
        Text("");
    }

    public override void Boolean(bool value)
    {
        UnsupportedReason ??= "a row has no true or false";
        Text(value ? "1" : "0");
    }

    /// <summary>Starts the next row. The output continues at its position.</summary>
    public void Reset()
    {
        _path.Truncate(0);
        _containers.Clear();
        _pairs = 0;
        UnsupportedReason = null;
    }

    /// <summary>Gets the bytes of a nested key; empty if PHP would truncate it.</summary>
    public static byte[] GetName(string name)
    {
        if (!IsKey(name))
        {
            return [];
        }

        var bytes = new WireBuffer();
        bytes.Write("%5B"u8);
        Encode(name, bytes);
        bytes.Write("%5D"u8);
        return bytes.WrittenSpan.ToArray();
    }

    private void Enter(int nextIndex)
    {
        NameElement();
        _containers.Add(new Container(_path.WrittenCount, nextIndex));
    }

    // Elements of a list are named by their index. Members of a map have a name from Key.
    private void NameElement()
    {
        if (_containers.Count > 0 && _containers[^1] is { NextIndex: >= 0 } list)
        {
            _containers[^1] = list with { NextIndex = list.NextIndex + 1 };
            _path.Truncate(list.PathLength);
            Span<char> digits = stackalloc char[10];
            list.NextIndex.TryFormat(digits, out int length, provider: CultureInfo.InvariantCulture);
            AppendKey(digits[..length]);
        }
    }

    private void AppendKey(ReadOnlySpan<char> name)
    {
        bool isTop = _path.WrittenCount == 0;
        if (!isTop)
        {
            _path.Write("%5B"u8);
        }

        Encode(name, _path);
        if (!isTop)
        {
            _path.Write("%5D"u8);
        }
    }

    // In brackets, PHP replaces an empty key or a single blank with the next number, and ends a key at a bracket or a NUL.
    private static bool IsKey(string name) => name is not ("" or " " or "\t" or "\n" or "\v" or "\f" or "\r") && !name.AsSpan().ContainsAny(']', '\0');

    private static void Encode(ReadOnlySpan<char> text, WireBuffer output)
    {
        // Most values are codes, numbers and flags, which are not encoded.
        int plain = text.IndexOfAnyExcept(s_unreserved);
        if (plain < 0)
        {
            output.Advance(Encoding.ASCII.GetBytes(text, output.GetSpan(text.Length)));
            return;
        }

        // At most nine bytes for each char, plus the extra bytes of the last fixed-size write.
        Span<byte> encoded = output.GetSpan((text.Length * 9) + 2);
        Span<byte> utf8 = stackalloc byte[4];
        int length = Encoding.ASCII.GetBytes(text[..plain], encoded);
        for (int i = plain; i < text.Length; i++)
        {
            char c = text[i];
            if (c < 0x80)
            {
                uint letters = s_encoded[c];
                BinaryPrimitives.WriteUInt32LittleEndian(encoded[length..], letters);
                length += (int)(letters >> 24);
            }
            else if (c < 0x800)
            {
                // Cyrillic letters have two bytes, which are written together.
                ulong letters = (s_encoded[0xC0 | (c >> 6)] & 0xFFFFFF) | ((ulong)s_encoded[0x80 | (c & 0x3F)] << 24);
                BinaryPrimitives.WriteUInt64LittleEndian(encoded[length..], letters);
                length += 6;
            }
            else
            {
                Rune.DecodeFromUtf16(text[i..], out Rune rune, out int chars);
                i += chars - 1;
                foreach (byte b in utf8[..rune.EncodeToUtf8(utf8)])
                {
                    BinaryPrimitives.WriteUInt32LittleEndian(encoded[length..], s_encoded[b]);
                    length += 3;
                }
            }
        }

        output.Advance(length);
    }

    private static uint Encoded(int b)
    {
        const string Digits = "0123456789ABCDEF";
        return s_unreserved.Contains((char)b) ? (uint)(b | (1 << 24)) : (uint)('%' | (Digits[b >> 4] << 8) | (Digits[b & 15] << 16) | (3 << 24));
    }

    /// <summary>Represents an open map or list: the end of its name, and the index of the next element (-1 in a map).</summary>
    private readonly record struct Container(int PathLength, int NextIndex);
}
