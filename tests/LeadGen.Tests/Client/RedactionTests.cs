using System.Net;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Client;

public class RedactionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(20)]
    public async Task A_secret_that_is_encoded_several_times_is_masked(int times)
    {
        string said = string.Concat(StubPortal.Secret.Select(static c => $"%{(int)c:X2}"));
        for (int i = 1; i < times; i++)
        {
            said = said.Replace("%", "%25", StringComparison.Ordinal);
        }

        using Bitrix24Client client = StubPortal.Answering($$"""{"error": "", "error_description": "at {{said}}"}""", HttpStatusCode.BadRequest).Client();
        Bitrix24Exception e = await Assert.ThrowsAnyAsync<Bitrix24Exception>(() => client.UpdateAsync(new LeadUpdate(1).SetName("a")));
        Assert.Equal("***", e.ErrorDescription);
    }

    [Theory]
    [InlineData(StubPortal.Secret + ".evil.example")]
    [InlineData("S3CR3TW0RD.ofthehook.evil.example")]
    [InlineData("s3cr3t-w0rd.of--the.hook.evil.example")]
    public async Task A_host_with_the_secret_in_it_is_masked(string host)
    {
        using Bitrix24Client client = Script.Create(Script.Redirect($"https://{host}/x")).Client();
        Bitrix24Exception e = await Assert.ThrowsAnyAsync<Bitrix24Exception>(() => client.UpdateAsync(new LeadUpdate(1).SetName("a")));
        Assert.DoesNotContain("hook", e.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("s3cr3tw0rd", "ofthehook")]
    [InlineData("ERROR_CORE", "at s3cr3t/w0rd (of the) hook")]
    [InlineData("s3cr3tw0rdofthe", "%68ook is wrong")]
    [InlineData("rest/7/s3cr3tw0rdofthe", "- hook - is wrong")]
    public async Task A_secret_that_is_split_is_masked(string code, string description)
    {
        string error = $$"""{"error": "{{code}}", "error_description": "{{description}}"}""";
        foreach (string answer in new[] { error, $$"""{"result": {"result": [], "result_error": {"c0": {{error}} } } }""" })
        {
            using Bitrix24Client client = StubPortal.Answering(answer).Client();
            List<CrmUpdateResult> outcomes = await client.UpdateManyAsync([new LeadUpdate(1).SetName("a")]).ToListAsync();
            Bitrix24Exception e = Assert.Single(outcomes).Error!;
            Assert.DoesNotContain("hook", e.Message, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("ook", e.ErrorCode + e.ErrorDescription, StringComparison.Ordinal);
            Assert.DoesNotContain("s3cr3t", e.ErrorCode + e.ErrorDescription, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_secret_that_is_truncated_is_masked()
    {
        string said = new string('x', 495) + " " + StubPortal.Secret;
        using Bitrix24Client client = StubPortal.Answering($$"""{"error": "", "error_description": "{{said}}"}""", HttpStatusCode.BadRequest).Client();
        Bitrix24Exception e = await Assert.ThrowsAnyAsync<Bitrix24Exception>(() => client.UpdateAsync(new LeadUpdate(1).SetName("a")));
        Assert.DoesNotContain("s3c", e.Message, StringComparison.Ordinal);
    }
}
