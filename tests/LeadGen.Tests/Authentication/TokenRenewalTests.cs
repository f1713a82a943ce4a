using LeadGen.Tests.Client;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Authentication;

public class TokenRenewalTests
{
    private static readonly LeadUpdate s_update = new LeadUpdate(5).SetName("Анна");

    private readonly OAuthPortal _portal = new();
    private readonly StubTokenStore _store = new(OAuthPortal.Token(0));

    [Fact]
    public async Task Each_who_waits_for_an_exchange_that_fails_gets_an_exception_of_his_own()
    {
        const int Callers = 10;
        var released = new TaskCompletionSource();
        _portal.BeforeExchange = () => released.Task;
        _portal.Instead = static _ => Script.Page(502)();
        Bitrix24Client client = _portal.Client(_store);
        _portal.Valid = 0;
        await client.UpdateAsync(s_update);

        // The portal answers at once, so each call returns here only when it waits for the exchange.
        _portal.Valid = 1;
        Task<Exception?>[] calls = [.. Enumerable.Range(0, Callers).Select(_ => Record.ExceptionAsync(() => client.UpdateAsync(s_update)))];
        Assert.Equal(Callers + 1, _portal.Calls.Length);
        released.SetResult();
        Exception?[] failures = await Task.WhenAll(calls);

        Assert.All(failures, static e => Assert.IsType<Bitrix24ServerException>(e));
        Assert.Single(_portal.Asked);
        Assert.Equal(Callers, failures.Distinct(ReferenceEqualityComparer.Instance).Count());
    }

    [Fact]
    public async Task A_pair_that_another_process_has_saved_may_have_expired_since_and_buys_the_next()
    {
        Bitrix24Client client = _portal.Client(_store);
        _portal.Valid = 0;
        await client.UpdateAsync(s_update);

        // While this client slept, another went from 0 to 3, and then slept as well.
        _store.Token = OAuthPortal.Token(3);
        _portal.Valid = 4;
        await client.UpdateAsync(s_update);
        Assert.Equal(["refresh3"], _portal.Asked);
        Assert.Equal(["access0", "access0", "access3", "access4"], _portal.Calls);
    }

    [Fact]
    public async Task A_refresh_token_that_was_refused_is_not_tried_again_until_the_application_is_installed_anew()
    {
        _portal.Instead = static before => before == 0 ? Script.Error(400, "invalid_grant")() : null;
        Bitrix24Client client = _portal.Client(_store);
        for (int i = 0; i < 5; i++)
        {
            Bitrix24AuthenticationException e = await Assert.ThrowsAsync<Bitrix24AuthenticationException>(() => client.UpdateAsync(s_update));
            Assert.Equal("invalid_grant", e.ErrorCode);
        }

        Assert.Equal(["refresh0"], _portal.Asked);
        Assert.Equal(["access0"], _portal.Calls);

        _store.Token = OAuthPortal.Token(7);
        _portal.Valid = 8;
        await client.UpdateAsync(s_update);
        Assert.Equal(["refresh0", "refresh7"], _portal.Asked);
    }

    [Fact]
    public async Task A_refusal_that_is_not_the_tokens_fault_is_asked_about_again()
    {
        _portal.Instead = static before => before == 0 ? Script.Error(401, "PAYMENT_REQUIRED")() : null;
        var clock = new SkippingClock();
        Bitrix24Client client = _portal.Client(_store, configure: o => o.TimeProvider = clock);
        await Assert.ThrowsAsync<Bitrix24AuthenticationException>(() => client.UpdateAsync(s_update));

        // Not with each call: all calls of a program would go to the authorization server.
        await Assert.ThrowsAsync<Bitrix24AuthenticationException>(() => client.UpdateAsync(s_update));
        Assert.Single(_portal.Asked);
        clock.Skip(TimeSpan.FromSeconds(31));
        await client.UpdateAsync(s_update);
    }

    [Fact]
    public async Task A_store_that_fails_while_a_refused_pair_is_looked_after_may_have_another()
    {
        _portal.Instead = static before => before == 0 ? Script.Error(400, "invalid_grant")() : null;
        Bitrix24Client client = _portal.Client(_store);
        await Assert.ThrowsAsync<Bitrix24AuthenticationException>(() => client.UpdateAsync(s_update));

        _store.BeforeRead = static _ => throw new IOException("The disk is busy.");
        await Assert.ThrowsAsync<Bitrix24TokenStoreException>(() => client.UpdateAsync(s_update));
    }

    [Fact]
    public async Task A_late_answer_that_repeats_a_token_of_before_is_told_without_it()
    {
        var held = new TaskCompletionSource();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Bitrix24Client client = _portal.Client(_store);
        _portal.BeforeCall = async token =>
        {
            if (!begun.TrySetResult())
            {
                return null;
            }

            await held.Task;
            return Script.Json($$"""{"error": "", "error_description": "{{token}} and refresh0 and access1 are no good"}""", 400)();
        };
        Task late = client.UpdateAsync(s_update);
        await begun.Task;
        await client.UpdateAsync(s_update);
        _portal.Valid = 2;
        await client.UpdateAsync(s_update);
        held.SetResult();

        Bitrix24RefusedException e = await Assert.ThrowsAsync<Bitrix24RefusedException>(() => late);
        Assert.Contains("*** and *** and *** are no good", e.Message, StringComparison.Ordinal);
        Assert.Equal("*** and *** and *** are no good", e.ErrorDescription);
    }

    [Fact]
    public async Task The_pair_that_is_tried_is_told_to_nobody()
    {
        _store.Refresh = static async (expired, refresh) =>
            expired.Next(await refresh(OAuthPortal.Token(7) with { RefreshToken = "access7" + "andmore" }, CancellationToken.None));
        _portal.Instead = static _ => Script.Json("""{"error": "invalid_grant", "error_description": "access7andmore of access7 is dead"}""", 400)();
        Bitrix24AuthenticationException e = await Assert.ThrowsAsync<Bitrix24AuthenticationException>(() => _portal.Client(_store).UpdateAsync(s_update));
        Assert.Equal("*** of *** is dead", e.ErrorDescription);
    }

    [Fact]
    public async Task A_pair_that_is_read_late_does_not_replace_one_that_was_exchanged_since()
    {
        var held = new TaskCompletionSource();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _store.BeforeRead = _ => begun.TrySetResult() ? held.Task : Task.CompletedTask;
        Bitrix24Client client = _portal.Client(new Stale(_store));
        Task late = client.UpdateAsync(s_update);
        await begun.Task;
        await client.UpdateAsync(s_update);
        held.SetResult();
        await late;

        Assert.Equal(["access0", "access1", "access1"], _portal.Calls);
    }

    // A row of a batch can't carry the one that looks like a reference.
    [Theory]
    [InlineData("reading", "Анна")]
    [InlineData("reading", "$result[a]")]
    [InlineData("renewal", "Анна")]
    [InlineData("renewal", "$result[a]")]
    [InlineData("repetition", "Анна")]
    [InlineData("repetition", "$result[a]")]
    public async Task What_was_cancelled_before_the_portal_took_it_is_known_not_to_be_sent(string moment, string name)
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
        else if (moment == "renewal")
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

    /// <summary>Gives what there was when it was asked, however long it takes.</summary>
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
