using LeadGen.Schema.Naming;

namespace LeadGen.Generator.Tests.Schemas.Naming;

/// <summary>Tests invisible letters and marks, which C# allows in a name. Found by tests/LeadGen.Fuzz.</summary>
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
    public void Invisible_characters_are_removed_from_names(string label, string name) =>
        Assert.Equal(name, Identifiers.FromLabel(label, IdentifierStyle.Transliterated));

    [Theory]
    [InlineData("Title\ufe0f")]
    [InlineData("\u3164")]
    [InlineData("A\u034f")]
    public void Names_with_invisible_characters_cannot_be_pinned(string name) => Assert.NotNull(Identifiers.GetValidationError(name));

    [Fact]
    public void Labels_that_look_the_same_have_different_names()
    {
        PortalNames names = MemoryPortal.Create(MemoryPortal.Field("UF_CRM_1600000000", label: "Имя"), MemoryPortal.Field("UF_CRM_1600000001", label: "Имя\ufe0f")).Name();
        Assert.Equal(("Imya", "Imya_1600000001"), (names.GetFieldName("UF_CRM_1600000000"), names.GetFieldName("UF_CRM_1600000001").Replace("__", "_", StringComparison.Ordinal)));
    }
}
