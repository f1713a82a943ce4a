using System.IO.Compression;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Client;

/// <summary>Tests replies below and above each limit, because a limit that is too low would reject valid replies.</summary>
public sealed class ReplyLimitTests
{
    [Fact]
    public async Task A_schema_with_too_many_fields_is_rejected()
    {
        Bitrix24ReplyException e = await Assert.ThrowsAsync<Bitrix24ReplyException>(() => CheckAsync(4001, 0));
        Assert.Contains("more than 4000 fields", e.Message, StringComparison.Ordinal);
        Assert.False(e.IsTransient);

        // The compiled schema has none of these fields, so only the last check fails.
        e = await Assert.ThrowsAsync<Bitrix24ReplyException>(() => CheckAsync(4000, 0));
        Assert.Contains("none of the fields of the compiled schema", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_with_too_many_list_items_is_rejected()
    {
        Bitrix24ReplyException e = await Assert.ThrowsAsync<Bitrix24ReplyException>(() => CheckAsync(3, 66_667));
        Assert.Contains("more than 200000 items", e.Message, StringComparison.Ordinal);
        Assert.False(e.IsTransient);

        e = await Assert.ThrowsAsync<Bitrix24ReplyException>(() => CheckAsync(2, 100_000));
        Assert.Contains("none of the fields of the compiled schema", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_reply_is_read_only_up_to_its_limit()
    {
        using var body = new CountingStream(Decompress(1));
        StubPortal portal = Script.Create(
            Script.Error(401, "expired_token"),
            () => new HttpResponseMessage { Content = new StreamContent(body, bufferSize: 4096) });
        using Bitrix24Client client = portal.Client(new Bitrix24ClientOptions
        {
            OAuth = new OAuthApplication
            {
                ClientId = "app",
                ClientSecret = "secret",
                TokenStore = new MemoryOAuthTokenStore(new OAuthToken("access", "refresh", DateTimeOffset.UnixEpoch, new Uri("https://acme.example/rest/"))),
            },
            Limits = PortalLimits.None,
            Retries = { MaxRetries = 0 },
        });

        await Assert.ThrowsAsync<Bitrix24TransportException>(() => client.GetAsync<Lead>(1));
        Assert.InRange(body.Count, 64 * 1024, 72 * 1024);
    }

    [Fact]
    public void A_list_with_too_many_elements_is_rejected()
    {
        Assert.Equal(100_000, Given.Lead(Texts(100_000)).StringMany.Count);
        Assert.Contains("more than 100000 elements", Assert.Throws<CrmFieldFormatException>(() => Given.Lead(Texts(100_001)).StringMany).Message, StringComparison.Ordinal);

        static string Texts(int count) => $$"""{"UF_CRM_1712000002": [{{string.Join(',', Enumerable.Repeat("1", count))}}]}""";
    }

    [Theory]
    [InlineData("[", "1", "]", 99_999)]
    [InlineData("{", "\"{0}\": 1", "}", 99_999)]
    [InlineData("[[", "1", "], {}]", 99_995)]
    public void JSON_with_too_many_values_is_rejected(string begin, string value, string end, int largest)
    {
        Assert.NotNull(Given.Lead(Json(largest)).HlblockOne);
        Assert.Contains(
            "more than 100000 values", Assert.Throws<CrmFieldFormatException>(() => Given.Lead(Json(100_001)).HlblockOne).Message, StringComparison.Ordinal);

        string Json(int count) => "{\"UF_CRM_1712000031\": " + begin
            + string.Join(',', Enumerable.Range(0, count).Select(i => value.Replace("{0}", $"{i}", StringComparison.Ordinal))) + end + "}";
    }

    [Fact]
    public async Task A_reply_with_more_than_64_levels_is_rejected()
    {
        Assert.NotNull((await ReadAsync(61))["UF_CRM_1712000031"]);
        await Assert.ThrowsAsync<Bitrix24ReplyException>(() => ReadAsync(63));

        static async Task<Lead> ReadAsync(int depth)
        {
            string value = new string('[', depth) + new string(']', depth);
            using Bitrix24Client client = StubPortal.Answering("{\"result\": {\"ID\": 1, \"UF_CRM_1712000031\": " + value + "}}").Client();
            return (await client.GetAsync<Lead>(1))!;
        }
    }

    [Fact]
    public async Task An_error_with_a_text_that_is_too_long_is_still_a_portal_error()
    {
        string text = new('x', 128 * 1024);
        Bitrix24RejectedException e = await Assert.ThrowsAsync<Bitrix24RejectedException>(() => UpdateAsync("ERROR_CORE", text));
        Assert.Equal(text, e.ErrorDescription);

        e = await Assert.ThrowsAsync<Bitrix24RejectedException>(() => UpdateAsync("ERROR_CORE", text + "x"));
        Assert.Equal(("an error text of more than 131072 bytes", false), (e.ErrorDescription, e.IsOutcomeUnknown));

        // No portal has an error code of this length.
        Assert.True((await Assert.ThrowsAnyAsync<Bitrix24Exception>(() => UpdateAsync(text + "x", ""))).IsOutcomeUnknown);

        static async Task UpdateAsync(string code, string description)
        {
            using Bitrix24Client client = StubPortal.Answering($$"""{"error": "{{code}}", "error_description": "{{description}}"}""", HttpStatusCode.BadRequest).Client();
            await client.UpdateAsync(new LeadUpdate(1).SetTitle("a"));
        }
    }

    [Theory]
    [InlineData("{\"error\": \"ERROR_CORE\", \"error_description\": \"", "\"}")]
    [InlineData("\"", "\"")]
    public async Task A_command_error_with_a_text_that_is_too_long_is_still_a_portal_error(string begin, string end)
    {
        string error = begin + new string('x', (128 * 1024) + 1) + end;
        using Bitrix24Client client = StubPortal.Answering("{\"result\": {\"result\": [], \"result_error\": {\"c0\": " + error + "}}}").Client();
        CrmUpdateResult outcome = Assert.Single(await client.UpdateManyAsync([new LeadUpdate(1).SetTitle("a")]).ToListAsync());
        Assert.Equal((CrmUpdateStatus.Rejected, "an error text of more than 131072 bytes"), (outcome.Status, outcome.Error!.ErrorDescription));
    }

    [Fact]
    public async Task A_host_that_is_too_long_is_not_included_in_messages()
    {
        string host = string.Concat(Enumerable.Repeat("abc.", 5000)) + "example";
        using Bitrix24Client client = Script.Create(() => new HttpResponseMessage(HttpStatusCode.Found) { Headers = { { "Location", $"https://{host}/rest/" } } }).Client();
        Bitrix24ReplyException e = await Assert.ThrowsAsync<Bitrix24ReplyException>(() => client.GetAsync<Lead>(1));
        Assert.InRange(e.Message.Length, 1, 600);
    }

    [Fact]
    public async Task A_bulk_read_that_exceeds_the_limit_is_split_until_each_lead_fails_or_succeeds_by_itself()
    {
        byte[] blanks = new byte[1024 * 1024];
        Array.Fill(blanks, (byte)' ');
        var portal = new StubPortal((request, cancellationToken) =>
        {
            var body = new Pipe();
            _ = WriteAsync(body.Writer, JsonNode.Parse(StubPortal.GetBody(request))!["cmd"]!.AsObject());
            return Task.FromResult(new HttpResponseMessage { Content = new StreamContent(body.Reader.AsStream()) });
        });
        using Bitrix24Client client = portal.Client();
        List<CrmReadResult<Lead>> outcomes = await client.GetManyAsync<Lead>([1L, 2L, 3L, 4L]).ToListAsync();

        Assert.Equal([1L, 2L, 4L], outcomes.Where(static o => o.Record is not null).Select(static o => o.Id).Order());
        Assert.Contains("a body of more than", Assert.Single(outcomes, static o => o.Error is not null).Error!.Message, StringComparison.Ordinal);

        // Each lead takes 40 MiB, and the third one takes 80 MiB. Two leads together exceed the limit, and so does the third one alone.
        async Task WriteAsync(PipeWriter body, JsonObject commands)
        {
            await body.WriteAsync("{\"result\": {\"result\": {"u8.ToArray());
            foreach ((string key, JsonNode? command) in commands)
            {
                string id = command!.GetValue<string>().Split("id=")[1];
                await body.WriteAsync(Encoding.UTF8.GetBytes($$"""{{(key == "c0" ? "" : ",")}}"{{key}}": {"ID": "{{id}}"}"""));
                for (int i = 0; i < (id == "3" ? 80 : 40); i++)
                {
                    await body.WriteAsync(blanks);
                }
            }

            await body.WriteAsync("}}}"u8.ToArray());
            await body.CompleteAsync();
        }
    }

    /// <summary>Returns a stream that decompresses a few kilobytes to the specified number of megabytes of spaces.</summary>
    internal static GZipStream Decompress(int megabytes)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            byte[] blanks = new byte[1024 * 1024];
            Array.Fill(blanks, (byte)' ');
            for (int i = 0; i < megabytes; i++)
            {
                gzip.Write(blanks);
            }
        }

        compressed.Position = 0;
        return new GZipStream(compressed, CompressionMode.Decompress);
    }

    private static async Task CheckAsync(int fields, int items)
    {
        string list = items == 0 ? "" : ", \"items\": [" + string.Join(',', Enumerable.Range(1, items).Select(static id => $$"""{"ID":{{id}},"VALUE":""}""")) + "]";
        string all = string.Join(',', Enumerable.Range(1, fields).Select(i => "\"F" + i + "\": {\"type\": \"enumeration\"" + list + "}"));
        using Bitrix24Client client = StubPortal.Answering("{\"result\": {" + all + "}}").Client();
        await client.CheckSchemaAsync<Lead>();
    }
}
