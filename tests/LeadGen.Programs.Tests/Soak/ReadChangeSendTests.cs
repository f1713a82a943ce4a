using LeadGen.Soak.Editing;
using LeadGen.Soak.Output;
using Xunit.Abstractions;

namespace LeadGen.Programs.Tests.Soak;

/// <summary>Tests the claims of the read-change-send command of tests/LeadGen.Soak in a short run.</summary>
public sealed class ReadChangeSendTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Successful_results_match_the_intent()
    {
        Report report = await EditRun.RunAsync(new EditPlan { Results = 300, Seed = 20261128, Workers = 4, LeadsPerWorker = 30, MaxLeadsPerRound = 15 });

        report.WriteTo(output.WriteLine);
        Assert.NotEmpty(report.Claims);
        Assert.All(report.Claims, static claim => Assert.True(claim.Holds, claim.ToString()));
    }
}
