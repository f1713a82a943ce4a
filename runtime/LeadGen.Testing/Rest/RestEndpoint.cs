using System.Globalization;
using LeadGen.Testing.Journal;
using LeadGen.Testing.Limits;
using LeadGen.Testing.Portal;
using Microsoft.AspNetCore.Http;

namespace LeadGen.Testing.Rest;

/// <summary>Answers HTTP requests: checks the webhook, calls the method, wraps the answer, and keeps the journal.</summary>
internal sealed class RestEndpoint(
    EmulatedPortal portal, CallJournal journal, FaultQueue faults, CallLimits limits, TimeProvider time, TimeSpan offset, string secret)
{
    /// <summary>Beyond what any lead holds; a portal takes two gigabytes.</summary>
    public const long MaxBodySize = 64 * 1024 * 1024;

    private readonly MeteredMethods _methods = new(new RestMethods(portal), limits, () => new CallTimer(time, offset));

    public async Task AnswerAsync(HttpContext context)
    {
        RestRequest request = await RestRequest.ReadAsync(context.Request, context.RequestAborted).ConfigureAwait(false);
        await Answer(request).SendAsync(context).ConfigureAwait(false);
    }

    private HttpReply Answer(RestRequest request)
    {
        lock (portal.Gate)
        {
            // Limits come first: a request that they refuse uses up no fault, and a fault replaces any other answer.
            RestException? unauthorised = Authorise(request, out Caller caller);
            RestException? refusal = limits.Refuse() ?? (unauthorised is null ? limits.Refuse(caller, request.Method) : null);
            PortalFault? fault = refusal is null ? faults.Take(request.Method) : null;
            RestAnswer? answer = null;
            HttpReply reply = fault is { AfterCall: false, Instead: { } instead } ? instead : CarryOut(request, caller, refusal ?? unauthorised, out answer);
            reply = fault?.Apply(reply) ?? reply;
            journal.Add(
                new PortalCall
                {
                    Method = request.Method,
                    Verb = request.Verb,
                    ContentType = request.ContentType,
                    Query = request.Query,
                    Body = request.Body,
                    LeadId = answer?.LeadId,
                    Status = reply.Status,
                    Answer = reply.SentBody,
                    Fault = fault,
                    Fields = answer?.Fields ?? [],
                    Parameters = answer?.Parameters ?? [],
                },
                answer?.Commands ?? []);
            return reply;
        }
    }

    private HttpReply CarryOut(RestRequest request, Caller caller, RestException? refusal, out RestAnswer? answer)
    {
        answer = null;
        var timer = new CallTimer(time, offset);
        try
        {
            answer = refusal is not null ? throw refusal
                : string.Equals(request.Method, Batch.MethodName, StringComparison.OrdinalIgnoreCase)
                    ? new Batch(_methods, limits, faults).Run(caller, request.Parameters, request.Verb, timer)
                    : _methods.Call(caller, request.Method, request.Parameters);
            return HttpReply.Json(200, RestAnswer.Write(answer.ToEnvelope()));
        }
        catch (RestException e)
        {
            return HttpReply.Json(e.Status, RestAnswer.Write(e.ToAnswer()));
        }
    }

    private RestException? Authorise(RestRequest request, out Caller caller)
    {
        caller = Caller.Webhook;
        return request.Method.Length == 0 ? new RestException(404, "ERROR_METHOD_NOT_FOUND", "Method not found!")
            : request.User.Length == 0 ? new RestException(401, "NO_AUTH_FOUND", "Wrong authorization data")
            : request.User != EmulatedPortal.UserId.ToString(CultureInfo.InvariantCulture) || request.Secret != secret
                ? new RestException(401, "INVALID_CREDENTIALS", "Invalid request credentials")
            : null;
    }
}
