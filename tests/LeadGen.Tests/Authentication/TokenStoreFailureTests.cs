using LeadGen.Tests.Client;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Authentication;

public class TokenStoreFailureTests
{
    private static readonly LeadUpdate s_update = new LeadUpdate(5).SetName("Анна").AddPhone("+7 999 123-45-67", PhoneType.Work);

    private readonly OAuthPortal _portal = new();
    private readonly StubTokenStore _store = new(OAuthPortal.Token(0));

    public static TheoryData<Exception> Failures =>
    [
        new IOException("The disk is gone."), new InvalidOperationException("The disk is gone."), new OperationCanceledException("The disk is gone."),
    ];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_store_that_can_not_be_read_is_told_of_and_nothing_was_sent(Exception failure)
    {
        _store.BeforeRead = _ => throw failure;
        Bitrix24TokenStoreException e = await Assert.ThrowsAsync<Bitrix24TokenStoreException>(() => _portal.Client(_store).UpdateAsync(s_update));

        Assert.True(e.IsTransient);
        Assert.False(e.IsOutcomeUnknown);
        Assert.Contains(failure.GetType().Name, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("The disk is gone", e.ToString(), StringComparison.Ordinal);
        Assert.Empty(_portal.Http.Requests);
    }

    [Fact]
    public async Task A_store_that_fails_in_passing_is_asked_again_even_for_an_update_that_appends()
    {
        Action reading = StubTokenStore.Failing(2, new IOException("The disk is busy."));
        Action saving = StubTokenStore.Failing(1, new IOException("The disk is busy."));
        _store.BeforeRead = _ =>
        {
            reading();
            return Task.CompletedTask;
        };
        _store.BeforeSave = _ => saving();
        await _portal.Client(_store, maxRetries: 3).UpdateAsync(s_update);

        Assert.Equal(["refresh0"], _portal.Asked);
        Assert.Equal("access1", _store.Token!.AccessToken);
        Assert.Equal("access1", _portal.Calls[^1]);
    }

    [Fact]
    public async Task The_message_of_a_store_is_repeated_only_from_a_token_store_exception()
    {
        _store.BeforeSave = static token => throw new IOException(
            $"{token.AccessToken} is too long for Server=db;Password=s3cr3t.", new IOException(token.RefreshToken));
        Bitrix24Client client = _portal.Client(_store);
        Bitrix24TokenStoreException e = await Assert.ThrowsAsync<Bitrix24TokenStoreException>(() => client.UpdateAsync(s_update));

        Assert.Contains("The token store failed: IOException.", e.Message, StringComparison.Ordinal);
        Assert.All(new[] { "access1", "refresh1", "s3cr3t" }, secret => Assert.DoesNotContain(secret, e.ToString(), StringComparison.Ordinal));

        _store.BeforeSave = static token => throw new Bitrix24TokenStoreException($"The table is locked ({token.AccessToken}).");
        e = await Assert.ThrowsAsync<Bitrix24TokenStoreException>(() => client.UpdateAsync(s_update));
        Assert.Contains("The token store failed: The table is locked", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("access1", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bulk_run_gets_over_it_and_has_an_outcome_for_each_update_where_it_does_not()
    {
        Action reading = StubTokenStore.Failing(2, new IOException("The disk is busy."));
        _store.BeforeRead = _ =>
        {
            reading();
            return Task.CompletedTask;
        };
        CrmUpdate[] updates = [.. Enumerable.Range(1, 5).Select(static i => new LeadUpdate(i).SetName("Анна"))];
        List<CrmUpdateResult> outcomes = await _portal.Client(_store, maxRetries: 3).UpdateManyAsync(updates).ToListAsync();
        Assert.All(outcomes, static o => Assert.Equal(CrmUpdateStatus.Updated, o.Status));

        _store.BeforeRead = static _ => throw new IOException("The disk is gone.");
        outcomes.Clear();
        await Assert.ThrowsAsync<Bitrix24TokenStoreException>(async () =>
        {
            await foreach (CrmUpdateResult outcome in _portal.Client(_store, maxRetries: 3).UpdateManyAsync(updates))
            {
                outcomes.Add(outcome);
            }
        });
        Assert.Equal(updates.Length, outcomes.Count);
        Assert.All(outcomes, static o => Assert.Equal((CrmUpdateStatus.NotSent, typeof(Bitrix24TokenStoreException)), (o.Status, o.Error!.GetType())));
    }

    [Fact]
    public async Task A_pair_that_another_process_has_saved_is_not_replaced_by_one_that_could_not_be_saved()
    {
        Action saving = StubTokenStore.Failing(1, new IOException("The disk is busy."));
        _store.BeforeSave = _ => saving();
        Bitrix24Client client = _portal.Client(_store);
        await Assert.ThrowsAsync<Bitrix24TokenStoreException>(() => client.UpdateAsync(s_update));

        _store.Token = OAuthPortal.Token(7);
        _portal.Valid = 7;
        await client.UpdateAsync(s_update);
        Assert.Equal(OAuthPortal.Token(7), _store.Token);
        Assert.DoesNotContain("access1", _portal.Calls);
    }

    [Fact]
    public async Task What_the_server_refuses_is_told_though_the_store_wraps_it()
    {
        _store.Token = OAuthPortal.Token(99);
        _portal.Instead = static _ => Script.Error(401, "invalid_client")();
        _store.Refresh = static async (expired, refresh) =>
        {
            try
            {
                return expired.Next(await refresh(expired.Token, CancellationToken.None));
            }
            catch (Bitrix24Exception e)
            {
                throw new InvalidOperationException("The refresh failed.", e);
            }
        };
        Bitrix24AuthenticationException e = await Assert.ThrowsAsync<Bitrix24AuthenticationException>(() => _portal.Client(_store).UpdateAsync(s_update));
        Assert.Equal("invalid_client", e.ErrorCode);
    }

    [Fact]
    public async Task A_pair_that_a_store_did_not_wait_for_is_not_lost()
    {
        var held = new TaskCompletionSource();
        _portal.BeforeExchange = () => held.Task;
        _store.Refresh = async (expired, refresh) =>
        {
            Task<OAuthToken> refreshing = refresh(expired.Token, CancellationToken.None);
            return held.Task.IsCompleted ? expired.Next(await refreshing) : throw new TimeoutException("The store waits no longer.");
        };
        Bitrix24Client client = _portal.Client(_store);
        await Assert.ThrowsAsync<Bitrix24TokenStoreException>(() => client.UpdateAsync(s_update));
        held.SetResult();

        await client.UpdateAsync(s_update);
        Assert.Equal(["refresh0"], _portal.Asked);
    }

    [Fact]
    public async Task A_store_that_gives_no_pair_has_failed()
    {
        _store.Refresh = static (_, _) => Task.FromResult<StoredOAuthToken>(null!);
        await Assert.ThrowsAsync<Bitrix24TokenStoreException>(() => _portal.Client(_store).UpdateAsync(s_update));
    }

    public static TheoryData<string, string, string> NoPairs => new()
    {
        { "access1", "refresh1", "http://acme.bitrix24.ru/rest/" },
        { "access1", "refresh1", "/rest/" },
        { "access1", "refresh1", "rest" },
        { "", "refresh1", OAuthPortal.Endpoint },
        { "access1", "", OAuthPortal.Endpoint },
        { "access1", "refresh1", "https://acme.bitrix24.ru@evil.example/rest/" },
        { "access1", "refresh1", "https://user:word@acme.bitrix24.ru/rest/" },
        { "access1", "refresh1", "https://acme.bitrix24.ru/rest/#fragment" },
    };

    [Theory]
    [MemberData(nameof(NoPairs))]
    public async Task What_a_store_has_instead_of_a_pair_is_sent_nowhere(string accessToken, string refreshToken, string endpoint)
    {
        _store.Token = OAuthPortal.Token(1, endpoint) with { AccessToken = accessToken, RefreshToken = refreshToken };
        await Assert.ThrowsAsync<Bitrix24AuthenticationException>(() => _portal.Client(_store).UpdateAsync(s_update));
        Assert.Empty(_portal.Http.Requests);
    }

    [Fact]
    public async Task A_store_that_has_lost_its_pair_gets_the_next_one()
    {
        _portal.Valid = 0;
        Bitrix24Client client = _portal.Client(_store);
        await client.UpdateAsync(s_update);
        (_portal.Valid, _store.Token) = (1, null);

        await client.UpdateAsync(s_update);
        Assert.Equal("access1", _store.Token!.AccessToken);
    }
}
