using LeadGen.Schema.Naming;

namespace LeadGen.Schema.Tests.Naming;

/// <summary>Letters and marks that nobody sees, and that C# would take into a name. Found by tests/LeadGen.Fuzz.</summary>
public class InvisibleLetterTests
{
    [Theory]
    [InlineData("❤️ Имя", "Imya")]
    [InlineData("☎️", "")]
    [InlineData("Имя ⚠️", "Imya")]
    [InlineData("Ti\u3164tle", "Title")]
    [InlineData("\u115f\u1160\uffa0", "")]
    [InlineData("Title\u034f", "Title")]
    [InlineData("\u180bTitle\u17b4", "Title")]
    [InlineData("Ti\u202etle\u2066", "Title")]
    public void They_are_left_out_of_a_name(string label, string name) =>
        Assert.Equal(name, Identifiers.FromLabel(label, IdentifierStyle.Transliterated));

    [Theory]
    [InlineData("Title\ufe0f")]
    [InlineData("\u3164")]
    [InlineData("A\u034f")]
    public void They_can_not_be_pinned(string name) => Assert.NotNull(Identifiers.GetValidationError(name));

    [Fact]
    public void Two_labels_that_look_alike_are_two_names_that_do_not()
    {
        PortalNames names = MemoryPortal.Of(MemoryPortal.Field("UF_CRM_1600000000", label: "Имя"), MemoryPortal.Field("UF_CRM_1600000001", label: "Имя\ufe0f")).Name();
        Assert.Equal(("Imya", "Imya_1600000001"), (names.OfField("UF_CRM_1600000000"), names.OfField("UF_CRM_1600000001").Replace("__", "_", StringComparison.Ordinal)));
    }
}
