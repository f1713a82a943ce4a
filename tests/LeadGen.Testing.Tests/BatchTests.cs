using System.Diagnostics;
using System.Text.Json;

namespace LeadGen.Testing.Tests;

/// <summary>Tests <c>batch</c>.</summary>
public sealed class BatchTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task Each_command_has_a_result_or_an_error()
    {
        long id = fixture.AddLead();
        JsonElement result = await BatchAsync($$"""
            {"halt": 0, "cmd": {"a": "crm.lead.update?id={{id}}&fields%5BNAME%5D=%D0%90%26%D0%91", "b": "crm.lead.update?id=999999&fields[NAME]=x", "c": "crm.lead.list"} }
            """);

        Assert.Equal(["a", "c"], result.GetProperty("result").EnumerateObject().Select(p => p.Name));
        Assert.Equal("Not found", result.GetProperty("result_error").GetProperty("b").GetProperty("error_description").GetString());
        Assert.Equal("А&Б", fixture.Portal.GetStoredValue(id, "NAME"));
        Assert.True(result.GetProperty("result_total").TryGetProperty("c", out _));
        Assert.Equal("[]", result.GetProperty("result_next").GetRawText());
        Assert.Equal(["a", "c"], result.GetProperty("result_time").EnumerateObject().Select(p => p.Name));
        Assert.Equal(["a", "b", "c"], fixture.Portal.Journal.Where(c => c.BatchKey is not null).TakeLast(3).Select(c => c.BatchKey));
    }

    [Fact]
    public async Task Numbered_commands_return_a_list()
    {
        JsonElement result = await BatchAsync("""{"cmd": ["crm.status.list", "crm.status.list"]}""");
        Assert.Equal(JsonValueKind.Array, result.GetProperty("result").ValueKind);
        Assert.Equal("[]", result.GetProperty("result_error").GetRawText());
    }

    [Fact]
    public async Task Values_after_the_first_1000_of_a_command_are_dropped()
    {
        long id = fixture.AddLead();
        string values = string.Concat(Enumerable.Range(0, 1100).Select(static i => $"&fields[UF_CRM_TAGS][]=v{i}"));
        await BatchAsync($$"""{"cmd": {"a": "crm.lead.update?id={{id}}{{values}}&fields[NAME]=late"} }""");

        Assert.Null(fixture.Portal.GetStoredValue(id, "NAME"));
    }

    [Fact]
    public async Task Unclosed_references_take_linear_time()
    {
        string text = string.Concat(Enumerable.Repeat("$result[", 100_000));
        long started = Stopwatch.GetTimestamp();
        JsonElement result = await BatchAsync($$"""{"cmd": {"a": "crm.status.list?x={{text}}"} }""");
        Assert.True(result.GetProperty("result").TryGetProperty("a", out _));
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Halt_skips_the_commands_after_an_error()
    {
        long id = fixture.AddLead();
        JsonElement result = await BatchAsync($$"""{"halt": 1, "cmd": {"a": "crm.lead.get?id=0", "b": "crm.lead.update?id={{id}}&fields[NAME]=x"} }""");

        Assert.Equal("[]", result.GetProperty("result").GetRawText());
        Assert.Equal(["a"], result.GetProperty("result_error").EnumerateObject().Select(p => p.Name));
        Assert.Null(fixture.Portal.GetStoredValue(id, "NAME"));
    }

    [Fact]
    public async Task Each_command_beyond_fifty_is_rejected()
    {
        string commands = string.Join(",", Enumerable.Range(0, 52).Select(i => $"\"c{i}\": \"crm.status.list\""));
        JsonElement result = await BatchAsync($$"""{"cmd": { {{commands}} } }""");

        Assert.Equal(50, result.GetProperty("result").EnumerateObject().Count());
        Assert.All(result.GetProperty("result_error").EnumerateObject(), e => Assert.Equal("ERROR_BATCH_LENGTH_EXCEEDED", e.Value.GetProperty("error").GetString()));
        Assert.Equal(2, result.GetProperty("result_error").EnumerateObject().Count());
    }

    [Fact]
    public async Task Batches_do_not_nest() => Assert.Equal(
        "ERROR_BATCH_METHOD_NOT_ALLOWED",
        (await BatchAsync("""{"cmd": {"a": "batch?cmd[b]=crm.lead.fields"}}""")).GetProperty("result_error").GetProperty("a").GetProperty("error").GetString());

    [Theory]
    [InlineData("$result[first][TITLE]", "Тайна")]
    [InlineData("%24result%5Bfirst%5D%5BTITLE%5D", "Тайна")]
    [InlineData("до $result[first][TITLE] после", "до Тайна после")]
    [InlineData("$result[none][TITLE]", "")]
    [InlineData("$resulting", "$resulting")]
    [InlineData("$result[first][UF_CRM_1712000001][1]", "4")]
    [InlineData("$result[first][UF_CRM_1712000001]", "")]
    [InlineData("$result[done]", "1")]
    [InlineData("$result_total[list]", "5")]
    [InlineData("$result_error[bad][error_description]", "ID is not defined or invalid.")]
    [InlineData("$result", "$result")]
    [InlineData("$TOTAL[list]", "5")]
    [InlineData("$error[bad][error_description]", "ID is not defined or invalid.")]
    [InlineData("$5 [a]", "$5 [a]")]
    public async Task A_reference_in_any_value_is_replaced(string value, string expected)
    {
        long secret = fixture.AddLead(("TITLE", "Тайна")), id = fixture.AddLead();
        await fixture.UpdateAsync(secret, """{"UF_CRM_1712000001": [3, 4]}""");
        await BatchAsync($$"""{"cmd": {"first": "crm.lead.get?id={{secret}}", "done": "crm.lead.update?id={{secret}}&fields[NAME]=x", "list": "crm.status.list", "bad": "crm.lead.get", "second": "crm.lead.update?id={{id}}&fields[NAME]={{value}}"} }""");
        Assert.Equal(expected, fixture.Portal.GetStoredValue(id, "NAME"));
    }

    private async Task<JsonElement> BatchAsync(string json) => (await fixture.CallAsync("batch", json)).GetProperty("result");
}
