using System.Globalization;
using System.Text.Json.Nodes;
using LeadGen.Testing.Hosting;
using LeadGen.Testing.Journal;
using LeadGen.Testing.Limits;
using LeadGen.Testing.OAuth;
using LeadGen.Testing.Portal;
using Microsoft.AspNetCore.Http;

namespace LeadGen.Testing.Rest;

/// <summary>Answers HTTP requests: checks who calls, calls the method, wraps the answer, and keeps the journal.</summary>
internal sealed class RestEndpoint(
    EmulatedPortal portal, CallJournal journal, FaultQueue faults, CallLimits limits, TokenRegistry? tokens, PortalEmulatorOptions options, string secret)
{
    /// <summary>Beyond what any lead holds; a portal takes two gigabytes.</summary>
    public const long MaxBodySize = 64 * 1024 * 1024;

    private readonly MeteredMethods _methods = new(new RestMethods(portal, journal.IsRead), limits, () => new CallTimer(options.TimeProvider, options.ServerZone));

    /// <summary>Where the portal is, once it moved; requests that come to another address are sent there. Changed by who holds the portal's gate.</summary>
    public PortalSite? MovedTo { get; set; }

    public async Task AnswerAsync(HttpContext context, PortalSite site)
    {
        RestRequest request = await RestRequest.ReadAsync(context.Request, context.RequestAborted).ConfigureAwait(false);
        await Answer(request, site).SendAsync(context).ConfigureAwait(false);
    }

    private HttpReply Answer(RestRequest request, PortalSite site)
    {
        bool isForTokens = tokens is not null && request.Method == TokenRegistry.MethodName;
        lock (portal.Gate)
        {
            PortalFault? fault = null;
            RestAnswer? answer = null;
            HttpReply reply;
            if (isForTokens)
            {
                fault = faults.TakeNamed(request.Method);
                reply = fault is { AfterCall: false, Instead: { } instead } ? instead : Refresh(request, MovedTo ?? site, site);
            }
            else if (MovedTo is { } target && target != site)
            {
                reply = Redirect(request, target);
            }
            else
            {
                // Limits come first: a request that they refuse uses up no fault, and a fault replaces any other answer.
                RestException? unauthorised = Authorise(request, out Caller caller);
                RestException? refusal = limits.Refuse() ?? (unauthorised is null ? limits.Refuse(caller, request.Method) : null);
                fault = refusal is null ? faults.Take(request.Method) : null;
                reply = fault is { AfterCall: false, Instead: { } instead } ? instead : CarryOut(request, caller, refusal ?? unauthorised, out answer);
            }

            reply = fault?.Apply(reply) ?? reply;
            if (journal.IsRead)
            {
                journal.Add(Describe(request, isForTokens, reply, answer, fault), answer?.Commands ?? []);
            }

            return reply;
        }
    }

    private HttpReply CarryOut(RestRequest request, Caller caller, RestException? refusal, out RestAnswer? answer)
    {
        answer = null;
        var timer = new CallTimer(options.TimeProvider, options.ServerZone);
        try
        {
            answer = refusal is not null ? throw refusal
                : string.Equals(request.Method, Batch.MethodName, StringComparison.OrdinalIgnoreCase)
                    ? new Batch(_methods, limits, faults, journal.IsRead).Run(caller, new CallArguments(request.Parameters), request.Verb, timer)
                    : _methods.Call(caller, request.Method, new CallArguments(request.Parameters));
            return Json(200, answer.ToEnvelope());
        }
        catch (RestException e)
        {
            return Json(e.Status, e.ToAnswer());
        }
    }

    private HttpReply Refresh(RestRequest request, PortalSite current, PortalSite server)
    {
        try
        {
            return Json(200, tokens!.Refresh(request.Parameters, current.ClientEndpoint, server.ClientEndpoint));
        }
        catch (RestException e)
        {
            return Json(e.Status, e.ToAnswer());
        }
    }

    // In front of the portal: nothing is counted, and no fault is used up.
    private static HttpReply Redirect(RestRequest request, PortalSite target)
    {
        Uri address = request.IsSecure ? target.SecureAddress! : target.Address;
        return new HttpReply(302, "text/html; charset=utf-8", "") { Location = new Uri(address.GetLeftPart(UriPartial.Authority) + request.PathAndQuery) };
    }

    private RestException? Authorise(RestRequest request, out Caller caller)
    {
        caller = request.User.Length == 0 ? Caller.Application : Caller.Webhook;
        return request.Method.Length == 0 || request.Method == TokenRegistry.MethodName ? new RestException(404, "ERROR_METHOD_NOT_FOUND", "Method not found!")
            : caller == Caller.Application ? (tokens is null ? new RestException(401, "NO_AUTH_FOUND", "Wrong authorization data") : tokens.Refuse(request.Parameters))
            : request.User != EmulatedPortal.UserId.ToString(CultureInfo.InvariantCulture) || request.Secret != secret
                // 403 in the system errors of https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-update.html; other libraries know 401.
                ? new RestException(403, "INVALID_CREDENTIALS", "Invalid request credentials")
            : null;
    }

    private static PortalCall Describe(RestRequest request, bool isForTokens, HttpReply reply, RestAnswer? answer, PortalFault? fault)
    {
        (string query, string body) = !isForTokens ? (request.Query, request.Body)
            : request.Query.Length > 0 ? (SecretMask.Arguments(request.Parameters), "")
            : ("", SecretMask.Arguments(request.Parameters));
        return new PortalCall
        {
            Method = request.Method,
            Verb = request.Verb,
            ContentType = request.ContentType,
            Query = query,
            Body = body,
            LeadId = answer?.LeadId,
            Status = reply.Status,
            Answer = reply.SentBody,
            Fault = fault,
            Fields = answer?.Fields ?? [],
            Parameters = answer?.Parameters ?? [],
        };
    }

    private static HttpReply Json(int status, JsonNode body) => HttpReply.Json(status, RestAnswer.Write(body));
}
