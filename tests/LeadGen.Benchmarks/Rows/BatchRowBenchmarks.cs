using System.Buffers;
using System.Text;
using BenchmarkDotNet.Attributes;
using LeadGen.Benchmarks.Contenders;
using LeadGen.Transport;
using LeadGen.Wire;

namespace LeadGen.Benchmarks.Rows;

/// <summary>Compares writing a batch row with <see cref="Uri.EscapeDataString(string)"/> and a reused <see cref="StringBuilder"/>.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class BatchRowBenchmarks
{
    private readonly WireBuffer _rows = new(64 * 1024);
    private readonly WireBuffer _bytes = new(64 * 1024);
    private readonly StringBuilder _text = new(64 * 1024);
    private RowWireWriter _row = null!;
    private Contender _contender = null!;
    private CrmUpdate _update = null!;

    [Params(57, 200, 1016)]
    public int Fields { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _contender = Contender.Create(Fields);
        _update = _contender.Update();
        _row = new RowWireWriter(_rows);
        EscapeDataString();
        LeadGen();
        string expected = Encoding.UTF8.GetString(_bytes.WrittenSpan);
        string written = Encoding.UTF8.GetString(_rows.WrittenSpan);
        if (written != expected)
        {
            throw new InvalidOperationException($"LeadGen writes {written} and not {expected}.");
        }
    }

    [Benchmark(Baseline = true)]
    public int EscapeDataString()
    {
        _text.Clear();
        _bytes.Truncate(0);
        _contender.AppendRow(_text);
        foreach (ReadOnlyMemory<char> chunk in _text.GetChunks())
        {
            _bytes.Advance(Encoding.UTF8.GetBytes(chunk.Span, _bytes.GetSpan(chunk.Length)));
        }

        return _bytes.WrittenCount;
    }

    [Benchmark]
    public int LeadGen() => Write(_update);

    [Benchmark]
    public int LeadGenFromValues() => Write(_contender.Update());

    private int Write(CrmUpdate update)
    {
        _rows.Truncate(0);
        _row.Reset();
        CrmProtocol.Classic.WriteUpdate(_row, update, null);
        return _rows.WrittenCount;
    }
}
