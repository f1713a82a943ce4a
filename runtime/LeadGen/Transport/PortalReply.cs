using System.Globalization;
using System.Net;
using System.Text.Json;
using LeadGen.Access;
using LeadGen.Wire;

namespace LeadGen.Transport;

/// <summary>A REST answer and its parts. Whoever has it gives the body back.</summary>
internal sealed class PortalReply : IDisposable
{
    private readonly Range _result;

    private PortalReply(PooledBuffer body, Range result)
    {
        Body = body;
        _result = result;
    }

    /// <summary>Gets the key that the call was made with; <see langword="null"/> until a connection has set it.</summary>
    public AccessCredentials? Key { get; set; }

    /// <summary>Gets the results of the commands of a batch; <see langword="null"/> for other calls, and until a connection has set it.</summary>
    public BatchReply? Batch { get; set; }

    /// <summary>Gets the call that reads leads; <see langword="null"/> if the call changes leads.</summary>
    public RecordRead? Read { get; set; }

    /// <summary>The whole answer.</summary>
    public PooledBuffer Body { get; }

    /// <summary>The stretch of the body that is its result; empty where there is none.</summary>
    public ReadOnlySpan<byte> Result => Body.Written[_result];

    /// <summary>The code of the error, empty for most errors of the CRM; <see langword="null"/> where the answer has none in the form of a portal's.</summary>
    public string? Error { get; private init; }

    /// <summary>The text of the error; <see langword="null"/> where the answer has none.</summary>
    public string? ErrorDescription { get; private init; }

    /// <summary>Whether there is an error of any form.</summary>
    public bool HasError { get; private init; }

    public bool HasResult => !Result.IsEmpty && !Result.SequenceEqual("null"u8);

    /// <summary>Whether there is a result and nothing that contradicts it.</summary>
    public bool IsSuccess => !Result.IsEmpty && !HasError && string.IsNullOrEmpty(ErrorDescription);

    /// <summary>The text of the error if it is a JSON string, as a portal's is; <see langword="null"/> otherwise.</summary>
    private string? ErrorText { get; init; }

    /// <summary>Whether this is the portal's own error: the only answer that proves that nothing was processed.</summary>
    public bool IsPortalError(HttpStatusCode status, bool isBatch) =>
        Error is { } code && !HasResult && PortalErrors.IsPortalError(code, ErrorText, status, isBatch);

    public PortalTime? Time { get; private init; }

    /// <summary>Where the next page of a list begins; <see langword="null"/> where there is none, or the portal was told not to count.</summary>
    public long? Next { get; private init; }

    /// <exception cref="JsonException">The body is not JSON, or ends in the middle.</exception>
    /// <exception cref="FormatException">The body is JSON, but not an object, or is contradictory.</exception>
    public static PortalReply Parse(PooledBuffer body)
    {
        int mark = LengthOfMark(body.Written);
        var reader = new Utf8JsonReader(body.Written[mark..]);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException("the answer is no JSON object");
        }

        int read = 0;
        Range result = default;
        string? error = null, description = null, text = null;
        bool hasError = false;
        PortalTime? time = null;
        long? next = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = LenientText.Text(ref reader);
            reader.Read();
            switch (name)
            {
                case "result":
                    LenientText.Once(ref read, 1);
                    int begin = mark + (int)reader.TokenStartIndex;
                    reader.Skip();
                    result = begin..(mark + (int)reader.BytesConsumed);
                    break;
                case "error":
                    LenientText.Once(ref read, 2);
                    hasError = reader.TokenType != JsonTokenType.Null;
                    error = ReadCode(ref reader);
                    break;
                case "error_description":
                    LenientText.Once(ref read, 4);
                    bool isText = reader.TokenType == JsonTokenType.String;
                    description = ReadDescription(ref reader) ?? "";
                    text = isText ? description : null;
                    break;
                case "next":
                    LenientText.Once(ref read, 8);
                    next = long.TryParse(LenientText.ReadOrSkip(ref reader), NumberStyles.None, CultureInfo.InvariantCulture, out long start) ? start : null;
                    break;
                case "time":
                    LenientText.Once(ref read, 16);
                    time = PortalTime.Read(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        // What follows the object would mean that this is not the answer, but two or a part of one.
        reader.Read();
        return new PortalReply(body, result) { Error = error, ErrorDescription = description, ErrorText = text, HasError = hasError, Time = time, Next = next };
    }

    /// <summary>Reads the code of an error, which is a text or a number; <see langword="null"/> for anything else, and moves the reader to its end.</summary>
    public static string? ReadCode(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number && reader.ValueSpan.Length <= ReplyLimits.ErrorLength)
        {
            return LenientText.Read(ref reader);
        }

        reader.Skip();
        return null;
    }

    /// <summary>Reads the text of an error; <see langword="null"/> for a map or a list, and moves the reader to its end.</summary>
    /// <remarks>A text that is too long is replaced and not cut: what is left of a cut one may end with a part of a secret, which nothing would recognize.</remarks>
    public static string? ReadDescription(ref Utf8JsonReader reader) => reader.ValueSpan.Length <= ReplyLimits.ErrorLength
        ? LenientText.ReadOrSkip(ref reader)
        : $"an error text of more than {ReplyLimits.ErrorLength} bytes";

    public void Dispose()
    {
        Body.Dispose();
        Read?.Dispose();
    }

    /// <summary>How long the mark is by which some servers begin what they write in UTF-8.</summary>
    public static int LengthOfMark(ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> mark = "\uFEFF"u8;
        return body.StartsWith(mark) ? mark.Length : 0;
    }
}
