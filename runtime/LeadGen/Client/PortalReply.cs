using System.Globalization;
using System.Text.Json;
using LeadGen.Wire;

namespace LeadGen.Client;

/// <summary>The parts of a REST answer. <see cref="Result"/> is a stretch of the body; empty where there is none.</summary>
internal readonly ref struct PortalReply
{
    public ReadOnlySpan<byte> Result { get; private init; }

    public string? Error { get; private init; }

    public string? ErrorDescription { get; private init; }

    public PortalTime? Time { get; private init; }

    /// <summary>Where the next page of a list begins; <see langword="null"/> where there is none, or the portal was told not to count.</summary>
    public long? Next { get; private init; }

    /// <exception cref="JsonException">The body is not JSON, or ends in the middle.</exception>
    /// <exception cref="FormatException">The body is JSON, but no object.</exception>
    public static PortalReply Parse(ReadOnlySpan<byte> body)
    {
        body = body[LengthOfMark(body)..];
        var reader = new Utf8JsonReader(body);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException("the answer is no JSON object");
        }

        ReadOnlySpan<byte> result = default;
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
                    int begin = (int)reader.TokenStartIndex;
                    reader.Skip();
                    result = body[begin..(int)reader.BytesConsumed];
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
        return new PortalReply { Result = result, Error = error, ErrorDescription = description, Time = time, Next = next };
    }

    /// <summary>Where the result begins in an answer that was examined before, so that a long one is not read once more to find its end.</summary>
    /// <exception cref="FormatException">The answer has none.</exception>
    public static int StartOfResult(ReadOnlySpan<byte> body)
    {
        int start = LengthOfMark(body);
        var reader = new Utf8JsonReader(body[start..]);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isResult = reader.ValueTextEquals("result"u8);
            reader.Read();
            if (isResult)
            {
                return start + (int)reader.TokenStartIndex;
            }

            reader.Skip();
        }

        throw new FormatException("the answer has no result");
    }

    /// <summary>How long the mark is by which some servers begin what they write in UTF-8.</summary>
    public static int LengthOfMark(ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> mark = "\uFEFF"u8;
        return body.StartsWith(mark) ? mark.Length : 0;
    }
}
