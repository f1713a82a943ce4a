using System.Globalization;
using LeadGen.Testing.Journal;
using LeadGen.Testing.Portal;
using Microsoft.AspNetCore.Http;

namespace LeadGen.Testing.Rest;

/// <summary>Answers HTTP requests: checks the webhook, calls the method, wraps the answer, and keeps the journal.</summary>
internal sealed class RestEndpoint(EmulatedPortal portal, CallJournal journal, FaultQueue faults, TimeProvider time, TimeSpan offset, string secret)
{
    /// <summary>Beyond what any lead holds; a portal takes two gigabytes.</summary>
    public const long MaxBodySize = 64 * 1024 * 1024;

    private readonly RestMethods _methods = new(portal);

    public async Task AnswerAsync(HttpContext context)
    {
        RestRequest request = await RestRequest.ReadAsync(context.Request, context.RequestAborted).ConfigureAwait(false);
        await Answer(request).SendAsync(context).ConfigureAwait(false);
    }

    private HttpReply Answer(RestRequest request)
    {
        lock (portal.Gate)
        {
            PortalFault? fault = faults.Take(request.Method);
            RestAnswer? answer = null;
            HttpReply reply = fault is { AfterCall: false, Instead: { } instead } ? instead : CarryOut(request, out answer);
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

    private HttpReply CarryOut(RestRequest request, out RestAnswer? answer)
    {
        answer = null;
        CallTimer timer = StartTimer();
        try
        {
            CheckWebhook(request);
            answer = string.Equals(request.Method, Batch.MethodName, StringComparison.OrdinalIgnoreCase)
                ? new Batch(_methods, StartTimer, faults).Run(request.Parameters, request.Verb)
                : _methods.Call(request.Method, request.Parameters);
            return HttpReply.Json(200, RestAnswer.Write(answer.ToEnvelope(timer.ToBlock())));
        }
        catch (RestException e)
        {
            return HttpReply.Json(e.Status, RestAnswer.Write(e.ToAnswer()));
        }
    }

    private CallTimer StartTimer() => new(time, offset);

    private void CheckWebhook(RestRequest request)
    {
        if (request.Method.Length == 0)
        {
            throw new RestException(404, "ERROR_METHOD_NOT_FOUND", "Method not found!");
        }

        if (request.User.Length == 0)
        {
            throw new RestException(401, "NO_AUTH_FOUND", "Wrong authorization data");
        }

        if (request.User != EmulatedPortal.UserId.ToString(CultureInfo.InvariantCulture) || request.Secret != secret)
        {
            throw new RestException(401, "INVALID_CREDENTIALS", "Invalid request credentials");
        }
    }
}
