using LeadGen.Tests.Client;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Authentication;

/// <summary>Tests that a client rejects tokens of another portal, because the IDs that it has read belong to other leads there.</summary>
public sealed class OtherPortalTests
{
    private const string Nova = "https://nova.bitrix24.ru/rest/";

    private readonly OAuthPortal _portal = new() { ValidToken = 0 };
    private readonly StubTokenStore _store = new(OAuthPortal.Token(0));

    public static TheoryData<string?, string?, string> OtherPortals => new()
    {
        { "member", "other", Nova },
        { "member", "other", OAuthPortal.Endpoint },
        { "member", null, Nova },
        { null, "other", Nova },
        { null, null, Nova },
        { "", "", Nova },
    };

    [Fact]
    public void An_internationalized_host_and_its_ASCII_form_are_one_portal() => Assert.True(
        OAuthPortal.Token(0, "https://портал.рф/rest/").IsOfSamePortal(OAuthPortal.Token(1, "https://xn--80awhdgm.xn--p1ai/rest/")));

    [Theory]
    [MemberData(nameof(OtherPortals))]
    public async Task Tokens_of_another_portal_from_a_refresh_of_the_store_are_not_used(string? own, string? member, string endpoint)
    {
        _store.Token = OAuthPortal.Token(0) with { MemberId = own };
        _store.Refresh = (expired, _) => Task.FromResult(expired.Next(OAuthPortal.Token(5, endpoint) with { MemberId = member }));
        await AssertRejectedAsync("access5");
    }

    [Theory]
    [MemberData(nameof(OtherPortals))]
    public async Task Tokens_of_another_portal_that_the_store_has_later_are_not_used(string? own, string? member, string endpoint)
    {
        _store.Token = OAuthPortal.Token(0) with { MemberId = own };
        _portal.OverrideReply = static _ => Script.Error(400, "invalid_grant")();
        _portal.BeforeCall = _ =>
        {
            _store.Token = OAuthPortal.Token(5, endpoint) with { MemberId = member };
            return Task.FromResult<HttpResponseMessage?>(null);
        };
        await AssertRejectedAsync("access5");
    }

    [Fact]
    public async Task The_refresh_token_of_another_portal_is_not_used()
    {
        OAuthToken other = OAuthPortal.Token(5, Nova) with { MemberId = "other" };
        _store.Refresh = async (expired, refresh) => expired.Next(await refresh(other, CancellationToken.None));
        await AssertRejectedAsync("access6");
        Assert.Empty(_portal.RefreshTokens);
    }

    [Fact]
    public async Task Tokens_that_the_server_issues_for_another_portal_are_neither_used_nor_saved()
    {
        _portal.OverrideReply = static _ => Script.Json(OAuthPortal.Pair(1, Nova).Replace("\"member\"}", "\"other\"}", StringComparison.Ordinal))();
        await AssertRejectedAsync("access1");
        Assert.Equal("access0", _store.Token!.AccessToken);
    }

    [Theory]
    [InlineData("member", Nova)]
    [InlineData(null, OAuthPortal.Endpoint)]
    public async Task Tokens_of_the_same_portal_are_used_after_it_was_renamed_or_without_a_member_id(string? member, string endpoint)
    {
        _store.Refresh = (expired, _) => Task.FromResult(expired.Next(OAuthPortal.Token(1, endpoint) with { MemberId = member }));
        await ReadThenExpireAsync(_portal.Client(_store));
        Assert.Equal("access1", _portal.Calls[^1]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("member")]
    public async Task Tokens_without_a_member_id_are_used_after_the_portal_redirected_to_their_host(string? member)
    {
        _store.Token = OAuthPortal.Token(0) with { MemberId = null };
        _portal.BeforeRequest = static request => request.RequestUri!.Host == "acme.bitrix24.ru"
            ? Script.Redirect(request.RequestUri.AbsoluteUri.Replace("acme", "nova", StringComparison.Ordinal))()
            : null;
        _store.Refresh = (expired, _) => Task.FromResult(expired.Next(OAuthPortal.Token(1, Nova) with { MemberId = member }));
        await ReadThenExpireAsync(_portal.Client(_store));
        Assert.Equal("access1", _portal.Calls[^1]);
    }

    [Fact]
    public async Task Tokens_of_a_third_portal_are_not_used_after_a_redirect()
    {
        _store.Token = OAuthPortal.Token(0) with { MemberId = null };
        _portal.BeforeRequest = static request => request.RequestUri!.Host == "acme.bitrix24.ru"
            ? Script.Redirect(request.RequestUri.AbsoluteUri.Replace("acme", "nova", StringComparison.Ordinal))()
            : null;
        _store.Refresh = static (expired, _) => Task.FromResult(expired.Next(OAuthPortal.Token(5, "https://other.bitrix24.ru/rest/") with { MemberId = null }));
        await AssertRejectedAsync("access5");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_pair_of_a_renamed_portal_is_used_if_the_store_does_not_keep_it_exactly(bool isWholeSeconds)
    {
        _store.Token = OAuthPortal.Token(0) with { MemberId = null };
        _portal.OverrideReply = static _ => Script.Json(OAuthPortal.Pair(1, Nova))();
        _store.Refresh = async (expired, refresh) =>
        {
            OAuthToken issued = await refresh(expired.Token, CancellationToken.None);
            return expired.Next(isWholeSeconds ? issued with { ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(issued.ExpiresAt.ToUnixTimeSeconds()) } : issued with { MemberId = null });
        };
        await ReadThenExpireAsync(_portal.Client(_store));
        Assert.Equal("access1", _portal.Calls[^1]);
    }

    [Fact]
    public async Task The_member_ID_is_remembered_if_later_tokens_do_not_have_it()
    {
        Bitrix24Client client = _portal.Client(_store);
        _store.Refresh = static (expired, _) => Task.FromResult(expired.Next(OAuthPortal.Token(1) with { MemberId = null }));
        await ReadThenExpireAsync(client);

        _store.Refresh = static (expired, _) => Task.FromResult(expired.Next(OAuthPortal.Token(2) with { MemberId = "other" }));
        _portal.ValidToken = 2;
        await Assert.ThrowsAsync<Bitrix24AuthenticationException>(() => client.UpdateAsync(new LeadUpdate(5).SetName("Вера")));
    }

    private async Task AssertRejectedAsync(string foreign)
    {
        Bitrix24AuthenticationException e = await Assert.ThrowsAsync<Bitrix24AuthenticationException>(() => ReadThenExpireAsync(_portal.Client(_store)));
        Assert.Contains("another portal", e.Message, StringComparison.Ordinal);
        Assert.Equal((false, false), (e.IsOutcomeUnknown, e.IsTransient));
        Assert.DoesNotContain(foreign, _portal.Calls);
        Assert.DoesNotContain(foreign, e.ToString(), StringComparison.Ordinal);
    }

    private async Task ReadThenExpireAsync(Bitrix24Client client)
    {
        await client.UpdateAsync(new LeadUpdate(5).SetName("Анна"));
        _portal.ValidToken = 1;
        await client.UpdateAsync(new LeadUpdate(5).SetName("Пётр"));
    }
}
