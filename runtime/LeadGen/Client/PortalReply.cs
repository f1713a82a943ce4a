using System.Globalization;
using System.Text.Json;
using LeadGen.Wire;

namespace LeadGen.Client;

/// <summary>A REST answer and its parts. Whoever has it gives the body back.</summary>
internal sealed class PortalReply : IDisposable
{
    private readonly Range _result;

    private PortalReply(PooledBuffer body, Range result)
    {
        Body = body;
        _result = result;
    }

    /// <summary>The whole answer.</summary>
    public PooledBuffer Body { get; }

    /// <summary>The stretch of the body that is its result; empty where there is none.</summary>
    public ReadOnlySpan<byte> Result => Body.Written[_result];

    public string? Error { get; private init; }

    public string? ErrorDescription { get; private init; }

    public PortalTime? Time { get; private init; }

    /// <summary>Where the next page of a list begins; <see langword="null"/> where there is none, or the portal was told not to count.</summary>
    public long? Next { get; private init; }

    /// <exception cref="JsonException">The body is not JSON, or ends in the middle.</exception>
    /// <exception cref="FormatException">The body is JSON, but no object.</exception>
    public static PortalReply Parse(PooledBuffer body)
    {
        int mark = LengthOfMark(body.Written);
        var reader = new Utf8JsonReader(body.Written[mark..]);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException("the answer is no JSON object");
        }

        Range result = default;
        string? error = null, description = null;
        PortalTime? time = null;
        long? next = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = LooseText.Text(ref reader);
            reader.Read();
            switch (name)
            {
                case "result":
                    int begin = mark + (int)reader.TokenStartIndex;
                    reader.Skip();
                    result = begin..(mark + (int)reader.BytesConsumed);
                    break;
                case "error":
                    error = reader.TokenType == JsonTokenType.Null ? null : LooseText.ReadOrSkip(ref reader) ?? "";
                    break;
                case "error_description":
                    description = LooseText.ReadOrSkip(ref reader) ?? "";
                    break;
                case "next":
                    next = long.TryParse(LooseText.ReadOrSkip(ref reader), NumberStyles.None, CultureInfo.InvariantCulture, out long start) ? start : null;
                    break;
                case "time":
                    time = PortalTime.Read(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        // What follows the object would mean that this is not the answer, but two or a part of one.
        reader.Read();
        return new PortalReply(body, result) { Error = error, ErrorDescription = description, Time = time, Next = next };
    }

    public void Dispose() => Body.Dispose();

    /// <summary>How long the mark is by which some servers begin what they write in UTF-8.</summary>
    public static int LengthOfMark(ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> mark = "\uFEFF"u8;
        return body.StartsWith(mark) ? mark.Length : 0;
    }
}
