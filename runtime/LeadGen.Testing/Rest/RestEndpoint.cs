using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using LeadGen.Testing.Journal;
using LeadGen.Testing.Portal;
using Microsoft.AspNetCore.Http;

namespace LeadGen.Testing.Rest;

/// <summary>Answers HTTP requests: checks the webhook, calls the method, wraps the answer, and keeps the journal.</summary>
internal sealed class RestEndpoint(EmulatedPortal portal, CallJournal journal, TimeProvider time, TimeSpan offset, string secret)
{
    /// <summary>Beyond what any lead holds; a portal takes two gigabytes.</summary>
    public const long MaxBodySize = 64 * 1024 * 1024;

    private readonly RestMethods _methods = new(portal);

    public async Task AnswerAsync(HttpContext context)
    {
        RestRequest request = await RestRequest.ReadAsync(context.Request, context.RequestAborted).ConfigureAwait(false);
        (int status, string body) = Answer(request);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(body, Encoding.UTF8, context.RequestAborted).ConfigureAwait(false);
    }

    private (int Status, string Body) Answer(RestRequest request)
    {
        lock (portal.Gate)
        {
            CallTimer timer = StartTimer();
            RestAnswer? answer = null;
            JsonObject envelope;
            int status = 200;
            try
            {
                CheckWebhook(request);
                answer = string.Equals(request.Method, Batch.MethodName, StringComparison.OrdinalIgnoreCase)
                    ? new Batch(_methods, StartTimer).Run(request.Parameters, request.Verb)
                    : _methods.Call(request.Method, request.Parameters);
                envelope = answer.ToEnvelope(timer.ToBlock());
            }
            catch (RestException e)
            {
                status = e.Status;
                envelope = e.ToAnswer();
            }

            string body = RestAnswer.Write(envelope);
            journal.Add(
                new PortalCall
                {
                    Method = request.Method,
                    Verb = request.Verb,
                    ContentType = request.ContentType,
                    Query = request.Query,
                    Body = request.Body,
                    LeadId = answer?.LeadId,
                    Status = status,
                    Answer = body,
                    Fields = answer?.Fields ?? [],
                    Parameters = answer?.Parameters ?? [],
                },
                answer?.Commands ?? []);
            return (status, body);
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
