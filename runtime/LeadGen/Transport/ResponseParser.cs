using System.Net;
using System.Text.Json;
using LeadGen.Limits;

namespace LeadGen.Transport;

/// <summary>Reads the responses of a portal: returns successful ones, throws an exception for all others, and reports used limits to the throttle.</summary>
internal sealed class ResponseParser(PortalFailures failures, PortalThrottle throttle, TimeProvider time)
{
    /// <summary>Parses a response that is not a redirect.</summary>
    /// <exception cref="Bitrix24Exception">The response is not a successful reply of the portal.</exception>
    public PortalReply Parse(CallTraits call, HttpResponseMessage response, ReadOnlyMemory<byte> body)
    {
        try
        {
            return ParseSuccess(call, response, body);
        }
        catch (Bitrix24LimitException e)
        {
            throttle.RecordRejection(call.MeteredMethod, e);
            throw;
        }
    }

    /// <summary>Reads the result of a successful reply.</summary>
    /// <exception cref="Bitrix24ReplyException">The result has an unexpected format.</exception>
    public TAnswer ReadResult<TAnswer>(CallTraits call, PortalReply reply, Func<PortalReply, TAnswer> read)
    {
        try
        {
            return read(reply);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw failures.Unreadable(call, HttpStatusCode.OK, e);
        }
    }

    private PortalReply ParseSuccess(CallTraits call, HttpResponseMessage response, ReadOnlyMemory<byte> body)
    {
        HttpStatusCode status = response.StatusCode;
        CallFailure failure = failures.CreateFailure(call, status) with { RetryAfter = PortalErrors.RetryAfter(response, time) };
        string content;
        try
        {
            PortalReply reply = PortalReply.Parse(body);
            if (reply.IsPortalError(status, call.IsBatch))
            {
                throw PortalErrors.ToException(failure with { ErrorCode = reply.Error, ErrorDescription = reply.ErrorDescription }, failures.Portal);
            }

            if (reply.IsSuccess && response.IsSuccessStatusCode)
            {
                // Recorded while the call still counts as in progress. Otherwise another call could start at a moment when the time of this one
                // is neither reserved nor recorded.
                if (call.IsBatch)
                {
                    // The result of a batch contains the times of its commands.
                    BatchReply batch = ReadResult(call, reply, r => BatchReply.Parse(r.Result, call.CommandMethods.Count, call.CommandNames));
                    foreach (string method in call.CommandMethods.Distinct())
                    {
                        (PortalTime? total, TimeSpan sum, int count) = batch.GetTimes(i => call.CommandMethods[i] == method);
                        throttle.RecordOperatingTime(method, total, count > 0 ? sum : null, count);
                    }

                    reply.Batch = batch;
                }
                else
                {
                    throttle.RecordAccepted(call.Method);
                    throttle.RecordOperatingTime(call.Method, reply.Time, reply.Time?.Processing ?? reply.Time?.Duration, 1);
                }

                return reply;
            }

            // Many methods document further codes. The caller can read the code, but a gateway may have sent it too.
            failure = reply.Error is { } code && !PortalErrors.IsKnown(code) ? failure with { ErrorCode = code, ErrorDescription = reply.ErrorDescription } : failure;
            content = reply.IsSuccess ? "a result with an error status"
                : reply.HasError ? reply.HasResult ? "both a result and an error" : $"an error that is not from the portal{Quote(failure, reply)}"
                : reply.HasResult ? "both a result and an error text"
                : "neither a result nor an error";
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            content = body.Length == 0 ? "nothing" : body.Span.TrimStart(" \r\n\t"u8) is [(byte)'<', ..] ? "a web page" : "text that is not a JSON reply of a portal";
        }

        throw PortalErrors.ToUnknownOutcome(failure, $"{failures.Portal} answered {failure.Call} with {content} (HTTP {(int)status}).");
    }

    private static string Quote(CallFailure failure, PortalReply reply) =>
        reply.Error is not null && (failure with { ErrorCode = reply.Error, ErrorDescription = reply.ErrorDescription }).QuotedError is { } said ? $" ({said})" : "";
}
