using System.Text.Json;
using System.Text.Json.Nodes;
using LeadGen.EndToEnd.Portal;
using LeadGen.Testing;

namespace LeadGen.EndToEnd.Tests;

/// <summary>Tests calls of any method, alone and in a batch.</summary>
public sealed class AnyMethodTests(ClassicPortal fixture) : IClassFixture<ClassicPortal>
{
    [Fact]
    public async Task A_lead_is_created_read_counted_and_deleted()
    {
        long id = (await fixture.Client.CallAsync("crm.lead.add", new JsonObject
        {
            ["fields"] = new JsonObject { ["TITLE"] = "Ёлка & \"сын\"", ["NAME"] = "уникальная", [LeadFields.Codes.Demanded] = "да" },
        })).Result.GetInt64();
        Assert.Equal("Ёлка & \"сын\"", (await fixture.ReadAsync(id)).Title);

        Bitrix24Reply<JsonElement> page = await fixture.Client.CallAsync("crm.lead.list", new JsonObject { ["filter"] = new JsonObject { ["=NAME"] = "уникальная" }, ["select"] = new JsonArray("ID") });
        Assert.Equal((1L, null), (page.Total, page.Next));
        Assert.Equal("crm.lead.list", fixture.Portal.Journal[^1].Method);
        Assert.NotNull(page.Time);

        Assert.True((await fixture.Client.CallAsync("crm.lead.delete", new JsonObject { ["id"] = id })).Result.GetBoolean());
        await Assert.ThrowsAsync<Bitrix24NotFoundException>(() => fixture.Client.CallAsync("crm.lead.get", new JsonObject { ["id"] = id }));
    }

    [Fact]
    public async Task Commands_use_the_results_of_earlier_ones()
    {
        Bitrix24BatchReply reply = await fixture.Client.BatchAsync(
            [
                new("add", "crm.lead.add", new JsonObject { ["fields"] = new JsonObject { ["TITLE"] = "a=b&c[d]%20+Ё", [LeadFields.Codes.Demanded] = "да" } }),
                new("get", "crm.lead.get", new JsonObject { ["id"] = Bitrix24Command.ResultOf("add") }),
                new("copy", "crm.lead.update", new JsonObject
                {
                    ["id"] = Bitrix24Command.ResultOf("add"),
                    ["fields"] = new JsonObject { ["NAME"] = Bitrix24Command.ResultOf("get", "TITLE"), ["PHONE"] = new JsonArray(new JsonObject { ["VALUE"] = "+7", ["VALUE_TYPE"] = "WORK" }) },
                }),
            ],
            haltOnError: true);
        Assert.True(reply.IsSuccess, reply.ToString());
        Lead lead = await fixture.ReadAsync(reply["add"].GetReply().Result.GetInt64());
        Assert.Equal(("a=b&c[d]%20+Ё", "a=b&c[d]%20+Ё", "+7"), (lead.Title, lead.Name, Assert.Single(lead.Phone).Value));
    }

    [Fact]
    public async Task A_batch_halts_at_the_first_error()
    {
        long id = fixture.AddLead();
        Bitrix24Command[] commands =
        [
            new("first", "crm.lead.get", new JsonObject { ["id"] = id }),
            new("second", "crm.lead.get", new JsonObject { ["id"] = 999_999 }),
            new("third", "crm.lead.delete", new JsonObject { ["id"] = id }),
        ];
        Bitrix24BatchReply reply = await fixture.Client.BatchAsync(commands, haltOnError: true);
        Assert.Equal([Bitrix24CommandStatus.Succeeded, Bitrix24CommandStatus.Failed, Bitrix24CommandStatus.Skipped], reply.Select(static r => r.Status));
        Assert.NotNull(await fixture.Client.GetAsync<Lead>(id));

        reply = await fixture.Client.BatchAsync(commands);
        Assert.Equal([Bitrix24CommandStatus.Succeeded, Bitrix24CommandStatus.Failed, Bitrix24CommandStatus.Succeeded], reply.Select(static r => r.Status));
        Assert.Null(await fixture.Client.GetAsync<Lead>(id));
    }

    [Fact]
    public async Task The_emulator_calls_methods_of_the_test()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(Path.Combine(AppContext.BaseDirectory, "portal"));
        using Bitrix24Client client = fixture.Connect(portal);
        JsonObject find = new() { ["type"] = "PHONE", ["values"] = new JsonArray("+7"), ["limit"] = 5 };
        Bitrix24Exception e = await Assert.ThrowsAsync<Bitrix24RejectedException>(() => client.CallAsync("crm.company.search", find));
        Assert.Equal("ERROR_METHOD_NOT_FOUND", e.ErrorCode);

        JsonObject? arguments = null;
        portal.HandleMethod("crm.company.Search", sent =>
        {
            arguments = sent;
            return sent["type"]?.ToString() == "PHONE" ? new JsonObject { ["LEAD"] = new JsonArray(5, 6) } : throw new PortalMethodException(400, "", "Communication type is not defined");
        });
        portal.HandleMethod("crm.contact.list", static _ => new PortalMethodResult(new JsonArray(new JsonObject { ["ID"] = "5" })) { Total = 120, Next = 50 });

        Assert.Equal("""{"LEAD":[5,6]}""", (await client.CallAsync("crm.company.search", find)).Result.GetRawText());
        Assert.Equal("""{"type":"PHONE","values":["\u002B7"],"limit":"5"}""", arguments!.ToJsonString());
        Bitrix24BatchReply reply = await client.BatchAsync([new("a", "crm.contact.list"), new("b", "crm.company.search")]);
        Assert.Equal((120L, 50L), (reply["a"].Reply!.Total, reply["a"].Reply!.Next));
        Assert.Equal("Communication type is not defined", reply["b"].Error!.ErrorDescription);
        Assert.Throws<ArgumentException>(() => portal.HandleMethod("Batch", static _ => new JsonArray()));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(3, false)]
    public async Task Commands_with_an_expired_token_are_sent_again_with_a_new_one(int rejections, bool isSuccess)
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(
            Path.Combine(AppContext.BaseDirectory, "portal"),
            new PortalEmulatorOptions { OAuth = new PortalEmulatorOAuth { ClientId = "local.app", ClientSecret = "applications0wnsecret" } });
        PortalToken issued = portal.IssueToken();
        var store = new MemoryOAuthTokenStore(new OAuthToken(issued.AccessToken, issued.RefreshToken, issued.ExpiresAt, issued.ClientEndpoint, issued.MemberId));
        using var client = new Bitrix24Client(new Bitrix24ClientOptions
        {
            OAuth = new OAuthApplication { ClientId = "local.app", ClientSecret = "applications0wnsecret", TokenStore = store, TokenEndpoint = portal.OAuthEndpoint! },
            Limits = PortalLimits.None,
        });
        portal.InjectFault(PortalFault.Error(401, "expired_token"), rejections, "profile");
        Bitrix24BatchReply reply = await client.BatchAsync([new("mode", "crm.settings.mode.get"), new("profile", "profile")]);
        Assert.Equal(isSuccess ? Bitrix24CommandStatus.Succeeded : Bitrix24CommandStatus.Failed, reply["profile"].Status);
        Assert.Equal(isSuccess, reply["profile"].Error is not Bitrix24AuthenticationException);
        Assert.True(reply["mode"].IsSuccess);
        Assert.Equal(1, portal.TokenRefreshes);
        Assert.Equal(2, portal.Journal.Count(static c => c.Method == "batch"));
    }
}
