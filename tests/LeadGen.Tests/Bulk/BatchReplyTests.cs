using System.Text;
using LeadGen.Transport;

namespace LeadGen.Tests.Bulk;

public class BatchReplyTests
{
    [Theory]
    [InlineData("""{"result": {"c0": true, "c2": 7}, "result_error": {"c1": {"error": "X", "error_description": "y"}}, "result_time": {"c0": {"processing": 1, "operating": 3, "operating_reset_at": 100}, "c2": {"processing": 2, "operating": 5, "operating_reset_at": 100}}}""")]
    [InlineData("""{"result": {"c2": 7, "c0": true}, "result_error": {"c1": {"error_description": "y", "more": [1], "error": "X"}}, "result_next": [], "result_time": {"c2": {"processing": 2, "operating": 5, "operating_reset_at": 100}, "c0": {"processing": 1, "operating": 3, "operating_reset_at": 100}}}""")]
    public void Maps_are_read_in_any_order(string result)
    {
        BatchReply reply = Parse(result, 3);

        Assert.Equal(["true", null, "7"], Results(reply, result, 3));
        Assert.Equal([null, "X y", null], Errors(reply, 3));
        (PortalTime? total, TimeSpan sum, int count) = reply.GetTimes(static _ => true);
        Assert.Equal((TimeSpan.FromSeconds(5), DateTimeOffset.FromUnixTimeSeconds(100)), (total!.Operating, total.OperatingResetAt));
        Assert.Equal((TimeSpan.FromSeconds(3), 2), (sum, count));
        Assert.Equal((TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1), 1), (reply.GetTimes(static i => i == 0).Total!.Operating, reply.GetTimes(static i => i == 0).Sum, reply.GetTimes(static i => i == 0).Count));
    }

    [Theory]
    [InlineData("""{"result": [true], "time": {}}""")]
    [InlineData("""{"time": {"result": 5}, "more": ["result", {}], "result" : [true]}""")]
    [InlineData("\uFEFF{\"next\": 1, \"result\": [true]}")]
    public void The_result_is_found_at_any_position_in_the_reply(string answer)
    {
        using PortalReply reply = Given.Reply(answer);
        Assert.Equal("[true]", Encoding.UTF8.GetString(reply.Result));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"time": {"result": 5}}""")]
    public void A_reply_without_a_result_is_accepted(string answer)
    {
        using PortalReply reply = Given.Reply(answer);
        Assert.True(reply.Result.IsEmpty);
    }

    [Fact]
    public void Lists_are_read_by_index_and_an_empty_map_may_be_a_list()
    {
        const string Result = """{"result": [true, false], "result_error": [], "result_time": []}""";
        BatchReply reply = Parse(Result, 2);
        Assert.Equal(["true", "false"], Results(reply, Result, 2));
        Assert.Equal([null, null], Errors(reply, 2));
        Assert.Equal((null, TimeSpan.Zero, 0), reply.GetTimes(static _ => true));
    }

    [Theory]
    [InlineData("""{"result": [true], "result_error": {"c0": {"error": "X", "error_description": "y"}}}""")]
    [InlineData("""{"result": [true, true], "result_error": {"c0": {"error": "X", "error_description": "y"}}}""")]
    [InlineData("""{"result": [true, true, true, true], "result_error": {"c0": {"error": "X", "error_description": "y"}}}""")]
    public void A_list_of_another_length_is_ignored(string result)
    {
        BatchReply reply = Parse(result, 3);
        Assert.Equal([null, null, null], Results(reply, result, 3));
        Assert.Equal(["X y", null, null], Errors(reply, 3));
        Assert.False(reply[0].IsContradictory);
    }

    [Theory]
    [InlineData("""{"result": null, "result_error": "none", "result_time": 5}""")]
    [InlineData("""{"result": {"c7": true, "x": true, "0": true, "c-1": true, "c": 1}}""")]
    [InlineData("""{"result": [], "result_error": {"c0": null, "c1": null}}""")]
    [InlineData("{}")]
    public void Entries_that_match_no_command_are_ignored(string result)
    {
        BatchReply reply = Parse(result, 2);
        Assert.Equal([null, null], Results(reply, result, 2));
        Assert.Equal([null, null], Errors(reply, 2));
    }

    [Theory]
    [InlineData("""{"result_error": {"c0": "Broken"}}""", " Broken")]
    [InlineData("""{"result_error": {"c0": {"error": "insufficient_scope", "error_description": ""}}}""", "insufficient_scope ")]
    public void Errors_are_read_in_each_form(string result, string expected) => Assert.Equal([expected], Errors(Parse(result, 1), 1));

    [Theory]
    [InlineData("[]")]
    [InlineData("true")]
    [InlineData("""{"result": {"c0": true}, "result": {"c1": true}}""")]
    [InlineData("""{"result_error": {"c0": "a"}, "result_error": []}""")]
    public void A_result_that_is_not_from_a_batch_is_rejected(string result) => Assert.Throws<FormatException>(() => Parse(result, 1));

    [Theory]
    [InlineData("""{"result": {"c0": true}, "result_error": {"c0": {"error": "", "error_description": "Failed"}}}""")]
    [InlineData("""{"result_error": {"c0": {"error": "", "error_description": "Failed"}}, "result": {"c0": true}}""")]
    [InlineData("""{"result": {"c0": true, "c0": false}}""")]
    [InlineData("""{"result_error": {"c0": "Failed", "c0": "Failed again"}}""")]
    [InlineData("""{"result_error": {"c0": {"error": {"code": "A"}, "error_description": ["b"]}}}""")]
    [InlineData("""{"result_error": {"c0": {"message": "Forbidden"}}}""")]
    [InlineData("""{"result_error": {"c0": []}}""")]
    [InlineData("""{"result_error": {"c0": {"error": "A", "error": "B"}}}""")]
    [InlineData("""{"result_error": {"c0": {"error": "A", "error_description": "b", "error_description": "c"}}}""")]
    [InlineData("""{"result_error": {"c0": true}}""")]
    [InlineData("""{"result_error": {"c0": ""}}""")]
    [InlineData("""{"result_error": {"c0": {"error": ""}}}""")]
    [InlineData("""{"result_error": {"c0": {"error": 0}}}""")]
    [InlineData("""{"result_error": {"c0": {"error": "ERROR_CORE", "error_description": " "}}}""")]
    [InlineData("""{"result_error": {"c0": {"error": 100, "error_description": null}}}""")]
    [InlineData("""{"result_error": {"c0": {"error_description": ["b"], "error": ""}}}""")]
    public void A_contradictory_or_foreign_reply_leaves_the_outcome_unknown(string result) =>
        Assert.True(Parse(result, 1)[0].IsContradictory);

    private static BatchReply Parse(string result, int count) => BatchReply.Parse(Encoding.UTF8.GetBytes(result), count);

    private static IEnumerable<string?> Results(BatchReply reply, string result, int count) => Enumerable.Range(0, count)
        .Select(i => reply[i].Result is { } range ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(result)[range]) : null);

    private static IEnumerable<string?> Errors(BatchReply reply, int count) => Enumerable.Range(0, count)
        .Select(i => reply[i].Error is { } error ? $"{error} {reply[i].ErrorDescription}" : null);
}
