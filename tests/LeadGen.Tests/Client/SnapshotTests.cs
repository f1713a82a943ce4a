using System.Net;
using System.Text;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Client;

/// <summary>Tests that later changes to options, and other calls, do not affect a client's copies.</summary>
public sealed class SnapshotTests
{
    private static readonly LeadUpdate s_update = new LeadUpdate(5).SetName("Анна");

    [Fact]
    public async Task Later_changes_to_options_do_not_affect_a_client()
    {
        Bitrix24ClientOptions options = StubPortal.OneAttempt();
        options.Retries = new Bitrix24RetryOptions { MaxRetries = 1 };
        options.TimeProvider = new SkippingClock();
        string evil = $"https://evil.example/rest/7/{StubPortal.Secret}/crm.lead.update.json";
        StubPortal portal = Script.Create(Script.Error(503, "QUERY_LIMIT_EXCEEDED"), Script.Json(Script.Ok), Script.Redirect(evil));
        Bitrix24Client client = portal.Client(options);
        options.Retries.MaxRetries = 0;
        options.Retries.MaxDelay = TimeSpan.Zero;
        options.AllowedHosts.Add("evil.example");

        await client.UpdateAsync(s_update);
        await Assert.ThrowsAsync<Bitrix24ReplyException>(() => client.UpdateAsync(s_update));
        Assert.Equal(3, portal.Requests.Count);
    }

    [Fact]
    public async Task Later_changes_to_an_application_do_not_affect_a_client()
    {
        var portal = new Authentication.OAuthPortal();
        var application = new OAuthApplication
        {
            ClientId = "app.1", ClientSecret = Authentication.OAuthPortal.ClientSecret, TokenStore = new MemoryOAuthTokenStore(Authentication.OAuthPortal.Token(0)),
        };
        Bitrix24Client client = portal.Client(application.TokenStore, configure: o => o.OAuth = application);
        application.TokenEndpoint = new Uri("https://evil.example/oauth/token/");
        application.ClientSecret = "another";

        await client.UpdateAsync(s_update);
        (_, Uri address, string form) = Assert.Single(portal.TokenRequests);
        Assert.Equal("oauth.bitrix24.tech", address.Host);
        Assert.Contains(Authentication.OAuthPortal.ClientSecret, form, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("acme.example@evil.example")]
    public void Options_are_checked_when_a_client_is_made(string host)
    {
        Bitrix24ClientOptions options = StubPortal.OneAttempt();
        options.AllowedHosts.Add(host);
        options.MaxWait = TimeSpan.FromSeconds(-2);
        ArgumentException e = Assert.Throws<ArgumentException>(() => new Bitrix24Client(options));
        Assert.Contains("MaxWait is negative", e.Message, StringComparison.Ordinal);
        Assert.Contains("AllowedHosts:0 is not a valid host", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(StubPortal.Secret, e.ToString(), StringComparison.Ordinal);
    }

    /// <summary>With HTTP/2, the reply can arrive while the body is still being sent.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_that_is_still_sent_when_the_call_has_ended_is_not_overwritten_by_another_call(bool hasTokens)
    {
        using var handler = new EarlyAnswer();
        using var http = new HttpClient(handler, disposeHandler: false);
        Bitrix24ClientOptions options = StubPortal.OneAttempt(hasTokens ? null! : StubPortal.Webhook);
        options.OAuth = hasTokens
            ? new OAuthApplication { ClientId = "app.1", ClientSecret = "s3cr3t", TokenStore = new MemoryOAuthTokenStore(Authentication.OAuthPortal.Token(0)) }
            : null;
        using var client = new Bitrix24Client(options, http);
        const int Calls = 40;
        for (int i = 1; i <= Calls; i++)
        {
            await client.UpdateAsync(new LeadUpdate(i).SetSourceDescription(new string((char)('а' + (i % 30)), 700)));
        }

        handler.Release();
        string[] bodies = await Task.WhenAll(handler.Bodies);
        for (int i = 1; i <= Calls; i++)
        {
            Assert.StartsWith($"{{\"id\":{i},\"fields\":{{\"SOURCE_DESCRIPTION\":\"{new string((char)('а' + (i % 30)), 700)}\"}}", bodies[i - 1], StringComparison.Ordinal);
        }
    }

    private sealed class EarlyAnswer : HttpMessageHandler
    {
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<Task<string>> Bodies { get; } = [];

        public void Release() => _released.SetResult();

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            lock (Bodies)
            {
                Bodies.Add(SendBodyAsync(request.Content!));
            }

            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = new StringContent(Script.Ok, Encoding.UTF8, "application/json") });
        }

        private async Task<string> SendBodyAsync(HttpContent content)
        {
            using var window = new Window(_released.Task);
            await content.CopyToAsync(window);
            return Encoding.UTF8.GetString(window.ToArray());
        }

        /// <summary>Accepts bytes only after it is released, like a full HTTP/2 flow-control window.</summary>
        private sealed class Window(Task open) : MemoryStream
        {
            public override async Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
            {
                await open;
                Write(buffer, offset, count);
            }

            public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
            {
                await open;
                Write(buffer.Span);
            }
        }
    }
}
