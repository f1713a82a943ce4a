using LeadGen.EndToEnd.Portal;

namespace LeadGen.EndToEnd.Tests;

/// <summary>Tests the labels of generated items and codes.</summary>
public sealed class LabelTests
{
    [Fact]
    public void Items_and_codes_have_labels()
    {
        Assert.Equal(("Первый", null), (EnumerationOne.Pervyy.GetLabel(), ((EnumerationOne)99).GetLabel()));
        Assert.True(LeadLabels.TryParse(" Второй ", out EnumerationOne item));
        Assert.Equal(EnumerationOne.Vtoroy, item);
        Assert.False(LeadLabels.TryParse("второй", out item));
        Assert.False(LeadLabels.TryParse(null, out item));

        LeadStatus unknown = LeadStatus.FromCode("UC_" + "404");
        Assert.Equal((true, false, null), (LeadStatus.New.IsKnown, unknown.IsKnown, unknown.Label));
        Assert.Contains(LeadStatus.New, LeadStatus.All);
        Assert.All(LeadStatus.All, static s => Assert.True(s.IsKnown && s.Label is { Length: > 0 }));
    }
}
