using LeadGen.Tests.Client;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Authentication;

public class TokenRefreshTests
{
    private static readonly LeadUpdate s_update = new LeadUpdate(5).SetName("Анна");

    private readonly OAuthPortal _portal = new();
    private readonly StubTokenStore _store = new(OAuthPortal.Token(0));

    [Fact]
    public async Task Each_caller_that_waits_for_a_failed_refresh_gets_a_separate_exception()
    {
        const int Callers = 10;
        var released = new TaskCompletionSource();
        _portal.BeforeExchange = () => released.Task;
        _portal.OverrideReply = static _ => Script.Page(502)();
        Bitrix24Client client = _portal.Client(_store);
        _portal.ValidToken = 0;
        await client.UpdateAsync(s_update);

        // The portal replies synchronously, so each call returns here only when it waits for the refresh.
        _portal.ValidToken = 1;
        Task<Exception?>[] calls = [.. Enumerable.Range(0, Callers).Select(_ => Record.ExceptionAsync(() => client.UpdateAsync(s_update)))];
        Assert.Equal(Callers + 1, _portal.Calls.Length);
        released.SetResult();
        Exception?[] failures = await Task.WhenAll(calls);

        Assert.All(failures, static e => Assert.IsType<Bitrix24ServerException>(e));
        Assert.Single(_portal.RefreshTokens);
        Assert.Equal(Callers, failures.Distinct(ReferenceEqualityComparer.Instance).Count());
    }

    [Fact]
    public async Task Expired_tokens_of_another_process_are_refreshed()
    {
        Bitrix24Client client = _portal.Client(_store);
        _portal.ValidToken = 0;
        await client.UpdateAsync(s_update);

        // While this client was idle, another one refreshed the tokens up to 3, which have expired as well.
        _store.Token = OAuthPortal.Token(3);
        _portal.ValidToken = 4;
        await client.UpdateAsync(s_update);
        Assert.Equal(["refresh3"], _portal.RefreshTokens);
        Assert.Equal(["access0", "access0", "access3", "access4"], _portal.Calls);
    }

    [Fact]
    public async Task A_rejected_refresh_token_is_not_retried_until_the_application_is_reinstalled()
    {
        _portal.OverrideReply = static before => before == 0 ? Script.Error(400, "invalid_grant")() : null;
        Bitrix24Client client = _portal.Client(_store);
        for (int i = 0; i < 5; i++)
        {
            Bitrix24AuthenticationException e = await Assert.ThrowsAsync<Bitrix24AuthenticationException>(() => client.UpdateAsync(s_update));
            Assert.Equal("invalid_grant", e.ErrorCode);
        }

        Assert.Equal(["refresh0"], _portal.RefreshTokens);
        Assert.Equal(["access0"], _portal.Calls);

        _store.Token = OAuthPortal.Token(7);
        _portal.ValidToken = 8;
        await client.UpdateAsync(s_update);
        Assert.Equal(["refresh0", "refresh7"], _portal.RefreshTokens);
    }

    [Fact]
    public async Task A_rejection_that_the_token_did_not_cause_is_retried_after_a_delay()
    {
        _portal.OverrideReply = static before => before == 0 ? Script.Error(401, "PAYMENT_REQUIRED")() : null;
        var clock = new SkippingClock();
        Bitrix24Client client = _portal.Client(_store, configure: o => o.TimeProvider = clock);
        await Assert.ThrowsAsync<Bitrix24AuthenticationException>(() => client.UpdateAsync(s_update));

        // It is not retried with each call, because all calls of a program would go to the authorization server.
        await Assert.ThrowsAsync<Bitrix24AuthenticationException>(() => client.UpdateAsync(s_update));
        Assert.Single(_portal.RefreshTokens);
        clock.Skip(TimeSpan.FromSeconds(31));
        await client.UpdateAsync(s_update);
    }

    [Fact]
    public async Task A_store_failure_after_a_rejected_refresh_is_a_token_store_exception()
    {
        _portal.OverrideReply = static before => before == 0 ? Script.Error(400, "invalid_grant")() : null;
        Bitrix24Client client = _portal.Client(_store);
        await Assert.ThrowsAsync<Bitrix24AuthenticationException>(() => client.UpdateAsync(s_update));

        _store.BeforeRead = static _ => throw new IOException("The disk is busy.");
        await Assert.ThrowsAsync<Bitrix24TokenStoreException>(() => client.UpdateAsync(s_update));
    }

    [Fact]
    public async Task A_late_reply_that_contains_old_tokens_is_redacted()
    {
        var held = new TaskCompletionSource();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Bitrix24Client client = _portal.Client(_store);
        _portal.BeforeCall = async token =>
        {
            if (!started.TrySetResult())
            {
                return null;
            }

            await held.Task;
            return Script.Json($$"""{"error": "", "error_description": "{{token}} and refresh0 and access1 are no good"}""", 400)();
        };
        Task late = client.UpdateAsync(s_update);
        await started.Task;
        await client.UpdateAsync(s_update);
        _portal.ValidToken = 2;
        await client.UpdateAsync(s_update);
        held.SetResult();

        Bitrix24RejectedException e = await Assert.ThrowsAsync<Bitrix24RejectedException>(() => late);
        Assert.Contains("*** and *** and *** are no good", e.Message, StringComparison.Ordinal);
        Assert.Equal("*** and *** and *** are no good", e.ErrorDescription);
    }

    [Fact]
    public async Task The_tokens_that_a_store_passes_to_a_refresh_are_redacted()
    {
        _store.Refresh = static async (expired, refresh) =>
            expired.Next(await refresh(OAuthPortal.Token(7) with { RefreshToken = "access7" + "andmore" }, CancellationToken.None));
        _portal.OverrideReply = static _ => Script.Json("""{"error": "invalid_grant", "error_description": "access7andmore of access7 is dead"}""", 400)();
        Bitrix24AuthenticationException e = await Assert.ThrowsAsync<Bitrix24AuthenticationException>(() => _portal.Client(_store).UpdateAsync(s_update));
        Assert.Equal("*** of *** is dead", e.ErrorDescription);
    }

    [Fact]
    public async Task Tokens_that_are_read_late_do_not_replace_refreshed_tokens()
    {
        var held = new TaskCompletionSource();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _store.BeforeRead = _ => started.TrySetResult() ? held.Task : Task.CompletedTask;
        Bitrix24Client client = _portal.Client(new Stale(_store));
        Task late = client.UpdateAsync(s_update);
        await started.Task;
        await client.UpdateAsync(s_update);
        held.SetResult();
        await late;

        Assert.Equal(["access0", "access1", "access1"], _portal.Calls);
    }

    // A batch row can't contain the name that looks like a reference, so that update is sent as a single call.
    [Theory]
    [InlineData("reading", "Анна")]
    [InlineData("reading", "$result[a]")]
    [InlineData("refresh", "Анна")]
    [InlineData("refresh", "$result[a]")]
    [InlineData("repetition", "Анна")]
    [InlineData("repetition", "$result[a]")]
    public async Task An_update_that_is_canceled_before_sending_is_reported_as_not_sent(string moment, string name)
    {
        using var source = new CancellationTokenSource();
        var held = new TaskCompletionSource();
        if (moment == "reading")
        {
            _store.BeforeRead = async cancellationToken =>
            {
                source.CancelAfter(TimeSpan.FromMilliseconds(20));
                await Task.Delay(Timeout.Infinite, cancellationToken);
            };
        }
        else if (moment == "refresh")
        {
            _portal.BeforeExchange = async () =>
            {
                await source.CancelAsync();
                await held.Task;
            };
        }
        else
        {
            _store.BeforeRead = static _ => throw new IOException("The disk is busy.");
        }

        Bitrix24Client client = _portal.Client(_store, maxRetries: 2, o =>
        {
            (o.Events, o.TimeProvider) = (new Canceling(source), TimeProvider.System);
            o.Retries.Delay = o.Retries.MaxDelay = TimeSpan.FromHours(1);
        });
        var outcomes = new List<CrmUpdateResult>();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (CrmUpdateResult outcome in client.UpdateManyAsync([new LeadUpdate(1).SetName(name)], source.Token))
            {
                outcomes.Add(outcome);
            }
        });
        held.SetResult();
        Assert.Equal([CrmUpdateStatus.NotSent], outcomes.Select(static o => o.Status));
    }

    /// <summary>Returns the tokens at the time of the call, even if reading takes long.</summary>
    private sealed class Stale(StubTokenStore store) : IOAuthTokenStore
    {
        public async ValueTask<StoredOAuthToken?> ReadAsync(CancellationToken cancellationToken)
        {
            var token = new StoredOAuthToken(store.Token!, 1);
            await store.BeforeRead(cancellationToken);
            return token;
        }

        public ValueTask<bool> TrySaveAsync(StoredOAuthToken token, CancellationToken cancellationToken) => store.TrySaveAsync(token, cancellationToken);
    }

    private sealed class Canceling(CancellationTokenSource source) : Bitrix24ClientEvents
    {
        public override void OnRetry(string portal, Bitrix24Exception failure, int attempt, TimeSpan delay) => source.Cancel();
    }
}
