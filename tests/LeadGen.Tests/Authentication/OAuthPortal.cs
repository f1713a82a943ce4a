using System.Text.Json;
using LeadGen.Tests.Client;

namespace LeadGen.Tests.Authentication;

/// <summary>Simulates a portal that accepts one access token, and a server that exchanges each refresh token once for the next pair.</summary>
internal sealed class OAuthPortal
{
    public const string ClientSecret = "applications0wnsecret";

    public const string Endpoint = "https://acme.bitrix24.ru/rest/";

    private readonly HashSet<string> _used = [];

    public OAuthPortal() => Http = new StubPortal(AnswerAsync);

    public StubPortal Http { get; }

    /// <summary>Gets or sets the number of the token that the portal accepts.</summary>
    public int ValidToken { get; set; } = 1;

    /// <summary>Gets the refresh tokens that the server received.</summary>
    public List<string> RefreshTokens { get; } = [];

    /// <summary>Gets the HTTP methods, addresses and forms of the token requests.</summary>
    public List<(HttpMethod Method, Uri Address, string Form)> TokenRequests { get; } = [];

    /// <summary>Gets or sets a function that overrides the reply of the server. Its argument is the number of earlier requests.</summary>
    public Func<int, HttpResponseMessage?> OverrideReply { get; set; } = static _ => null;

    /// <summary>Gets or sets a callback that runs before the server replies.</summary>
    public Func<Task> BeforeExchange { get; set; } = static () => Task.CompletedTask;

    /// <summary>Gets or sets a function that can reply to a call before its token is checked.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage?> BeforeRequest { get; set; } = static _ => null;

    /// <summary>Gets or sets a callback that runs before the reply to a call with the specified token, and can override the reply.</summary>
    public Func<string, Task<HttpResponseMessage?>> BeforeCall { get; set; } = static _ => Task.FromResult<HttpResponseMessage?>(null);

    /// <summary>Gets the access tokens of the calls.</summary>
    public string[] Calls
    {
        get
        {
            lock (Http.Requests)
            {
                return [.. Http.Requests.Where(static r => r.Body.Length > 0).Select(static r => Auth(r.Body))];
            }
        }
    }

    public static OAuthToken Token(int number, string endpoint = Endpoint) =>
        new($"access{number}", $"refresh{number}", DateTimeOffset.UnixEpoch.AddHours(number), new Uri(endpoint, UriKind.RelativeOrAbsolute), "member");

    public static string Pair(int number, string endpoint = Endpoint) =>
        $$"""{"access_token": "access{{number}}", "refresh_token": "refresh{{number}}", "expires_in": 3600, "client_endpoint": "{{endpoint}}", "member_id": "member"}""";

    public Bitrix24Client Client(IOAuthTokenStore store, int maxRetries = 0, Action<Bitrix24ClientOptions>? configure = null)
    {
        var options = new Bitrix24ClientOptions
        {
            OAuth = new OAuthApplication { ClientId = "app.1", ClientSecret = ClientSecret, TokenStore = store },
            Limits = PortalLimits.None,
            Retries = { MaxRetries = maxRetries },
            TimeProvider = new SkippingClock(),
        };
        configure?.Invoke(options);
        return Http.Client(options);
    }

    /// <summary>Returns a task that completes after the specified number of calls.</summary>
    public Task WaitForCalls(int calls)
    {
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int there = 0;
        BeforeCall = _ =>
        {
            if (Interlocked.Increment(ref there) == calls)
            {
                all.SetResult();
            }

            return Task.FromResult<HttpResponseMessage?>(null);
        };
        return all.Task;
    }

    private static string Auth(string body)
    {
        using JsonDocument json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("auth").GetString()!;
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.AbsolutePath == "/oauth/token/")
        {
            string form = request.Content is null ? request.RequestUri.Query : await request.Content.ReadAsStringAsync(cancellationToken);
            lock (TokenRequests)
            {
                TokenRequests.Add((request.Method, request.RequestUri, form));
            }

            return await ExchangeAsync(form);
        }

        if (BeforeRequest(request) is { } redirect)
        {
            return redirect;
        }

        string body = await request.Content!.ReadAsStringAsync(cancellationToken);
        string token = Auth(body);
        if (await BeforeCall(token) is { } instead)
        {
            return instead;
        }

        if (token != $"access{ValidToken}")
        {
            return Script.Json("""{"error": "expired_token", "error_description": "The access token provided has expired."}""", 401)();
        }

        using JsonDocument json = JsonDocument.Parse(body);
        string results = json.RootElement.TryGetProperty("cmd", out JsonElement rows)
            ? $$"""{"result": { {{string.Join(',', rows.EnumerateObject().Select(static r => $"\"{r.Name}\": true"))}} }, "result_error": [], "result_time": []}"""
            : "true";
        return Script.Json($$"""{"result": {{results}}}""")();
    }

    private async Task<HttpResponseMessage> ExchangeAsync(string form)
    {
        string token = form[(form.LastIndexOf('=') + 1)..];
        int before;
        bool isFirst;
        lock (RefreshTokens)
        {
            before = RefreshTokens.Count;
            RefreshTokens.Add(token);
            isFirst = !_used.Contains(token);
        }

        await BeforeExchange();
        if (OverrideReply(before) is { } instead)
        {
            return instead;
        }

        lock (RefreshTokens)
        {
            return isFirst && _used.Add(token)
                ? Script.Json(Pair(int.Parse(token["refresh".Length..], null) + 1))()
                : Script.Json("""{"error": "invalid_grant", "error_description": "Invalid grant"}""", 400)();
        }
    }
}
