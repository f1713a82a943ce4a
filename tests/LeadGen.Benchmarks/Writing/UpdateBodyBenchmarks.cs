using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using LeadGen.Benchmarks.Contenders;
using LeadGen.Transport;
using LeadGen.Wire;
using Newtonsoft.Json;
using JsonSerializer = System.Text.Json.JsonSerializer;
using NewtonsoftSerializer = Newtonsoft.Json.JsonSerializer;

namespace LeadGen.Benchmarks.Writing;

/// <summary>Compares ways to write a <c>crm.lead.update</c> body: 10 of 57 fields, 20 of 200, 50 of 1,016.</summary>
/// <remarks>
/// All benchmarks write the same bytes into a reused buffer, and reuse the writers if possible. Handwritten code has no update:
/// it writes the values directly. <see cref="LeadGen()"/> writes an existing update, and <see cref="NewtonsoftOfObject"/> an existing
/// object. All others also create the object that they write, and so does <see cref="LeadGenFromValues"/>.
/// </remarks>
[MemoryDiagnoser(displayGenColumns: false)]
public class UpdateBodyBenchmarks
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly WireBuffer _buffer = new(64 * 1024);
    private readonly MemoryStream _stream = new(64 * 1024);
    private readonly NewtonsoftSerializer _newtonsoft = NewtonsoftSerializer.Create();
    private readonly JsonSerializerOptions _reflection = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly WireBuffer _written = new(64 * 1024);
    private JsonWireWriter _writer = null!;
    private Utf8JsonWriter _json = null!;
    private StreamWriter _text = null!;
    private Contender _contender = null!;
    private CrmUpdate _update = null!;
    private object _body = null!;

    [Params(57, 200, 1016)]
    public int Fields { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _contender = Contender.Create(Fields);
        _update = _contender.Update();
        _body = _contender.Body();
        _writer = new JsonWireWriter(_written);
        _json = new Utf8JsonWriter(_buffer, s_options);
        _text = new StreamWriter(_stream, new UTF8Encoding(false));
        ByHand();
        string expected = Encoding.UTF8.GetString(_buffer.WrittenSpan);
        LeadGen();
        Same(expected, _written.WrittenSpan, nameof(LeadGen));
        SystemTextJson();
        Same(expected, _buffer.WrittenSpan, nameof(SystemTextJson));
        SystemTextJsonDictionary();
        Same(expected, _buffer.WrittenSpan, nameof(SystemTextJsonDictionary));
        Newtonsoft();
        Same(expected, _stream.GetBuffer().AsSpan(0, (int)_stream.Length), nameof(Newtonsoft));
        NewtonsoftOfObject();
        Same(expected, _stream.GetBuffer().AsSpan(0, (int)_stream.Length), nameof(NewtonsoftOfObject));
        NewtonsoftDictionary();
        Same(expected, _stream.GetBuffer().AsSpan(0, (int)_stream.Length), nameof(NewtonsoftDictionary));
    }

    [Benchmark(Baseline = true)]
    public int ByHand()
    {
        Restart();
        _contender.WriteByHand(_json);
        _json.Flush();
        return _buffer.WrittenCount;
    }

    [Benchmark]
    public int LeadGen() => Write(_update);

    [Benchmark]
    public int LeadGenFromValues() => Write(_contender.Update());

    [Benchmark]
    public int SystemTextJson()
    {
        Restart();
        JsonSerializer.Serialize(_json, _contender.Body(), _contender.BodyType);
        return _buffer.WrittenCount;
    }

    [Benchmark]
    public int SystemTextJsonDictionary()
    {
        Restart();
        JsonSerializer.Serialize(_json, _contender.Dictionary(), _reflection);
        return _buffer.WrittenCount;
    }

    [Benchmark]
    public long NewtonsoftOfObject() => WriteByNewtonsoft(_body);

    [Benchmark]
    public long Newtonsoft() => WriteByNewtonsoft(_contender.Body());

    [Benchmark]
    public long NewtonsoftDictionary() => WriteByNewtonsoft(_contender.Dictionary());

    private int Write(CrmUpdate update)
    {
        _written.Truncate(0);
        CrmProtocol.Classic.WriteUpdate(_writer, update, null);
        return _written.WrittenCount;
    }

    private void Restart()
    {
        _buffer.Truncate(0);
        _json.Reset();
    }

    private long WriteByNewtonsoft(object body)
    {
        _stream.SetLength(0);
        using (var json = new JsonTextWriter(_text) { CloseOutput = false })
        {
            _newtonsoft.Serialize(json, body);
        }

        _text.Flush();
        return _stream.Length;
    }

    private static void Same(string expected, ReadOnlySpan<byte> written, string who)
    {
        string text = Encoding.UTF8.GetString(written);
        if (text != expected)
        {
            throw new InvalidOperationException($"{who} writes {text} and not {expected}.");
        }
    }
}
