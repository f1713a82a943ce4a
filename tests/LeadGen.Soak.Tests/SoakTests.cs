using LeadGen.Soak.Output;
using LeadGen.Soak.Soaking;
using Xunit.Abstractions;

namespace LeadGen.Soak.Tests;

/// <summary>The soak of tests/LeadGen.Soak in short: what a long run claims holds for a small one too.</summary>
public sealed class SoakTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Every_update_is_accounted_for_on_bad_days()
    {
        Report report = await SoakRun.RunAsync(SoakPlan.Short(updates: 1500, seed: 20260320));

        report.WriteTo(output.WriteLine);
        Assert.NotEmpty(report.Claims);
        Assert.All(report.Claims, static claim => Assert.True(claim.Holds, claim.ToString()));
    }
}
