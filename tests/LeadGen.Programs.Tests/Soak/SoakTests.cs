using LeadGen.Soak.Output;
using LeadGen.Soak.Soaking;
using Xunit.Abstractions;

namespace LeadGen.Programs.Tests.Soak;

/// <summary>Tests the claims of the soak command of tests/LeadGen.Soak in a short run.</summary>
public sealed class SoakTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(LeadApi.Classic)]
    [InlineData(LeadApi.Item)]
    public async Task Every_update_has_a_correct_result_despite_faults(LeadApi api)
    {
        Report report = await SoakRun.RunAsync(SoakPlan.Short(updates: 1500, seed: 20260320) with { Api = api, Verifies = api == LeadApi.Item });

        report.WriteTo(output.WriteLine);
        Assert.NotEmpty(report.Claims);
        Assert.All(report.Claims, static claim => Assert.True(claim.Holds, claim.ToString()));
    }
}
