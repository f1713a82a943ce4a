using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Client;

public class RenamedPortalTests
{
    private const string Path = $"/rest/7/{StubPortal.Secret}/crm.lead.update.json";

    private static readonly LeadUpdate s_update = new LeadUpdate(5).SetName("Анна").AddPhone("+7 999 123-45-67", PhoneType.Work);

    [Theory]
    [InlineData("acme.bitrix24.ru", "nova.bitrix24.ru", 302)]
    [InlineData("acme.bitrix24.ru", "nova.bitrix24.ru", 308)]
    [InlineData("acme.bitrix24.com.br", "nova.bitrix24.com.br", 301)]
    [InlineData("crm.acme.example", "crm.nova.example", 307)]
    public async Task A_redirected_call_is_repeated_unchanged_and_later_calls_go_to_the_new_host(string from, string to, int status)
    {
        StubPortal portal = Script.Create(Script.Redirect($"https://{to}{Path}", status), Script.Json(Script.Ok));
        var moves = new Moves();
        Bitrix24Client client = Client(portal, from, moves);
        await client.UpdateAsync(s_update);
        await client.UpdateAsync(s_update);

        Assert.Equal(
            [$"POST https://{from}{Path}", $"POST https://{to}{Path}", $"POST https://{to}{Path}"],
            portal.Requests.Select(r => $"{r.Request.Method} {r.Request.RequestUri}"));
        Assert.Single(portal.Requests.Select(r => r.Body).Distinct());
        Assert.Equal([$"{from} > {to}"], moves.Reported);
        Assert.Contains(to, client.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Concurrent_redirected_calls_report_one_move()
    {
        const int Calls = 3;
        var allArrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int arrived = 0;
        var portal = new StubPortal(async (request, _) =>
        {
            if (request.RequestUri!.Host != "acme.bitrix24.ru")
            {
                return Script.Json(Script.Ok)();
            }

            if (Interlocked.Increment(ref arrived) == Calls)
            {
                allArrived.SetResult();
            }

            await allArrived.Task;
            return Script.Redirect($"https://nova.bitrix24.ru{Path}")();
        });
        var moves = new Moves();
        Bitrix24Client client = Client(portal, "acme.bitrix24.ru", moves);
        await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => client.UpdateAsync(s_update)));

        Assert.Equal(["acme.bitrix24.ru > nova.bitrix24.ru"], moves.Reported);
    }

    [Theory]
    [InlineData("acme.bitrix24.ru", "https://evil.example" + Path)]
    [InlineData("acme.bitrix24.ru", "https://acme.bitrix24.com" + Path)]
    [InlineData("acme.bitrix24.ru", "https://a.b.bitrix24.ru" + Path)]
    [InlineData("acme.bitrix24.ru", "https://bitrix24.ru" + Path)]
    [InlineData("acme.bitrix24.ru", "https://nova.bitrix24.ru.evil.example" + Path)]
    [InlineData("acme.bitrix24.ru", "https://evilbitrix24.ru" + Path)]
    [InlineData("acme.bitrix24.ru", "https://nova.bitrix24.ru:8443" + Path)]
    [InlineData("acme.bitrix24.ru", "https://nova.bitrix24.ru@evil.example" + Path)]
    [InlineData("acme.bitrix24.ru", "https://user@nova.bitrix24.ru" + Path)]
    [InlineData("acme.bitrix24.ru", "http://nova.bitrix24.ru" + Path)]
    [InlineData("acme.bitrix24.ru", "http://127.0.0.1" + Path)]
    [InlineData("acme.bitrix24.ru", "https://nova.bitrix24.ru/auth/")]
    [InlineData("portal.example", "https://other.example" + Path)]
    [InlineData("crm.acme.example", "https://www.acme.example" + Path)]
    [InlineData("crm.acme.example", "https://crm.acme.example:8443" + Path)]
    [InlineData("crm.acme.example:8443", "https://crm.acme.example" + Path)]
    public async Task The_secret_is_not_sent_to_other_hosts_or_over_http(string from, string to)
    {
        StubPortal portal = Script.Create(Script.Redirect(to), Script.Json(Script.Ok));
        Bitrix24ReplyException e = await Assert.ThrowsAsync<Bitrix24ReplyException>(() => Client(portal, from).UpdateAsync(s_update));

        Assert.Single(portal.Requests);
        Assert.Contains(new Uri(to).Host, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(StubPortal.Secret, e.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("портал.рф", "https://xn--80awhdgm.xn--p1ai", "xn--80awhdgm.xn--p1ai")]
    [InlineData("crm.nova.example:443", "https://crm.nova.example", "crm.nova.example")]
    [InlineData("CRM.Nova.Example:8443", "https://crm.nova.example:8443", "crm.nova.example:8443")]
    public async Task An_allowed_host_may_be_written_in_any_form(string allowed, string to, string shown)
    {
        StubPortal portal = Script.Create(Script.Redirect(to + Path), Script.Json(Script.Ok));
        Bitrix24ClientOptions options = StubPortal.OneAttempt($"https://crm.acme.example/rest/7/{StubPortal.Secret}/");
        options.AllowedHosts.Add(allowed);
        Bitrix24Client client = portal.Client(options);
        await client.UpdateAsync(s_update);
        Assert.Equal(shown, portal.Requests[1].Request.RequestUri!.Authority);
        Assert.Contains(shown, client.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_follows_one_redirect_and_none_that_would_lose_its_body()
    {
        StubPortal chain = Script.Create(Script.Redirect($"https://nova.bitrix24.ru{Path}"), Script.Redirect($"https://last.bitrix24.ru{Path}"));
        await Assert.ThrowsAsync<Bitrix24ReplyException>(() => Client(chain, "acme.bitrix24.ru").UpdateAsync(s_update));
        Assert.Equal(2, chain.Requests.Count);

        StubPortal seeOther = Script.Create(Script.Redirect($"https://nova.bitrix24.ru{Path}", 303));
        await Assert.ThrowsAsync<Bitrix24ReplyException>(() => Client(seeOther, "acme.bitrix24.ru").UpdateAsync(s_update));
        Assert.Single(seeOther.Requests);
    }

    private static Bitrix24Client Client(StubPortal portal, string host, Bitrix24ClientEvents? events = null)
    {
        Bitrix24ClientOptions options = StubPortal.OneAttempt($"https://{host}/rest/7/{StubPortal.Secret}/");
        options.AllowedHosts.Add("crm.nova.example");
        options.Events = events;
        return portal.Client(options);
    }

    private sealed class Moves : Bitrix24ClientEvents
    {
        public List<string> Reported { get; } = [];

        public override void OnMove(string portal, string movedTo) => Reported.Add($"{portal} > {movedTo}");
    }
}
