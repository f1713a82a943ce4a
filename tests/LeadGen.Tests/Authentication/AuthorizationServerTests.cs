using System.Net;
using LeadGen.Tests.Client;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Authentication;

public class AuthorizationServerTests
{
    private static readonly LeadUpdate s_update = new LeadUpdate(5).SetName("Анна").AddPhone("+7 999 123-45-67", PhoneType.Work);

    private readonly OAuthPortal _portal = new();
    private readonly StubTokenStore _store = new(OAuthPortal.Token(0));

    [Theory]
    [InlineData("500 page", typeof(Bitrix24ServerException))]
    [InlineData("503 temporarily_unavailable", typeof(Bitrix24ServerException))]
    [InlineData("503 QUERY_LIMIT_EXCEEDED", typeof(Bitrix24ServerException))]
    [InlineData("429 page", typeof(Bitrix24ServerException))]
    [InlineData("429 slow_down", typeof(Bitrix24ServerException))]
    [InlineData("408 page", typeof(Bitrix24ServerException))]
    [InlineData("503 ERROR_OF_TOMORROW", typeof(Bitrix24ServerException))]
    [InlineData("200 INTERNAL_SERVER_ERROR", typeof(Bitrix24ServerException))]
    [InlineData("200 page", typeof(Bitrix24ReplyException))]
    [InlineData("404 page", typeof(Bitrix24ReplyException))]
    [InlineData("200 half", typeof(Bitrix24ReplyException))]
    [InlineData("200 list", typeof(Bitrix24ReplyException))]
    [InlineData("200 surrogate", typeof(Bitrix24ReplyException))]
    [InlineData("302 redirect", typeof(Bitrix24ReplyException))]
    [InlineData("200 garbled", typeof(Bitrix24TransportException))]
    [InlineData("200 endless", typeof(Bitrix24TransportException))]
    [InlineData("0 broken", typeof(Bitrix24TransportException))]
    [InlineData("0 open circuit", typeof(Bitrix24TransportException))]
    public async Task A_transient_failure_of_the_server_is_retried(string answer, Type expected)
    {
        _portal.OverrideReply = before => before % 2 == 0 ? Answer(answer) : null;
        Bitrix24Client client = _portal.Client(_store);
        Exception? e = await Record.ExceptionAsync(() => client.UpdateAsync(s_update));

        Assert.IsType(expected, e);
        Assert.Equal((true, false), (((Bitrix24Exception)e).IsTransient, ((Bitrix24Exception)e).IsOutcomeUnknown));
        Assert.All(
            new[] { "access0", "refresh0", OAuthPortal.ClientSecret }, secret => Assert.DoesNotContain(secret, e.ToString(), StringComparison.Ordinal));
        await client.UpdateAsync(s_update);

        _portal.RefreshTokens.Clear();
        (_portal.ValidToken, _store.Token) = (21, OAuthPortal.Token(20));
        await _portal.Client(_store, maxRetries: 1).UpdateAsync(s_update);
        Assert.Equal(["refresh20", "refresh20"], _portal.RefreshTokens);
    }

    [Theory]
    [InlineData(400, "invalid_grant")]
    [InlineData(503, "invalid_grant")]
    [InlineData(401, "invalid_client")]
    [InlineData(200, "UNAUTHORIZED_CLIENT")]
    [InlineData(400, "invalid_request")]
    [InlineData(400, "insufficient_scope")]
    [InlineData(401, "PAYMENT_REQUIRED")]
    [InlineData(401, "NO_AUTH_FOUND")]
    [InlineData(200, "wrong_client")]
    [InlineData(401, "NOT_INSTALLED")]
    [InlineData(403, "INVALID_SCOPE")]
    [InlineData(500, "PORTAL_DELETED")]
    [InlineData(400, "ERROR_OF_TOMORROW")]
    [InlineData(200, "ERROR_OF_TOMORROW")]
    public async Task A_permanent_error_of_the_server_is_not_retried(int status, string error)
    {
        _portal.OverrideReply = _ => Script.Error(status, error)();
        Bitrix24AuthenticationException e = await Assert.ThrowsAsync<Bitrix24AuthenticationException>(
            () => _portal.Client(_store, maxRetries: 3).UpdateAsync(s_update));

        Assert.Equal((error, (HttpStatusCode?)status, false), (e.ErrorCode, e.StatusCode, e.IsTransient));
        Assert.Matches("(developer|administrator of (the portal|it)) must ", e.Message);
        Assert.Single(_portal.RefreshTokens);
    }

    [Theory]
    [InlineData("invalid_grant")]
    [InlineData("bad_verification_code")]
    [InlineData("expired_token")]
    [InlineData("EXPIRED_TOKEN")]
    [InlineData("invalid_token")]
    public async Task A_refresh_token_that_is_not_valid_needs_a_new_installation(string error)
    {
        _portal.OverrideReply = _ => Script.Error(400, error)();
        Bitrix24AuthenticationException e = await Assert.ThrowsAsync<Bitrix24AuthenticationException>(() => _portal.Client(_store).UpdateAsync(s_update));

        Assert.Contains("The refresh token is no longer valid", e.Message, StringComparison.Ordinal);
        Assert.Contains("install the application again", e.Message, StringComparison.Ordinal);
        Assert.Contains("OAuth.TokenStore then needs the first tokens", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("OAuth.ClientSecret", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, """{"error": "wrong_client"}""")]
    [InlineData(401, """{"error": "NOT_INSTALLED", "error_description": "Application not installed"}""")]
    [InlineData(400, """{"error": {"code": "ERROR_OF_TOMORROW"}}""")]
    public async Task A_rejected_refresh_ends_a_bulk_run(int status, string answer)
    {
        _portal.OverrideReply = _ => Script.Json(answer, status)();
        var outcomes = new List<CrmUpdateResult>();
        await Assert.ThrowsAsync<Bitrix24AuthenticationException>(async () =>
        {
            await foreach (CrmUpdateResult outcome in _portal.Client(_store, maxRetries: 5).UpdateManyAsync(
                Enumerable.Range(1, 100_000).Select(static i => new LeadUpdate(i).SetName("Анна")), new CrmBulkOptions { BatchSize = 10 }))
            {
                outcomes.Add(outcome);
            }
        });

        Assert.Single(_portal.RefreshTokens);
        Assert.InRange(outcomes.Count, 1, 500);
        Assert.DoesNotContain(outcomes, static o => o.Status == CrmUpdateStatus.Updated);
    }

    [Fact]
    public async Task The_password_of_a_proxy_is_not_included_in_exceptions()
    {
        _portal.OverrideReply = static _ => throw new HttpRequestException(
            HttpRequestError.ProxyTunnelError, "The proxy tunnel request to proxy 'http://user:s3cr3t@proxy/' failed.", new IOException("s3cr3t"));
        Bitrix24TransportException e = await Assert.ThrowsAsync<Bitrix24TransportException>(() => _portal.Client(_store).UpdateAsync(s_update));
        Assert.DoesNotContain("s3cr3t", e.ToString(), StringComparison.Ordinal);
        Assert.Contains("the proxy did not open a connection", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_Retry_After_header_of_the_server_is_respected()
    {
        var clock = new SkippingClock();
        _portal.OverrideReply = static before => before > 0 ? null : new HttpResponseMessage(HttpStatusCode.TooManyRequests)
        {
            Headers = { { "Retry-After", "17" } }, Content = new StringContent("busy"),
        };
        await _portal.Client(_store, maxRetries: 1, o => o.TimeProvider = clock).UpdateAsync(s_update);
        Assert.Equal([TimeSpan.FromSeconds(17)], clock.Waits);
    }

    [Theory]
    [InlineData("http://acme.bitrix24.ru/rest/")]
    [InlineData("http://127.0.0.1/rest/")]
    [InlineData("https://evil.example/rest/")]
    [InlineData("https://acme.bitrix24.ru.evil.example/rest/")]
    [InlineData("https://acme.bitrix24.ru@evil.example/rest/")]
    [InlineData("https://user@acme.bitrix24.ru/rest/")]
    [InlineData("https://acme.bitrix24.ru/rest/#fragment")]
    [InlineData("https://ac me.bitrix24.ru/rest/")]
    [InlineData("https://nova.bitrix24.ru:8443/rest/")]
    [InlineData("//acme.bitrix24.ru/rest/")]
    [InlineData("/rest/")]
    [InlineData("rest")]
    [InlineData("")]
    public async Task An_unexpected_endpoint_is_rejected_and_the_tokens_are_saved_with_the_known_endpoint(string endpoint)
    {
        _portal.OverrideReply = _ => Script.Json(OAuthPortal.Pair(1, endpoint))();
        Bitrix24Client client = _portal.Client(_store);
        Bitrix24ReplyException e = await Assert.ThrowsAsync<Bitrix24ReplyException>(() => client.UpdateAsync(s_update));
        Assert.Equal((true, false), (e.IsTransient, e.IsOutcomeUnknown));
        Assert.Equal(new Uri(OAuthPortal.Endpoint), _store.Token!.ClientEndpoint);

        await client.UpdateAsync(s_update);
        Assert.Equal(["access0", "access1"], _portal.Calls);
        Assert.All(_portal.Http.Requests.Where(static r => r.Body.Length > 0), static r => Assert.Equal("acme.bitrix24.ru", r.Request.RequestUri!.Authority));
        Assert.Single(_portal.RefreshTokens);
    }

    [Theory]
    [InlineData(OAuthPortal.Endpoint, "https://nova.bitrix24.ru/rest/")]
    [InlineData(OAuthPortal.Endpoint, "https://acme.bitrix24.ru/rest")]
    [InlineData("https://crm.acme.example/rest/", "https://crm.nova.example/rest/")]
    [InlineData("http://127.0.0.1:5000/rest/", "http://127.0.0.1:5001/rest/")]
    public async Task A_renamed_portal_is_called_at_the_endpoint_of_the_new_tokens(string from, string to)
    {
        _store.Token = OAuthPortal.Token(0, from);
        _portal.OverrideReply = _ => Script.Json(OAuthPortal.Pair(1, to))();
        await _portal.Client(_store, configure: static o => o.AllowedHosts.Add("crm.nova.example")).UpdateAsync(s_update);

        Assert.Equal(to.TrimEnd('/') + "/crm.lead.update.json", _portal.Http.Requests[^1].Request.RequestUri!.AbsoluteUri);
    }

    [Theory]
    [InlineData("9223372036854775807", 180 * 24)]
    [InlineData("\"7200\"", 2)]
    [InlineData("-1", 1)]
    [InlineData("1e99", 1)]
    [InlineData("null", 1)]
    public async Task Tokens_with_any_lifetime_are_saved(string expiresIn, int hours)
    {
        var clock = new SkippingClock();
        _portal.OverrideReply = _ => Script.Json(OAuthPortal.Pair(1).Replace("3600", expiresIn, StringComparison.Ordinal))();
        await _portal.Client(_store, configure: o => o.TimeProvider = clock).UpdateAsync(s_update);
        Assert.Equal(clock.GetUtcNow().AddHours(hours), _store.Token!.ExpiresAt);
    }

    [Fact]
    public async Task A_byte_order_mark_before_the_reply_is_ignored()
    {
        _portal.OverrideReply = _ => Script.Json("\uFEFF" + OAuthPortal.Pair(1))();
        await _portal.Client(_store).UpdateAsync(s_update);
        Assert.Equal("access1", _store.Token!.AccessToken);
    }

    [Fact]
    public async Task A_token_request_is_a_form_and_its_address_contains_no_secret()
    {
        await _portal.Client(_store).UpdateAsync(s_update);
        (HttpMethod, Uri, string) expected = (
            HttpMethod.Post,
            new Uri("https://oauth.bitrix24.tech/oauth/token/"),
            $"grant_type=refresh_token&client_id=app.1&client_secret={OAuthPortal.ClientSecret}&refresh_token=refresh0");
        Assert.Equal([expected], _portal.TokenRequests);
    }

    [Fact]
    public async Task A_token_request_can_be_sent_in_the_address()
    {
        await _portal.Client(_store, configure: static o => o.OAuth!.SendTokenRequestsInUrl = true).UpdateAsync(s_update);
        (HttpMethod method, Uri address, _) = Assert.Single(_portal.TokenRequests);
        Assert.Equal(HttpMethod.Get, method);
        Assert.Equal($"?grant_type=refresh_token&client_id=app.1&client_secret={OAuthPortal.ClientSecret}&refresh_token=refresh0", address.Query);
    }

    [Fact]
    public async Task The_setting_for_a_server_that_accepts_only_GET_is_named()
    {
        _portal.OverrideReply = static _ => Script.Page(405)();
        Bitrix24ReplyException e = await Assert.ThrowsAsync<Bitrix24ReplyException>(() => _portal.Client(_store).UpdateAsync(s_update));
        Assert.EndsWith("set OAuth.SendTokenRequestsInUrl.", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://oauth.example/oauth/token/")]
    [InlineData("/oauth/token/")]
    [InlineData("oauth/token/")]
    public void A_token_endpoint_without_https_is_rejected(string endpoint) =>
        Assert.Throws<ArgumentException>(() => _portal.Client(_store, configure: o => o.OAuth!.TokenEndpoint = new Uri(endpoint, UriKind.RelativeOrAbsolute)));

    private static HttpResponseMessage Answer(string answer)
    {
        int status = int.Parse(answer.Split(' ')[0], null);
        return answer[(answer.IndexOf(' ', StringComparison.Ordinal) + 1)..] switch
        {
            "page" => Script.Page(status)(),
            "half" => Script.Json(OAuthPortal.Pair(1)[..40])(),
            "list" => Script.Json("[]")(),
            "surrogate" => Script.Json("""{"access_token": "\ud800", "refresh_token": "x"}""")(),
            "redirect" => Script.Redirect("https://evil.example/oauth/token/")(),
            "garbled" => new HttpResponseMessage { Content = new StreamContent(new GarbledStream()) },
            "endless" => new HttpResponseMessage { Content = new StreamContent(new Drip(TimeSpan.Zero)) },
            "broken" => Script.Broken(HttpRequestError.ConnectionError)(),
            "open circuit" => throw new InvalidOperationException("The circuit is open."),
            string code => Script.Error(status, code)(),
        };
    }

    /// <summary>Throws the exception of a decompressor whose input is truncated.</summary>
    private sealed class GarbledStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new InvalidDataException("Found truncated data while decoding.");

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
            throw new InvalidDataException("Found truncated data while decoding.");
    }
}
