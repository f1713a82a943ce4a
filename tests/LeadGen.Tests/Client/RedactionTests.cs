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

        using LeadClient client = StubPortal.Answering($$"""{"error": "", "error_description": "at {{said}}"}""", HttpStatusCode.BadRequest).Client();
        Bitrix24Exception e = await Assert.ThrowsAnyAsync<Bitrix24Exception>(() => client.UpdateAsync(new LeadUpdate(1).SetName("a")));
        Assert.Equal("***", e.ErrorDescription);
    }

    [Theory]
    [InlineData(StubPortal.Secret + ".evil.example")]
    [InlineData("S3CR3TW0RD.ofthehook.evil.example")]
    public async Task A_host_with_the_secret_in_it_is_masked(string host)
    {
        using LeadClient client = Script.Of(Script.Redirect($"https://{host}/x")).Client();
        Bitrix24Exception e = await Assert.ThrowsAnyAsync<Bitrix24Exception>(() => client.UpdateAsync(new LeadUpdate(1).SetName("a")));
        Assert.DoesNotContain("ofthehook", e.ToString(), StringComparison.OrdinalIgnoreCase);
    }
}
