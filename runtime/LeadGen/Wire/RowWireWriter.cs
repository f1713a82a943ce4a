using System.Buffers;
using System.Globalization;
using System.Text;

namespace LeadGen.Wire;

/// <summary>
/// Writes a row of a batch: a query as PHP reads it, <c>id=42&amp;fields%5BTITLE%5D=…</c>, with every key and value
/// percent-encoded once.
/// </summary>
/// <remarks>
/// A row can't carry everything: it has no empty list and no null, PHP takes no more than so many values out of it
/// and cuts some keys, and a portal replaces <c>$result…</c> in any value by the result of an earlier row, however it is
/// encoded. <see cref="Obstacle"/> tells when the call must go on its own. See
/// https://apidocs.bitrix24.com/settings/how-to-call-rest-api/batch.html and https://www.php.net/manual/function.parse-str.php.
/// </remarks>
internal sealed class RowWireWriter(IBufferWriter<byte> output) : WireWriter, IDisposable
{
    // PHP's max_input_vars and max_input_nesting_level out of the box: what is beyond them it drops without a word to the caller.
    private const int MostPairs = 1000;
    private const int MostBrackets = 64;

    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";

    private static readonly SearchValues<char> s_unreservedLetters = SearchValues.Create(Unreserved);
    private static readonly SearchValues<byte> s_unreserved = SearchValues.Create(Encoding.ASCII.GetBytes(Unreserved));

    private readonly PooledBuffer _path = new(128);
    private readonly Stack<Container> _containers = [];
    private int _pairs;

    /// <summary>Why a batch can't carry what was written; <see langword="null"/> when it can.</summary>
    public string? Obstacle { get; private set; }

    public override void StartMap() => Enter(new Container { NextIndex = -1 });

    public override void EndMap() => _containers.Pop();

    public override void StartList() => Enter(new Container());

    public override void EndList()
    {
        if (_containers.Pop().NextIndex == 0)
        {
            Obstacle ??= "a row has no empty list";
        }
    }

    public override void Key(string name)
    {
        _path.Truncate(_containers.Peek().PathLength);
        AppendKey(name);
        if (_containers.Count > 1 && !IsKey(name))
        {
            Obstacle ??= "PHP cuts a key of the row";
        }
    }

    public override void Text(ReadOnlySpan<char> value)
    {
        if (value.Contains("$result", StringComparison.OrdinalIgnoreCase))
        {
            Obstacle ??= "a portal replaces $result in a row";
        }

        NameElement();
        if (++_pairs > 1)
        {
            output.Write("&"u8);
        }

        if (_pairs > MostPairs || _containers.Count - 1 > MostBrackets)
        {
            Obstacle ??= "PHP takes no more values or brackets out of a row";
        }

        output.Write(_path.Written);
        output.Write("="u8);
        Encode(value, output);
    }

    public override void Number(long value)
    {
        Span<char> digits = stackalloc char[20];
        value.TryFormat(digits, out int length, provider: CultureInfo.InvariantCulture);
        Text(digits[..length]);
    }

    public override void RawNumber(ReadOnlySpan<char> digits) => Text(digits);

    public override void Null()
    {
        Obstacle ??= "a row has no null";
        Text("");
    }

    public override void Truth(bool value) => Text(value ? "1" : "0");

    /// <summary>Begins the next row; the output goes on where it is.</summary>
    public void Reset()
    {
        _path.Truncate(0);
        _containers.Clear();
        _pairs = 0;
        Obstacle = null;
    }

    public void Dispose() => _path.Dispose();

    private void Enter(Container container)
    {
        NameElement();
        container.PathLength = _path.Length;
        _containers.Push(container);
    }

    // Elements of a list are named by their index; members of a map were named by Key.
    private void NameElement()
    {
        if (_containers.TryPeek(out Container? list) && list.NextIndex >= 0)
        {
            _path.Truncate(list.PathLength);
            AppendKey(list.NextIndex++.ToString(CultureInfo.InvariantCulture));
        }
    }

    private void AppendKey(string name)
    {
        bool isTop = _path.Length == 0;
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

    // Between brackets: PHP gives an empty key, or a single blank, the next number, and ends a key at a bracket or a NUL.
    private static bool IsKey(string name) => name is not ("" or " " or "\t" or "\n" or "\v" or "\f" or "\r") && !name.AsSpan().ContainsAny(']', '\0');

    private static void Encode(ReadOnlySpan<char> text, IBufferWriter<byte> output)
    {
        // Codes, numbers and flags, which most of a row is made of, stand as they are.
        if (!text.ContainsAnyExcept(s_unreservedLetters))
        {
            output.Advance(Encoding.ASCII.GetBytes(text, output.GetSpan(text.Length)));
            return;
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        ReadOnlySpan<byte> bytes = rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented));
        while (!bytes.IsEmpty)
        {
            int plain = bytes.IndexOfAnyExcept(s_unreserved);
            plain = plain < 0 ? bytes.Length : plain;
            output.Write(bytes[..plain]);
            bytes = bytes[plain..];
            if (!bytes.IsEmpty)
            {
                Span<byte> escaped = output.GetSpan(3);
                escaped[0] = (byte)'%';
                escaped[1] = "0123456789ABCDEF"u8[bytes[0] >> 4];
                escaped[2] = "0123456789ABCDEF"u8[bytes[0] & 15];
                output.Advance(3);
                bytes = bytes[1..];
            }
        }

        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>An open map or list: where its own name ends, and the index of the next element (-1 in a map).</summary>
    private sealed class Container
    {
        public int PathLength { get; set; }

        public int NextIndex { get; set; }
    }
}
