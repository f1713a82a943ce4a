using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace LeadGen.Testing.Tests;

/// <summary>Tests calls with access tokens, and the token endpoint.</summary>
public sealed class OAuthTests(PortalFixture fixture) : IClassFixture<PortalFixture>, IAsyncLifetime
{
    // Each encoding changes the key.
    private const string Key = "ключ +&\"/%7";
    private static readonly DateTimeOffset s_start = new(2026, 3, 20, 21, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(s_start);
    private readonly HttpClient _http = new();
    private PortalEmulator _portal = null!;

    public async Task InitializeAsync() => _portal = await PortalEmulator.StartAsync(
        PortalFixture.Folder, new PortalEmulatorOptions { TimeProvider = _clock, OAuth = new PortalEmulatorOAuth { ClientId = "app.1", ClientSecret = Key } });

    public Task DisposeAsync()
    {
        _http.Dispose();
        return _portal.DisposeAsync().AsTask();
    }

    [Theory]
    [InlineData("json", "auth")]
    [InlineData("json", "access_token")]
    [InlineData("form", "auth")]
    [InlineData("query", "auth")]
    [InlineData("query", "access_token")]
    public async Task A_valid_token_is_accepted_in_each_place(string place, string name)
    {
        long id = _portal.AddLead([]);
        PortalToken token = _portal.IssueToken();
        (string, string)[] arguments = [("id", $"{id}"), ("fields[NAME]", "Анна"), (name, token.AccessToken)];
        using HttpContent? content = place switch
        {
            "json" => new StringContent(JsonSerializer.Serialize(new Dictionary<string, object> { ["id"] = id, ["fields"] = new { NAME = "Анна" }, [name] = token.AccessToken }), null, "application/json"),
            "form" => Form(arguments),
            _ => null,
        };
        using HttpResponseMessage response = content is null
            ? await _http.GetAsync(new Uri(token.ClientEndpoint, "crm.lead.update.json?" + await Form(arguments).ReadAsStringAsync()))
            : await _http.PostAsync(new Uri(token.ClientEndpoint, "crm.lead.update"), content);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("Анна", _portal.GetStoredValue(id, "NAME"));
        Assert.Empty(Assert.Single(_portal.Journal).Parameters);
    }

    [Fact]
    public async Task The_webhook_still_works()
    {
        Assert.True((await fixture.CallAsync(_portal, "profile")).TryGetProperty("result", out _));
        Assert.Equal("INVALID_CREDENTIALS", (await fixture.GetAsync(new Uri(_portal.Webhook, "../x/profile"))).Answer.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Unknown_and_expired_tokens_are_rejected()
    {
        PortalToken token = _portal.IssueToken();
        Assert.Equal((401, "NO_AUTH_FOUND"), await ErrorAsync(""));
        Assert.Equal((401, "NO_AUTH_FOUND"), await ErrorAsync("auth[]=" + token.AccessToken));
        Assert.Equal((401, "invalid_token"), await ErrorAsync("auth=" + token.RefreshToken));
        Assert.Equal((200, null), await ErrorAsync("auth=" + token.AccessToken));

        _clock.SetUtcNow(token.ExpiresAt.AddSeconds(-1));
        Assert.Equal((200, null), await ErrorAsync("auth=" + token.AccessToken));
        _clock.SetUtcNow(token.ExpiresAt);
        Assert.Equal((401, "expired_token"), await ErrorAsync("auth=" + token.AccessToken));

        PortalToken next = _portal.IssueToken();
        _portal.ExpireTokens();
        PortalToken last = _portal.IssueToken();
        Assert.Equal((401, "expired_token"), await ErrorAsync("auth=" + next.AccessToken));
        Assert.Equal((200, null), await ErrorAsync("auth=" + last.AccessToken));
        Assert.Equal(token.MemberId, last.MemberId);

        async Task<(int, string?)> ErrorAsync(string query)
        {
            (int status, JsonElement answer) = await fixture.GetAsync(new Uri(token.ClientEndpoint, "profile?" + query));
            return (status, answer.TryGetProperty("error", out JsonElement error) ? error.GetString() : null);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_refresh_token_can_be_exchanged_once_for_a_new_pair(bool isForm)
    {
        PortalToken token = _portal.IssueToken();
        _clock.Advance(TimeSpan.FromHours(2));
        (int status, JsonElement answer) = await RefreshAsync(token.RefreshToken, isForm: isForm);

        Assert.Equal(200, status);
        Assert.Equal((s_start.AddHours(3).ToUnixTimeSeconds(), 3600, 1), (Number("expires"), Number("expires_in"), Number("user_id")));
        Assert.Equal(
            [token.ClientEndpoint.ToString(), token.MemberId, "crm", "L", _portal.OAuthEndpoint!.Authority],
            new[] { "client_endpoint", "member_id", "scope", "status", "domain" }.Select(Text));
        Assert.Distinct([token.AccessToken, token.RefreshToken, Text("access_token"), Text("refresh_token")]);
        Assert.Equal(200, (await fixture.GetAsync(new Uri(new Uri(Text("client_endpoint")), "profile?auth=" + Text("access_token")))).Status);

        (int again, JsonElement error) = await RefreshAsync(token.RefreshToken, isForm: isForm);
        Assert.Equal((400, "invalid_grant"), (again, error.GetProperty("error").GetString()));
        _portal.ExpireTokens();
        Assert.Equal(200, (await RefreshAsync(Text("refresh_token"), isForm: isForm)).Status);
        Assert.Equal(2, _portal.TokenRefreshes);

        string Text(string name) => answer.GetProperty(name).GetString()!;
        long Number(string name) => answer.GetProperty(name).GetInt64();
    }

    [Fact]
    public async Task Another_application_and_another_grant_are_rejected()
    {
        PortalToken token = _portal.IssueToken();
        Assert.Equal((401, "invalid_client"), await ErrorAsync(("client_id", "app.2")));
        Assert.Equal((401, "invalid_client"), await ErrorAsync(("client_secret", "x")));
        Assert.Equal((400, "invalid_request"), await ErrorAsync(("grant_type", "password")));
        Assert.Equal((400, "invalid_grant"), await ErrorAsync(("grant_type", "authorization_code")));
        Assert.Equal((400, "invalid_grant"), await ErrorAsync(("refresh_token", token.AccessToken)));
        _clock.Advance(TimeSpan.FromDays(180));
        Assert.Equal((400, "invalid_grant"), await ErrorAsync(("refresh_token", token.RefreshToken)));
        Assert.Equal(0, _portal.TokenRefreshes);

        async Task<(int, string?)> ErrorAsync((string, string) changed)
        {
            (int status, JsonElement answer) = await RefreshAsync(token.RefreshToken, changed: changed);
            return (status, answer.GetProperty("error").GetString());
        }
    }

    [Fact]
    public async Task An_authorization_code_can_be_exchanged_once_within_30_seconds()
    {
        string code = _portal.IssueAuthorizationCode();
        (int status, JsonElement answer) = await ExchangeAsync(code);
        Assert.Equal(200, status);
        var endpoint = new Uri(answer.GetProperty("client_endpoint").GetString()!);
        Assert.Equal(200, (await fixture.GetAsync(new Uri(endpoint, "profile?auth=" + answer.GetProperty("access_token").GetString()))).Status);
        Assert.Equal(0, _portal.TokenRefreshes);
        Assert.Equal("grant_type=authorization_code&client_id=app.1&client_secret=***&code=***", _portal.Journal[0].Body);
        Assert.Equal((400, "invalid_grant"), await ErrorAsync(code));

        string late = _portal.IssueAuthorizationCode();
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal((400, "invalid_grant"), await ErrorAsync(late));

        async Task<(int, string?)> ErrorAsync(string sent)
        {
            (int status, JsonElement answer) = await ExchangeAsync(sent);
            return (status, answer.GetProperty("error").GetString());
        }
    }

    [Fact]
    public async Task Secrets_are_masked_in_the_journal_and_in_texts()
    {
        PortalToken token = _portal.IssueToken();
        long id = _portal.AddLead([]);
        (_, JsonElement next) = await RefreshAsync(token.RefreshToken);
        await RefreshAsync(token.RefreshToken, isForm: true);
        _portal.InjectFault(PortalFault.TruncatedBody, calls: 2, method: "oauth/token");
        await Assert.ThrowsAnyAsync<JsonException>(() => RefreshAsync(next.GetProperty("refresh_token").GetString()!));
        await Assert.ThrowsAnyAsync<JsonException>(() => RefreshAsync("x", isForm: true));
        string access = next.GetProperty("access_token").GetString()!;
        string fields = JsonSerializer.Serialize(new { NAME = Key, LAST_NAME = token.RefreshToken + token.AccessToken, TITLE = Uri.EscapeDataString(Key) });
        await fixture.CallAsync(_portal, $"../../crm.lead.update?auth={access}", $$"""{"id": {{id}}, "fields": {{fields}}, "{{access}}": 1}""");
        await fixture.CallAsync(_portal, "crm.lead.get", $$"""{"id": {{id}}}""");

        string journal = string.Join('\n', _portal.Journal.SelectMany(
            static c => new[] { c.Method, c.Query, c.Body, c.Answer }.Concat(c.Fields.Concat(c.Parameters).SelectMany(static f => new[] { f.Code, f.Sent }))));
        Assert.Equal(Key, _portal.GetStoredValue(id, "NAME"));
        Assert.All(
            new[] { token.AccessToken, token.RefreshToken, access, token.AccessToken[..24], "ключ", Uri.EscapeDataString("ключ"), JsonSerializer.Serialize("ключ").Trim('"') },
            secret => Assert.DoesNotContain(secret, journal, StringComparison.OrdinalIgnoreCase));
        Assert.Equal("grant_type=refresh_token&client_id=app.1&client_secret=***&refresh_token=***", _portal.Journal[0].Query);
        Assert.Equal(("", _portal.Journal[0].Query), (_portal.Journal[1].Query, _portal.Journal[1].Body));
        string texts = $"{token} {new PortalEmulatorOptions { OAuth = new PortalEmulatorOAuth { ClientId = "app.1", ClientSecret = Key } }}";
        Assert.All(new[] { token.AccessToken, token.RefreshToken, Key }, secret => Assert.DoesNotContain(secret, texts, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_faults_for_its_name_and_no_limits_apply_to_the_token_endpoint()
    {
        PortalToken token = _portal.IssueToken();
        _portal.InjectFault(PortalFault.Error(500, "INTERNAL_SERVER_ERROR"));
        Assert.Equal(200, (await RefreshAsync(token.RefreshToken)).Status);
        _portal.InjectFault(PortalFault.Error(503, "temporarily_unavailable"), method: "oauth/token");
        Assert.Equal(500, (await fixture.GetAsync(new Uri(_portal.Webhook, "profile"))).Status);
        Assert.Equal(503, (await RefreshAsync(token.RefreshToken)).Status);
        Assert.Equal((1, 1), (_portal.LimitStatistics.Requests, _portal.TokenRefreshes));
        Assert.Equal(["oauth/token", "profile", "oauth/token"], _portal.Journal.Select(static c => c.Method));
    }

    [Fact]
    public async Task Operating_time_is_counted_per_webhook_and_application()
    {
        var limits = new PortalEmulatorLimits { OperatingLimit = TimeSpan.Zero, OperatingPerCall = TimeSpan.FromSeconds(1) };
        await using PortalEmulator portal = await PortalEmulator.StartAsync(
            PortalFixture.Folder, new PortalEmulatorOptions { Limits = limits, OAuth = new PortalEmulatorOAuth { ClientId = "a", ClientSecret = Key } });
        PortalToken token = portal.IssueToken();
        var calls = new[] { new Uri(portal.Webhook, "profile"), new Uri(token.ClientEndpoint, "profile?auth=" + token.AccessToken) };
        var statuses = new List<int>();
        foreach (Uri call in calls.Concat(calls))
        {
            statuses.Add((await fixture.GetAsync(call)).Status);
        }

        Assert.Equal([200, 200, 429, 429], statuses);
    }

    [Fact]
    public async Task Without_an_application_there_are_no_tokens()
    {
        Assert.Null(fixture.Portal.OAuthEndpoint);
        Assert.Equal(0, fixture.Portal.TokenRefreshes);
        Assert.Throws<InvalidOperationException>(fixture.Portal.IssueToken);
        Assert.Throws<InvalidOperationException>(fixture.Portal.ExpireTokens);
        (int status, JsonElement answer) = await fixture.GetAsync(new Uri(fixture.Portal.Webhook, "/oauth/token/?grant_type=refresh_token"));
        Assert.Equal((404, "ERROR_METHOD_NOT_FOUND"), (status, answer.GetProperty("error").GetString()));
    }

    public static TheoryData<PortalEmulatorOAuth> InvalidApplications =>
    [
        new() { ClientId = "", ClientSecret = "x" }, new() { ClientId = "x", ClientSecret = "" }, new() { ClientId = "x", ClientSecret = "x", TokenLifetime = TimeSpan.Zero },
    ];

    [Theory]
    [MemberData(nameof(InvalidApplications))]
    public async Task An_invalid_application_is_rejected(PortalEmulatorOAuth application) =>
        await Assert.ThrowsAnyAsync<ArgumentException>(() => PortalEmulator.StartAsync(PortalFixture.Folder, new PortalEmulatorOptions { OAuth = application }));

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] arguments) =>
        new(arguments.Select(static a => KeyValuePair.Create(a.Name, a.Value)));

    private async Task<(int Status, JsonElement Answer)> ExchangeAsync(string code)
    {
        using FormUrlEncodedContent form = Form(("grant_type", "authorization_code"), ("client_id", "app.1"), ("client_secret", Key), ("code", code));
        using HttpResponseMessage response = await _http.PostAsync(_portal.OAuthEndpoint, form);
        using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return ((int)response.StatusCode, answer.RootElement.Clone());
    }

    private async Task<(int Status, JsonElement Answer)> RefreshAsync(string token, bool isForm = false, (string Name, string Value)? changed = null)
    {
        (string Name, string Value)[] sent = [("grant_type", "refresh_token"), ("client_id", "app.1"), ("client_secret", Key), ("refresh_token", token)];
        using FormUrlEncodedContent form = Form([.. sent.Select(a => a.Name == changed?.Name ? changed.Value : a)]);
        using HttpResponseMessage response = isForm
            ? await _http.PostAsync(_portal.OAuthEndpoint, form)
            : await _http.GetAsync(new Uri(_portal.OAuthEndpoint!, "?" + await form.ReadAsStringAsync()));
        using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return ((int)response.StatusCode, answer.RootElement.Clone());
    }
}
