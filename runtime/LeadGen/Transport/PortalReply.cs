using System.Globalization;
using System.Net;
using System.Text.Json;
using LeadGen.Access;
using LeadGen.Wire;

namespace LeadGen.Transport;

/// <summary>Represents a REST reply and its parts.</summary>
internal sealed class PortalReply : IDisposable
{
    private readonly Range _result;

    private PortalReply(ReadOnlyMemory<byte> body, Range result)
    {
        Body = body;
        _result = result;
    }

    /// <summary>Gets or sets the credentials of the call; <see langword="null"/> until a connection has set them.</summary>
    public AccessCredentials? Credentials { get; set; }

    /// <summary>Gets or sets the results of the commands; <see langword="null"/> if the call is not a batch, and until it was parsed.</summary>
    public BatchReply? Batch { get; set; }

    /// <summary>Gets the call that reads records; <see langword="null"/> if the call changes records.</summary>
    public RecordRead? Read { get; set; }

    /// <summary>Gets the whole reply.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>Gets the part of the body that is the result; empty if there is none.</summary>
    public ReadOnlySpan<byte> Result => Body.Span[_result];

    /// <summary>Gets the code of the error, which is empty for most errors of the CRM; <see langword="null"/> if there is none in a portal's format.</summary>
    public string? Error { get; private init; }

    /// <summary>Gets the text of the error; <see langword="null"/> if there is none.</summary>
    public string? ErrorDescription { get; private init; }

    /// <summary>Gets whether there is an error in any format.</summary>
    public bool HasError { get; private init; }

    public bool HasResult => !Result.IsEmpty && !Result.SequenceEqual("null"u8);

    /// <summary>Gets whether there is a result and nothing that contradicts it.</summary>
    public bool IsSuccess => !Result.IsEmpty && !HasError && string.IsNullOrEmpty(ErrorDescription);

    /// <summary>Gets the text of the error if it is a JSON string, as in a portal's reply; otherwise <see langword="null"/>.</summary>
    private string? ErrorText { get; init; }

    /// <summary>Determines whether this is the portal's own error. Only such a reply proves that nothing was processed.</summary>
    public bool IsPortalError(HttpStatusCode status, bool isBatch) =>
        Error is { } code && !HasResult && PortalErrors.IsPortalError(code, ErrorText, status, isBatch);

    public PortalTime? Time { get; private init; }

    /// <summary>Gets the start of the next page of a list; <see langword="null"/> if there is none, or if the portal did not count.</summary>
    public long? Next { get; private init; }

    /// <summary>Gets the number of all elements of a list; <see langword="null"/> if the portal did not count.</summary>
    public long? Total { get; private init; }

    /// <exception cref="JsonException">The body is not JSON, or ends in the middle.</exception>
    /// <exception cref="FormatException">The body is JSON, but not an object, or is contradictory.</exception>
    public static PortalReply Parse(ReadOnlyMemory<byte> body)
    {
        int mark = GetByteOrderMarkLength(body.Span);
        var reader = new Utf8JsonReader(body.Span[mark..]);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException("the reply is not a JSON object");
        }

        int read = 0;
        Range result = default;
        string? error = null, description = null, text = null;
        bool hasError = false;
        PortalTime? time = null;
        long? next = null, total = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = LenientText.Text(ref reader);
            reader.Read();
            switch (name)
            {
                case "result":
                    LenientText.MarkRead(ref read, 1);
                    int begin = mark + (int)reader.TokenStartIndex;
                    reader.Skip();
                    result = begin..(mark + (int)reader.BytesConsumed);
                    break;
                case "error":
                    LenientText.MarkRead(ref read, 2);
                    hasError = reader.TokenType != JsonTokenType.Null;
                    error = ReadCode(ref reader);
                    break;
                case "error_description":
                    LenientText.MarkRead(ref read, 4);
                    bool isText = reader.TokenType == JsonTokenType.String;
                    description = ReadDescription(ref reader) ?? "";
                    text = isText ? description : null;
                    break;
                case "next":
                    LenientText.MarkRead(ref read, 8);
                    next = ReadCount(ref reader);
                    break;
                case "total":
                    LenientText.MarkRead(ref read, 32);
                    total = ReadCount(ref reader);
                    break;
                case "time":
                    LenientText.MarkRead(ref read, 16);
                    time = PortalTime.Read(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        // Throws if data follows the object, because the body is then not a single reply.
        reader.Read();
        return new PortalReply(body, result) { Error = error, ErrorDescription = description, ErrorText = text, HasError = hasError, Time = time, Next = next, Total = total };
    }

    /// <summary>Reads <c>total</c> or <c>next</c>, and moves the reader to its end. <see langword="null"/> if it is not a number.</summary>
    public static long? ReadCount(ref Utf8JsonReader reader) =>
        long.TryParse(LenientText.ReadOrSkip(ref reader), NumberStyles.None, CultureInfo.InvariantCulture, out long count) ? count : null;

    /// <summary>Reads the code of an error, and moves the reader to its end. <see langword="null"/> if it is neither a text nor a number.</summary>
    public static string? ReadCode(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number && reader.ValueSpan.Length <= ReplyLimits.ErrorLength)
        {
            return LenientText.Read(ref reader);
        }

        reader.Skip();
        return null;
    }

    /// <summary>Reads the text of an error, and moves the reader to its end. <see langword="null"/> for a map or a list.</summary>
    /// <remarks>A text that is too long is replaced and not truncated, because a truncated secret would not be recognized and masked.</remarks>
    public static string? ReadDescription(ref Utf8JsonReader reader) => reader.ValueSpan.Length <= ReplyLimits.ErrorLength
        ? LenientText.ReadOrSkip(ref reader)
        : $"an error text of more than {ReplyLimits.ErrorLength} bytes";

    public void Dispose() => Read?.Dispose();

    /// <summary>Gets the length of the byte order mark at the start of a body.</summary>
    public static int GetByteOrderMarkLength(ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> mark = "\uFEFF"u8;
        return body.StartsWith(mark) ? mark.Length : 0;
    }
}
