using System.Text.Json;
using LeadGen.Tests.Client;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Authentication;

public class OAuthTests
{
    private const string ClientSecret = "applications0wnsecret";

    private static readonly Uri s_endpoint = new("https://acme.bitrix24.ru/rest/");
    private static readonly LeadUpdate s_update = new LeadUpdate(5).SetName("Анна");

    private readonly Store _store = new(Token(0));
    private int _valid = 1;
    private int _exchanges;

    [Fact]
    public async Task The_token_is_sent_in_the_body_and_not_in_the_URL()
    {
        _valid = 0;
        StubPortal portal = Portal();
        await Client(portal).UpdateAsync(s_update);
        await Assert.ThrowsAsync<Bitrix24ReplyException>(() => Client(portal).CheckSchemaAsync<Lead>());

        Assert.Equal("https://acme.bitrix24.ru/rest/crm.lead.update.json", portal.Requests[0].Request.RequestUri!.AbsoluteUri);
        Assert.Equal("""{"id":5,"fields":{"NAME":"Анна"},"auth":"access0"}""", portal.Requests[0].Body);
        Assert.Equal("""{"auth":"access0"}""", portal.Requests[1].Body);
    }

    [Fact]
    public async Task Concurrent_callers_share_one_refresh_that_is_saved_before_use()
    {
        StubPortal portal = Portal();
        Bitrix24Client client = Client(portal);
        await Task.WhenAll(Enumerable.Range(1, 20).Select(i => Task.Run(() => client.UpdateAsync(new LeadUpdate(i).SetName("Анна")))));

        Assert.Equal(1, _exchanges);
        Assert.Equal("refresh1", _store.Token!.RefreshToken);
        int firstUse = portal.Requests.FindIndex(r => r.Body.Contains("access1", StringComparison.Ordinal));
        Assert.True(firstUse > portal.Requests.FindIndex(r => r.Request.RequestUri!.AbsolutePath == "/oauth/token/"));
        Assert.True(_store.WasSavedBefore(firstUse));
    }

    [Fact]
    public async Task New_tokens_are_not_used_until_they_are_saved()
    {
        _store.Fails = 1;
        StubPortal portal = Portal();
        Bitrix24Client client = Client(portal);
        await Assert.ThrowsAsync<Bitrix24TokenStoreException>(() => client.UpdateAsync(s_update));
        Assert.DoesNotContain(portal.Requests, r => r.Body.Contains("access1", StringComparison.Ordinal));

        await client.UpdateAsync(s_update);
        Assert.Equal(1, _exchanges);
        Assert.Equal("access1", _store.Token!.AccessToken);
    }

    [Fact]
    public async Task Tokens_that_another_process_saved_are_used_without_a_refresh()
    {
        StubPortal portal = Portal();
        Bitrix24Client client = Client(portal);
        _valid = 0;
        await client.UpdateAsync(s_update);
        _valid = 7;
        _store.Token = Token(7);

        await client.UpdateAsync(s_update);
        Assert.Equal(0, _exchanges);
    }

    [Fact]
    public async Task The_exception_of_a_rejected_refresh_contains_instructions_and_no_secret()
    {
        _store.Token = Token(99);
        Bitrix24AuthenticationException e = await Assert.ThrowsAsync<Bitrix24AuthenticationException>(() => Client(Portal()).UpdateAsync(s_update));

        Assert.Contains("must install the application again", e.Message, StringComparison.Ordinal);
        Assert.Equal("invalid_grant", e.ErrorCode);
        Assert.All(new[] { "access99", "refresh99", ClientSecret }, secret => Assert.DoesNotContain(secret, e.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_tokens_a_call_says_that_the_application_is_not_installed()
    {
        _store.Token = null;
        Bitrix24AuthenticationException e = await Assert.ThrowsAsync<Bitrix24AuthenticationException>(() => Client(Portal()).UpdateAsync(s_update));
        Assert.Contains("not installed", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_that_are_rejected_again_are_refreshed_only_once()
    {
        _valid = -1;
        await Assert.ThrowsAsync<Bitrix24AuthenticationException>(() => Client(Portal()).UpdateAsync(s_update));
        Assert.Equal(1, _exchanges);
    }

    [Fact]
    public async Task A_canceled_caller_does_not_cancel_the_refresh_for_others()
    {
        using var source = new CancellationTokenSource();
        var held = new TaskCompletionSource();
        StubPortal portal = Portal(beforeExchange: async () =>
        {
            await source.CancelAsync();
            await held.Task;
        });
        Bitrix24Client client = Client(portal);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.UpdateAsync(s_update, source.Token));
        held.SetResult();

        await client.UpdateAsync(s_update);
        Assert.Equal(1, _exchanges);
    }

    [Fact]
    public void ToString_does_not_contain_tokens_or_secrets()
    {
        Assert.DoesNotContain("access0", Token(0).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("refresh0", Token(0).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(ClientSecret, Options().OAuth!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_needs_exactly_one_kind_of_credentials()
    {
        Assert.Throws<ArgumentException>(() => new Bitrix24Client(new Bitrix24ClientOptions()));
        Bitrix24ClientOptions both = Options();
        both.Webhook = StubPortal.Webhook;
        Assert.DoesNotContain(StubPortal.Secret, Assert.Throws<ArgumentException>(() => new Bitrix24Client(both)).Message, StringComparison.Ordinal);
    }

    private static OAuthToken Token(int number) => new($"access{number}", $"refresh{number}", DateTimeOffset.UnixEpoch, s_endpoint, "member");

    private Bitrix24ClientOptions Options() => new()
    {
        OAuth = new OAuthApplication { ClientId = "app.1", ClientSecret = ClientSecret, TokenStore = _store },
        Limits = PortalLimits.None,
        Retries = { MaxRetries = 0 },
        TimeProvider = new SkippingClock(),
    };

    private Bitrix24Client Client(StubPortal portal)
    {
        _store.Portal = portal;
        return portal.Client(Options());
    }

    private StubPortal Portal(Func<Task>? beforeExchange = null) => new(async (request, _) =>
    {
        if (request.RequestUri!.AbsolutePath == "/oauth/token/")
        {
            await (beforeExchange?.Invoke() ?? Task.CompletedTask);
            string query = Uri.UnescapeDataString(await request.Content!.ReadAsStringAsync(CancellationToken.None));
            Assert.Contains($"grant_type=refresh_token&client_id=app.1&client_secret={ClientSecret}&refresh_token=", query, StringComparison.Ordinal);
            if (!query.EndsWith("refresh0", StringComparison.Ordinal))
            {
                return Script.Json("""{"error": "invalid_grant", "error_description": "Invalid grant"}""", 400)();
            }

            Interlocked.Increment(ref _exchanges);
            return Script.Json("""{"access_token": "access1", "refresh_token": "refresh1", "expires_in": 3600, "client_endpoint": "https://acme.bitrix24.ru/rest/", "member_id": "member"}""", 200)();
        }

        string auth = JsonDocument.Parse(await request.Content!.ReadAsStringAsync(CancellationToken.None)).RootElement.GetProperty("auth").GetString()!;
        return auth == $"access{_valid}"
            ? Script.Json("""{"result": true}""", 200)()
            : Script.Json("""{"error": "expired_token", "error_description": "The access token provided has expired."}""", 401)();
    });

    private sealed class Store(OAuthToken? token) : IOAuthTokenStore
    {
        private int _requestsAtSave = int.MaxValue;

        public OAuthToken? Token { get; set; } = token;

        public int Fails { get; set; }

        public StubPortal? Portal { get; set; }

        public bool WasSavedBefore(int request) => _requestsAtSave <= request;

        public ValueTask<StoredOAuthToken?> ReadAsync(CancellationToken cancellationToken) => new(Token is null ? null : new StoredOAuthToken(Token, 1));

        public async ValueTask<bool> TrySaveAsync(StoredOAuthToken token, CancellationToken cancellationToken)
        {
            await Task.Delay(20, cancellationToken);
            if (Fails-- > 0)
            {
                throw new IOException("The disk is full.");
            }

            lock (Portal!.Requests)
            {
                _requestsAtSave = Portal.Requests.Count;
            }

            Token = token.Token;
            return true;
        }
    }
}
