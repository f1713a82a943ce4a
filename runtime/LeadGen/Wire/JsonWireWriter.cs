using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LeadGen.Wire;

/// <summary>Writes a JSON body.</summary>
internal sealed class JsonWireWriter(IBufferWriter<byte> output) : WireWriter, IDisposable
{
    // The body goes to a server, not into a page: Cyrillic stays readable and half as long.
    private static readonly JsonWriterOptions s_options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly Utf8JsonWriter _json = new(output, s_options);

    public override void StartMap() => _json.WriteStartObject();

    public override void EndMap() => _json.WriteEndObject();

    public override void StartList() => _json.WriteStartArray();

    public override void EndList() => _json.WriteEndArray();

    public override void Key(string name) => _json.WritePropertyName(name);

    public override void Text(ReadOnlySpan<char> value) => _json.WriteStringValue(value);

    public override void Number(long value) => _json.WriteNumberValue(value);

    public override void RawNumber(ReadOnlySpan<char> digits) => _json.WriteRawValue(digits);

    public override void Null() => _json.WriteNullValue();

    public override void Truth(bool value) => _json.WriteBooleanValue(value);

    public void Flush() => _json.Flush();

    public void Dispose() => _json.Dispose();
}
