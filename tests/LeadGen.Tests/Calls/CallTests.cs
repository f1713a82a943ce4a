using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using LeadGen.Tests.Client;

namespace LeadGen.Tests.Calls;

public partial class CallTests
{
    private readonly SkippingClock _clock = new();

    [Fact]
    public async Task A_call_sends_its_arguments_as_they_are()
    {
        StubPortal portal = StubPortal.Answering("""{"result": {"ID": "5"}}""");
        using Bitrix24Client client = portal.Client();
        await client.CallAsync("crm.contact.get", new JsonObject
        {
            ["id"] = 5,
            ["flag"] = true,
            ["none"] = null,
            ["price"] = 12.50m,
            ["date"] = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
            ["fields"] = new JsonObject { ["NAME"] = "Анна \"<&>\"", ["PHONE"] = new JsonArray(new JsonObject { ["VALUE"] = "+7" }), ["EMPTY"] = new JsonArray(), ["MAP"] = new JsonObject() },
        });

        (HttpRequestMessage request, string body) = Assert.Single(portal.Requests);
        Assert.Equal(StubPortal.Webhook + "crm.contact.get.json", request.RequestUri!.ToString());
        Assert.Equal(
            """{"id":5,"flag":true,"none":null,"price":12.50,"date":"2026-01-02T03:04:05Z","fields":{"NAME":"Анна \"<&>\"","PHONE":[{"VALUE":"+7"}],"EMPTY":[],"MAP":{}}}""",
            body);
    }

    [Fact]
    public async Task A_reply_contains_the_result_the_counts_and_the_time()
    {
        using Bitrix24Client client = StubPortal.Answering(
            """{"result": [{"ID": "1"}, {"ID": "2"}], "total": 120, "next": 50, "time": {"duration": 0.5, "operating": 2, "operating_reset_at": 1800000000}}""").Client();
        Bitrix24Reply<JsonElement> reply = await client.CallAsync("crm.contact.list");
        Assert.Equal((120L, 50L, TimeSpan.FromSeconds(0.5)), (reply.Total, reply.Next, reply.Time!.Duration));
        JsonElement result = reply;
        Assert.Equal(["1", "2"], result.EnumerateArray().Select(static c => c.GetProperty("ID").GetString()));
        Assert.Equal("a reply, total 120, next 50", reply.ToString());
    }

    [Fact]
    public async Task A_result_of_null_is_a_result()
    {
        using Bitrix24Client client = StubPortal.Answering("""{"result": null, "time": {}}""").Client();
        Bitrix24Reply<JsonElement> reply = await client.CallAsync("crm.item.productrow.delete", new JsonObject { ["id"] = 3 });
        Assert.Equal(JsonValueKind.Null, reply.Result.ValueKind);
        Assert.Null((await client.CallAsync("crm.contact.get", Contacts.Default.Contact)).Result);
    }

    [Fact]
    public async Task A_result_is_deserialized()
    {
        using Bitrix24Client client = StubPortal.Answering("""{"result": {"ID": "5", "NAME": "Анна"}, "total": 1}""").Client();
        Bitrix24Reply<Contact?> reply = await client.CallAsync("crm.contact.get", Contacts.Default.Contact, new JsonObject { ["id"] = 5 }, CancellationToken.None);
        Assert.Equal(new Contact(5, "Анна"), reply.Result);
        Contact? contact = reply;
        Assert.Equal("Анна", contact!.Name);
    }

    [Fact]
    public async Task A_result_of_another_type_is_not_requested_again()
    {
        StubPortal portal = StubPortal.Answering("""{"result": {"ID": "five"}}""");
        using Bitrix24Client client = portal.Client(Retrying());
        Bitrix24ReplyException e = await Assert.ThrowsAsync<Bitrix24ReplyException>(() => client.CallAsync("crm.contact.get", Contacts.Default.Contact));
        Assert.Equal("acme.example answered crm.contact.get with a result that can't be read as Contact (at $.ID).", e.Message);
        Assert.False(e.IsTransient);
        Assert.Single(portal.Requests);

        e = await Assert.ThrowsAsync<Bitrix24ReplyException>(() => client.CallAsync("crm.contact.add", Contacts.Default.Contact));
        Assert.True(e.IsOutcomeUnknown);
    }

    [Theory]
    [InlineData("crm.contact.get", true)]
    [InlineData("CRM.Contact.List", true)]
    [InlineData("tasks.task.getFields", true)]
    [InlineData("crm.duplicate.findbycomm", true)]
    [InlineData("user.search", true)]
    [InlineData("profile", true)]
    [InlineData("crm.contact.add", false)]
    [InlineData("crm.contact.delete", false)]
    [InlineData("crm.lead.productrows.set", false)]
    [InlineData("disk.file.getExternalLink", false)]
    [InlineData("some.new.method", false)]
    [InlineData("get", true)]
    [InlineData("event.offline.get", false)]
    [InlineData("imbot.v2.Event.get", false)]
    public async Task Only_methods_that_read_are_repeated_after_an_unknown_outcome(string method, bool isRepeated)
    {
        StubPortal portal = Script.Create(Script.Page(502), Script.Json(Script.Ok));
        using Bitrix24Client client = portal.Client(Retrying());
        if (isRepeated)
        {
            await client.CallAsync(method);
        }
        else
        {
            Bitrix24Exception e = await Assert.ThrowsAsync<Bitrix24ServerException>(() => client.CallAsync(method));
            Assert.True(e.IsOutcomeUnknown);
            Assert.EndsWith("The portal may have processed the call.", e.Message, StringComparison.Ordinal);
        }

        Assert.Equal(isRepeated ? 2 : 1, portal.Requests.Count);
    }

    [Theory]
    [InlineData("crm.lead.productrows.set", true)]
    [InlineData("crm.contact.get", false)]
    public async Task The_caller_decides_whether_a_call_is_repeatable(string method, bool isRepeatable)
    {
        StubPortal portal = Script.Create(Script.Page(502), Script.Json(Script.Ok));
        using Bitrix24Client client = portal.Client(Retrying());
        Exception? e = await Record.ExceptionAsync(() => client.CallAsync(method, options: new Bitrix24CallOptions { IsRepeatable = isRepeatable }));
        Assert.Equal(isRepeatable, e is null);
        Assert.Equal(isRepeatable ? 2 : 1, portal.Requests.Count);
    }

    [Fact]
    public async Task A_call_that_is_not_repeatable_says_that_its_outcome_is_unknown()
    {
        StubPortal portal = Script.Create(Script.Page(502), Script.Json(Script.Ok));
        using Bitrix24Client client = portal.Client(Retrying());
        Bitrix24ServerException e = await Assert.ThrowsAsync<Bitrix24ServerException>(
            () => client.CallAsync("crm.contact.get", options: new Bitrix24CallOptions { IsRepeatable = false }));
        Assert.True(e.IsOutcomeUnknown);
        Assert.EndsWith("The portal may have processed the call.", e.Message, StringComparison.Ordinal);
        Assert.Single(portal.Requests);
    }

    [Theory]
    [InlineData(503, "QUERY_LIMIT_EXCEEDED")]
    [InlineData(429, "OPERATION_TIME_LIMIT")]
    public async Task A_call_that_a_limit_rejected_is_repeated_even_if_it_changes_data(int status, string code)
    {
        StubPortal portal = Script.Create(Script.Error(status, code), Script.Json("""{"result": 7}"""));
        using Bitrix24Client client = portal.Client(Retrying());
        Assert.Equal(7, (await client.CallAsync("crm.contact.add")).Result.GetInt32());
        Assert.Equal(2, portal.Requests.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("crm..get")]
    [InlineData("crm.contact.get.")]
    [InlineData("../crm.contact.get")]
    [InlineData("crm/contact")]
    [InlineData("crm.contact.get?id=5")]
    [InlineData("crm.contact.get#")]
    [InlineData("https://evil.example/x")]
    [InlineData("crm.контакт.get")]
    [InlineData("crm.contact.get ")]
    [InlineData("crm.contact.get%2f")]
    public async Task A_text_that_is_not_a_method_is_rejected(string method)
    {
        StubPortal portal = StubPortal.Answering(Script.Ok);
        using Bitrix24Client client = portal.Client();
        await Assert.ThrowsAsync<ArgumentException>(() => client.CallAsync(method));
        await Assert.ThrowsAsync<ArgumentException>(() => client.BatchAsync([new Bitrix24Command("a", method)]));
        Assert.Empty(portal.Requests);
    }

    [Theory]
    [InlineData("batch")]
    [InlineData("Batch")]
    public async Task A_batch_is_not_a_call(string method)
    {
        using Bitrix24Client client = StubPortal.Answering(Script.Ok).Client();
        ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(() => client.CallAsync(method));
        Assert.Contains("Bitrix24Client.BatchAsync", e.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => client.BatchAsync([new Bitrix24Command("a", method)]));
    }

    [Theory]
    [InlineData("auth", "the client adds the credentials itself")]
    [InlineData("AUTH", "the client adds the credentials itself")]
    [InlineData("Access_Token", "the client adds the credentials itself")]
    [InlineData(" auth", "its name has other characters")]
    [InlineData("access.token", "its name has other characters")]
    [InlineData("auth[]", "its name has other characters")]
    [InlineData("", "its name has other characters")]
    public async Task Credentials_are_not_arguments(string name, string reason)
    {
        StubPortal portal = StubPortal.Answering(Script.Ok);
        using Bitrix24Client client = portal.Client();
        foreach (Func<Task> call in new Func<Task>[]
        {
            () => client.CallAsync("crm.contact.get", new JsonObject { [name] = "s3cr3t" }),
            () => client.BatchAsync([new Bitrix24Command("a", "crm.contact.get", new JsonObject { [name] = "s3cr3t" })]),
        })
        {
            ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(call);
            Assert.Contains($"'{name.Trim()}'", e.Message.Replace("' ", "'", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.Contains(reason, e.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("s3cr3t", e.Message, StringComparison.Ordinal);
        }

        Assert.Empty(portal.Requests);
    }

    [Fact]
    public async Task An_argument_that_cannot_be_sent_is_named()
    {
        StubPortal portal = StubPortal.Answering(Script.Ok);
        using Bitrix24Client client = portal.Client();
        ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(() => client.CallAsync(
            "crm.contact.add", new JsonObject { ["fields"] = new JsonObject { ["PHONE"] = new JsonArray(new JsonObject { ["VALUE"] = "\ud800" }) } }));
        Assert.StartsWith("The argument 'fields.PHONE[0].VALUE' of crm.contact.add can't be sent: it contains half a surrogate pair", e.Message, StringComparison.Ordinal);

        e = await Assert.ThrowsAsync<ArgumentException>(() => client.CallAsync("crm.contact.get", new JsonObject { ["id"] = Bitrix24Command.ResultOf("a") }));
        Assert.Contains("only a batch can contain a reference", e.Message, StringComparison.Ordinal);

        JsonNode nested = new JsonObject();
        for (int i = 0; i < 2000; i++)
        {
            nested = new JsonArray(nested);
        }

        e = await Assert.ThrowsAsync<ArgumentException>(() => client.CallAsync("crm.contact.add", new JsonObject { ["fields"] = nested }));
        Assert.Contains("nested more than 64 levels", e.Message, StringComparison.Ordinal);
        Assert.Empty(portal.Requests);
    }

    [Fact]
    public async Task An_unknown_code_of_an_error_is_available_but_proves_nothing()
    {
        using Bitrix24Client client = Script.Create(Script.Error(400, "ERROR_TASK_LOCKED")).Client();
        Bitrix24ReplyException e = await Assert.ThrowsAsync<Bitrix24ReplyException>(() => client.CallAsync("tasks.task.complete"));
        Assert.Equal(("ERROR_TASK_LOCKED", "Something about it", HttpStatusCode.BadRequest), (e.ErrorCode, e.ErrorDescription, e.StatusCode));
        Assert.True(e.IsOutcomeUnknown);
        Assert.False(e.IsTransient);
    }

    [Fact]
    public async Task Secrets_are_masked()
    {
        using Bitrix24Client client = StubPortal.Answering($$"""{"error": "ODD", "error_description": "at {{StubPortal.Secret}}"}""", HttpStatusCode.BadRequest).Client();
        Bitrix24Exception e = await Assert.ThrowsAnyAsync<Bitrix24Exception>(() => client.CallAsync("crm.contact.get"));
        Assert.DoesNotContain(StubPortal.Secret, e.ToString() + e.ErrorDescription, StringComparison.Ordinal);
    }

    private Bitrix24ClientOptions Retrying() => new() { Webhook = StubPortal.Webhook, Limits = PortalLimits.None, TimeProvider = _clock };

    private sealed record Contact([property: JsonPropertyName("ID"), JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] long Id, [property: JsonPropertyName("NAME")] string Name);

    [JsonSerializable(typeof(Contact))]
    private sealed partial class Contacts : JsonSerializerContext;
}
