using System.Text.Json;
using LeadGen.Tests.Client;

namespace LeadGen.Tests.Authentication;

/// <summary>A portal that accepts one access token, and the server that gives the pair <c>n + 1</c> for the refresh token <c>n</c>, once.</summary>
internal sealed class OAuthPortal
{
    public const string ClientSecret = "applications0wnsecret";

    public const string Endpoint = "https://acme.bitrix24.ru/rest/";

    private readonly HashSet<string> _used = [];

    public OAuthPortal() => Http = new StubPortal(AnswerAsync);

    public StubPortal Http { get; }

    /// <summary>The number of the token that the portal accepts.</summary>
    public int Valid { get; set; } = 1;

    /// <summary>The refresh tokens that the server was asked with.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>What the server says instead, by how often it was asked before.</summary>
    public Func<int, HttpResponseMessage?> Instead { get; set; } = static _ => null;

    /// <summary>What the server does before it answers.</summary>
    public Func<Task> BeforeExchange { get; set; } = static () => Task.CompletedTask;

    /// <summary>What the portal answers instead of looking at a call.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage?> BeforeRequest { get; set; } = static _ => null;

    /// <summary>What the portal does before it answers a call with that token.</summary>
    public Func<string, Task<HttpResponseMessage?>> BeforeCall { get; set; } = static _ => Task.FromResult<HttpResponseMessage?>(null);

    /// <summary>The access tokens that calls have carried.</summary>
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

    /// <summary>Is done when that many calls were made.</summary>
    public Task Gather(int calls)
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
        if (request.Content is null)
        {
            return await ExchangeAsync(request.RequestUri!);
        }

        if (BeforeRequest(request) is { } redirect)
        {
            return redirect;
        }

        string body = await request.Content.ReadAsStringAsync(cancellationToken);
        string token = Auth(body);
        if (await BeforeCall(token) is { } instead)
        {
            return instead;
        }

        if (token != $"access{Valid}")
        {
            return Script.Json("""{"error": "expired_token", "error_description": "The access token provided has expired."}""", 401)();
        }

        using JsonDocument json = JsonDocument.Parse(body);
        string results = json.RootElement.TryGetProperty("cmd", out JsonElement rows)
            ? $$"""{"result": { {{string.Join(',', rows.EnumerateObject().Select(static r => $"\"{r.Name}\": true"))}} }, "result_error": [], "result_time": []}"""
            : "true";
        return Script.Json($$"""{"result": {{results}}}""")();
    }

    private async Task<HttpResponseMessage> ExchangeAsync(Uri address)
    {
        string token = address.Query[(address.Query.LastIndexOf('=') + 1)..];
        int before;
        bool isFirst;
        lock (Asked)
        {
            before = Asked.Count;
            Asked.Add(token);
            isFirst = !_used.Contains(token);
        }

        await BeforeExchange();
        if (Instead(before) is { } instead)
        {
            return instead;
        }

        lock (Asked)
        {
            return isFirst && _used.Add(token)
                ? Script.Json(Pair(int.Parse(token["refresh".Length..], null) + 1))()
                : Script.Json("""{"error": "invalid_grant", "error_description": "Invalid grant"}""", 400)();
        }
    }
}
