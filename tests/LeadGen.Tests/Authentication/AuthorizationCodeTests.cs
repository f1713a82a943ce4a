using LeadGen.Tests.Client;

namespace LeadGen.Tests.Authentication;

public class AuthorizationCodeTests
{
    private const string Code = "c0de0ftheredirect";

    private readonly OAuthApplication _application = new() { ClientId = "app.1", ClientSecret = OAuthPortal.ClientSecret };

    [Theory]
    [InlineData("acme.bitrix24.ru", "https://acme.bitrix24.ru/oauth/authorize/?client_id=app.1&state=a%26b")]
    [InlineData("crm.acme.example:8443", "https://crm.acme.example:8443/oauth/authorize/?client_id=app.1&state=a%26b")]
    [InlineData("пример.рф", "https://xn--e1afmkfd.xn--p1ai/oauth/authorize/?client_id=app.1&state=a%26b")]
    public void The_address_for_the_user_contains_the_application_and_the_state(string portal, string expected) =>
        Assert.Equal(expected, _application.GetAuthorizationAddress(portal, "a&b").AbsoluteUri);

    [Theory]
    [InlineData("https://acme.bitrix24.ru", "x")]
    [InlineData("acme.bitrix24.ru/path", "x")]
    [InlineData("user@acme.bitrix24.ru", "x")]
    [InlineData("", "x")]
    [InlineData("acme.bitrix24.ru", "")]
    public void An_invalid_portal_or_state_is_rejected(string portal, string state) =>
        Assert.Throws<ArgumentException>(() => _application.GetAuthorizationAddress(portal, state));

    [Fact]
    public async Task A_code_is_exchanged_for_the_first_tokens()
    {
        string? sent = null;
        using HttpClient http = Http(async request =>
        {
            Assert.Equal((HttpMethod.Post, ""), (request.Method, request.RequestUri!.Query));
            sent = await request.Content!.ReadAsStringAsync();
            return Script.Json(OAuthPortal.Pair(1))();
        });
        OAuthToken token = await _application.RequestTokensAsync(Code, http);

        Assert.Equal($"grant_type=authorization_code&client_id=app.1&client_secret={OAuthPortal.ClientSecret}&code={Code}", sent);
        Assert.Equal(("access1", "refresh1", new Uri(OAuthPortal.Endpoint), "member"), (token.AccessToken, token.RefreshToken, token.ClientEndpoint, token.MemberId));
        var store = new MemoryOAuthTokenStore();
        Assert.Equal(1, (await store.SaveAsync(token)).Version);
    }

    [Theory]
    [InlineData("invalid_grant", "The authorization code is invalid, was used before, or is older than 30 seconds. The user must authorize the application again.")]
    [InlineData("invalid_client", "The application's developer must check OAuth.ClientId and OAuth.ClientSecret.")]
    public async Task A_rejection_says_who_must_do_what_and_contains_no_secret(string error, string expected)
    {
        using HttpClient http = Http(_ => Task.FromResult(Script.Json($$"""{"error": "{{error}}", "error_description": "{{Code}} {{OAuthPortal.ClientSecret}}"}""", 400)()));
        Bitrix24AuthenticationException e = await Assert.ThrowsAsync<Bitrix24AuthenticationException>(() => _application.RequestTokensAsync(Code, http));

        Assert.EndsWith(expected, e.Message, StringComparison.Ordinal);
        Assert.All(new[] { Code, OAuthPortal.ClientSecret }, secret => Assert.DoesNotContain(secret, e.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://acme.bitrix24.ru/rest/")]
    [InlineData("https://user@acme.bitrix24.ru/rest/")]
    [InlineData("")]
    public async Task Tokens_with_an_invalid_endpoint_are_rejected(string endpoint)
    {
        using HttpClient http = Http(_ => Task.FromResult(Script.Json(OAuthPortal.Pair(1, endpoint))()));
        Bitrix24ReplyException e = await Assert.ThrowsAsync<Bitrix24ReplyException>(() => _application.RequestTokensAsync(Code, http));
        Assert.EndsWith("The user must authorize the application again.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_connection_and_a_cancellation_end_the_exchange()
    {
        using HttpClient broken = Http(_ => Task.FromResult(Script.Broken(HttpRequestError.ConnectionError)()));
        await Assert.ThrowsAsync<Bitrix24TransportException>(() => _application.RequestTokensAsync(Code, broken));

        using var canceled = new CancellationTokenSource();
        using HttpClient http = Http(async _ =>
        {
            await canceled.CancelAsync();
            throw new OperationCanceledException(canceled.Token);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _application.RequestTokensAsync(Code, http, canceled.Token));
    }

    [Fact]
    public async Task An_incomplete_application_is_rejected_before_sending()
    {
        using HttpClient http = Http(_ => throw new InvalidOperationException("Nothing must be sent."));
        ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(() => new OAuthApplication { ClientId = "app.1" }.RequestTokensAsync(Code, http));
        Assert.Contains("OAuth.ClientSecret is empty", e.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => _application.RequestTokensAsync(" ", http));
    }

    private static HttpClient Http(Func<HttpRequestMessage, Task<HttpResponseMessage>> answer) => new(new StubPortal((request, _) => answer(request)));
}
