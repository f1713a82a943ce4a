using System.Diagnostics;
using LeadGen.Generator.Usage.Judging;
using LeadGen.Schema;

namespace LeadGen.Generator.Tests;

public sealed class FieldLimitTests
{
    [Fact]
    public void A_pattern_that_timed_out_is_not_matched_again()
    {
        var field = new FieldSchema { Code = "UF_CRM_1712000000", Type = new("string"), Settings = new FieldSettings { Pattern = "/^(a+)+$/" } };
        string text = new string('a', 60) + "!";
        var first = Stopwatch.StartNew();
        Assert.Null(FieldLimits.Check(field, text));
        first.Stop();

        // If the pattern were matched each time, a hundred checks would take a hundred times as long.
        var further = Stopwatch.StartNew();
        Assert.All(Enumerable.Range(0, 100), _ => Assert.Null(FieldLimits.Check(field, text)));
        Assert.True(further.Elapsed < first.Elapsed * 20, $"{first.Elapsed} and {further.Elapsed}");
        Assert.False(FieldLimits.HasUnsupportedPattern(field));
    }
}
