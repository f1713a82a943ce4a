using System.Globalization;
using System.Text.Json.Nodes;
using LeadGen.Testing.Hosting;
using LeadGen.Testing.Journal;
using LeadGen.Testing.Limits;
using LeadGen.Testing.OAuth;
using LeadGen.Testing.Portal;
using Microsoft.AspNetCore.Http;

namespace LeadGen.Testing.Rest;

/// <summary>Handles HTTP requests: authenticates the caller, executes the method, creates the response and writes the journal.</summary>
internal sealed class RestEndpoint(
    EmulatedPortal portal, CallJournal journal, FaultQueue faults, CallLimits limits, TokenRegistry? tokens, PortalEmulatorOptions options, string secret)
{
    /// <summary>The maximum size of a request body, in bytes. Larger than any lead; a portal accepts two gigabytes.</summary>
    public const long MaxBodySize = 64 * 1024 * 1024;

    private readonly MeteredMethods _methods = new(new RestMethods(portal, journal.IsEnabled), limits, () => new CallTimer(options.TimeProvider, options.ServerZone));

    /// <summary>Adds a method that a test provides, or replaces a method. Callers must hold the portal's lock.</summary>
    public void HandleMethod(string method, Func<JsonObject, PortalMethodResult> handler) => _methods.Handle(method, handler);

    /// <summary>
    /// Gets or sets the server at the portal's current address; <see langword="null"/> before the first move. Requests to other
    /// addresses are redirected to it. Callers must hold the portal's lock to set it.
    /// </summary>
    public PortalServer? MovedTo { get; set; }

    public async Task HandleAsync(HttpContext context, PortalServer server)
    {
        RestRequest request = await RestRequest.ReadAsync(context.Request, context.RequestAborted).ConfigureAwait(false);
        await Handle(request, server).SendAsync(context).ConfigureAwait(false);
    }

    private HttpReply Handle(RestRequest request, PortalServer server)
    {
        bool isTokenRequest = tokens is not null && request.Method == TokenRegistry.MethodName;
        lock (portal.SyncRoot)
        {
            PortalFault? fault = null;
            MethodResult? result = null;
            HttpReply reply;
            if (isTokenRequest)
            {
                fault = faults.TakeForMethod(request.Method);
                reply = fault is { AfterCall: false, Replacement: { } replacement } ? replacement : ExchangeTokens(request, MovedTo ?? server, server);
            }
            else if (MovedTo is { } target && target != server)
            {
                reply = Redirect(request, target);
            }
            else
            {
                // Limits come first: a rejected request does not consume a fault, and a fault replaces any other response.
                RestException? authenticationError = Authenticate(request, out Caller caller);
                RestException? limitError = limits.CheckRequest()
                    ?? (authenticationError is null ? limits.CheckOperatingTime(caller, request.Method) : null);
                fault = limitError is null ? faults.Take(request.Method) : null;
                reply = fault is { AfterCall: false, Replacement: { } replacement } ? replacement : Execute(request, server, caller, limitError ?? authenticationError, out result);
            }

            reply = fault?.Apply(reply) ?? reply;
            if (journal.IsEnabled)
            {
                journal.Add(CreateJournalEntry(request, isTokenRequest, reply, result, fault), result?.Commands ?? []);
            }

            return reply;
        }
    }

    private HttpReply Execute(RestRequest request, PortalServer server, Caller caller, RestException? error, out MethodResult? result)
    {
        result = null;
        var timer = new CallTimer(options.TimeProvider, options.ServerZone);
        try
        {
            portal.Files = CreateFileAddresses(request, server);
            if (FileEndpoint.IsFile(request))
            {
                return FileEndpoint.Execute(portal, request, error);
            }

            result = error is not null ? throw error
                : string.Equals(request.Method, Batch.MethodName, StringComparison.OrdinalIgnoreCase)
                    ? new Batch(_methods, limits, faults, journal.IsEnabled).Run(caller, new CallArguments(request.Parameters), request.Verb, timer)
                    : _methods.Call(caller, request.Method, new CallArguments(request.Parameters));
            return Json(200, result.ToEnvelope());
        }
        catch (RestException e)
        {
            return Json(e.Status, e.ToJson());
        }
    }

    private FileAddresses CreateFileAddresses(RestRequest request, PortalServer server) => new(
        request.IsSecure ? server.SecureAddress! : server.Address,
        request.User.Length == 0 ? null : $"/rest/{request.User}/{request.Secret}/",
        (request.Parameters.Find("auth") ?? request.Parameters.Find("access_token"))?.Text ?? "",
        portal.FileKey);

    private HttpReply ExchangeTokens(RestRequest request, PortalServer current, PortalServer server)
    {
        try
        {
            return Json(200, tokens!.Exchange(request.Parameters, current.ClientEndpoint, server.ClientEndpoint));
        }
        catch (RestException e)
        {
            return Json(e.Status, e.ToJson());
        }
    }

    // A redirect does not count towards the limits and does not consume a fault.
    private static HttpReply Redirect(RestRequest request, PortalServer target)
    {
        Uri address = request.IsSecure ? target.SecureAddress! : target.Address;
        return new HttpReply(302, "text/html; charset=utf-8", "") { Location = new Uri(address.GetLeftPart(UriPartial.Authority) + request.PathAndQuery) };
    }

    private RestException? Authenticate(RestRequest request, out Caller caller)
    {
        caller = request.User.Length == 0 ? Caller.Application : Caller.Webhook;
        return request.Method.Length == 0 || request.Method == TokenRegistry.MethodName ? new RestException(404, "ERROR_METHOD_NOT_FOUND", "Method not found!")
            : caller == Caller.Application ? (tokens is null ? new RestException(401, "NO_AUTH_FOUND", "Wrong authorization data") : tokens.Validate(request.Parameters))
            : request.User != EmulatedPortal.UserId.ToString(CultureInfo.InvariantCulture) || request.Secret != secret
                // 403 according to the system errors of https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-update.html; other libraries expect 401.
                ? new RestException(403, "INVALID_CREDENTIALS", "Invalid request credentials")
            : null;
    }

    private static PortalCall CreateJournalEntry(RestRequest request, bool isTokenRequest, HttpReply reply, MethodResult? result, PortalFault? fault)
    {
        (string query, string body) = !isTokenRequest ? (request.Query, request.Body)
            : request.Query.Length > 0 ? (SecretMask.MaskArguments(request.Parameters), "")
            : ("", SecretMask.MaskArguments(request.Parameters));
        return new PortalCall
        {
            Method = request.Method,
            Verb = request.Verb,
            ContentType = request.ContentType,
            Query = query,
            Body = body,
            LeadId = result?.LeadId,
            Status = reply.Status,
            Answer = reply.SentBody,
            Fault = fault,
            Fields = result?.Fields ?? [],
            Parameters = result?.Parameters ?? [],
        };
    }

    private static HttpReply Json(int status, JsonNode body) => HttpReply.Json(status, MethodResult.Write(body));
}
