using LeadGen.Tests.Client;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Authentication;

/// <summary>Tests batches whose commands a portal rejects because of the access token, although it accepts the batch.</summary>
public class CommandTokenTests
{
    private const int Rows = 10;

    private readonly OAuthPortal _portal = new();
    private readonly StubTokenStore _store = new(OAuthPortal.Token(0));
    private readonly List<CrmUpdateResult> _outcomes = [];

    // Also updates that add entries, because the portal did not process them.
    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public async Task Commands_with_an_expired_token_are_retried_with_new_tokens(int processed)
    {
        _portal.BeforeCall = token => Task.FromResult(token == "access0" ? Rejected(processed) : null);
        await RunAsync();
        Assert.All(_outcomes, static o => Assert.Equal(CrmUpdateStatus.Updated, o.Status));
        Assert.Equal(Rows, _outcomes.Count);
        Assert.Equal(["refresh0"], _portal.RefreshTokens);
        Assert.Equal(["access0", "access1"], _portal.Calls);
        Assert.DoesNotContain("c" + (Rows - processed), _portal.Http.Requests[^1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_of_another_process_may_have_expired_too()
    {
        _portal.ValidToken = 4;
        _portal.BeforeCall = token =>
        {
            if (token == "access0")
            {
                _store.Token = OAuthPortal.Token(3);
            }

            return Task.FromResult(token == "access4" ? null : Rejected(0));
        };
        await RunAsync();
        Assert.All(_outcomes, static o => Assert.Equal(CrmUpdateStatus.Updated, o.Status));
        Assert.Equal(["access0", "access3", "access4"], _portal.Calls);
    }

    [Fact]
    public async Task A_portal_that_also_rejects_new_tokens_ends_the_run()
    {
        _portal.BeforeCall = static _ => Task.FromResult<HttpResponseMessage?>(Rejected(0));
        Bitrix24AuthenticationException e = await Assert.ThrowsAsync<Bitrix24AuthenticationException>(() => RunAsync());
        Assert.Equal("expired_token", e.ErrorCode);
        Assert.All(_outcomes, static o => Assert.Equal(CrmUpdateStatus.Rejected, o.Status));
        Assert.Equal(Rows, _outcomes.Count);
        Assert.Equal(["access0", "access1"], _portal.Calls);
    }

    [Fact]
    public async Task A_portal_that_rejects_tokens_and_calls_in_turn_ends_the_run()
    {
        int call = 0;
        _portal.BeforeCall = _ => Task.FromResult<HttpResponseMessage?>(call++ switch
        {
            > 20 => throw new InvalidOperationException("The run goes on without end."),
            int n when n % 2 == 0 => Rejected(0),
            _ => Rejected(0, "QUERY_LIMIT_EXCEEDED"),
        });
        await Assert.ThrowsAsync<Bitrix24AuthenticationException>(() => RunAsync(maxRetries: 3));
        Assert.Equal(Rows, _outcomes.Count);
        Assert.Equal(3, call);
    }

    private static HttpResponseMessage Rejected(int processed, string code = "expired_token")
    {
        string results = string.Join(',', Enumerable.Range(0, processed).Select(static i => $"\"c{i}\": true"));
        string errors = string.Join(',', Enumerable.Range(processed, Rows - processed).Select(i => $$"""
            "c{{i}}": {"error": "{{code}}", "error_description": "The access token provided has expired."}
            """));
        return Script.Json($$"""{"result": {"result": { {{results}} }, "result_error": { {{errors}} }, "result_time": [] } }""")();
    }

    private async Task RunAsync(int maxRetries = 0)
    {
        IEnumerable<LeadUpdate> updates = Enumerable.Range(1, Rows).Select(static i => new LeadUpdate(i).AddPhone("+7 999 123-45-67", PhoneType.Work));
        await foreach (CrmUpdateResult outcome in _portal.Client(_store, maxRetries).UpdateManyAsync(updates))
        {
            _outcomes.Add(outcome);
        }
    }
}
