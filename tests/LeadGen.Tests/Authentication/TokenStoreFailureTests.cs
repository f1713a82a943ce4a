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
    public async Task A_store_that_cannot_be_read_is_reported_and_nothing_is_sent(Exception failure)
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
    public async Task A_transient_store_failure_is_retried_even_for_an_update_that_adds_entries()
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

        Assert.Equal(["refresh0"], _portal.RefreshTokens);
        Assert.Equal("access1", _store.Token!.AccessToken);
        Assert.Equal("access1", _portal.Calls[^1]);
    }

    [Fact]
    public async Task The_message_of_a_store_is_included_only_from_a_token_store_exception()
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
    public async Task A_bulk_run_retries_store_failures_and_has_a_result_for_each_update()
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
    public async Task Tokens_of_another_process_are_not_replaced_with_unsaved_tokens()
    {
        Action saving = StubTokenStore.Failing(1, new IOException("The disk is busy."));
        _store.BeforeSave = _ => saving();
        Bitrix24Client client = _portal.Client(_store);
        await Assert.ThrowsAsync<Bitrix24TokenStoreException>(() => client.UpdateAsync(s_update));

        _store.Token = OAuthPortal.Token(7);
        _portal.ValidToken = 7;
        await client.UpdateAsync(s_update);
        Assert.Equal(OAuthPortal.Token(7), _store.Token);
        Assert.DoesNotContain("access1", _portal.Calls);
    }

    [Fact]
    public async Task An_error_of_the_server_is_reported_even_if_the_store_wraps_it()
    {
        _store.Token = OAuthPortal.Token(99);
        _portal.OverrideReply = static _ => Script.Error(401, "invalid_client")();
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
    public async Task Refreshed_tokens_are_kept_if_the_store_did_not_wait_for_them()
    {
        var held = new TaskCompletionSource();
        _portal.BeforeExchange = () => held.Task;
        _store.Refresh = async (expired, refresh) =>
        {
            Task<OAuthToken> refreshing = refresh(expired.Token, CancellationToken.None);
            return held.Task.IsCompleted ? expired.Next(await refreshing) : throw new TimeoutException("The store timed out.");
        };
        Bitrix24Client client = _portal.Client(_store);
        await Assert.ThrowsAsync<Bitrix24TokenStoreException>(() => client.UpdateAsync(s_update));
        held.SetResult();

        await client.UpdateAsync(s_update);
        Assert.Equal(["refresh0"], _portal.RefreshTokens);
    }

    [Fact]
    public async Task A_store_that_returns_null_is_reported_as_failed()
    {
        _store.Refresh = static (_, _) => Task.FromResult<StoredOAuthToken>(null!);
        await Assert.ThrowsAsync<Bitrix24TokenStoreException>(() => _portal.Client(_store).UpdateAsync(s_update));
    }

    public static TheoryData<string, string, string> InvalidTokens => new()
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
    [MemberData(nameof(InvalidTokens))]
    public async Task Invalid_tokens_of_a_store_are_not_sent(string accessToken, string refreshToken, string endpoint)
    {
        _store.Token = OAuthPortal.Token(1, endpoint) with { AccessToken = accessToken, RefreshToken = refreshToken };
        await Assert.ThrowsAsync<Bitrix24AuthenticationException>(() => _portal.Client(_store).UpdateAsync(s_update));
        Assert.Empty(_portal.Http.Requests);
    }

    [Fact]
    public async Task A_store_that_lost_its_tokens_gets_the_refreshed_tokens()
    {
        _portal.ValidToken = 0;
        Bitrix24Client client = _portal.Client(_store);
        await client.UpdateAsync(s_update);
        (_portal.ValidToken, _store.Token) = (1, null);

        await client.UpdateAsync(s_update);
        Assert.Equal("access1", _store.Token!.AccessToken);
    }
}
