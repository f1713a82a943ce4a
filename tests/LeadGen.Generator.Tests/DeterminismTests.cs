using System.Globalization;
using LeadGen.Generator.Tests.Harness;
using static LeadGen.Generator.Tests.Harness.LeadSchemaItem;

namespace LeadGen.Generator.Tests;

/// <summary>Tests that the same portal always results in the same source.</summary>
public class DeterminismTests
{
    private static readonly LeadSchemaItem s_portal = Create(
        Field("TITLE", "string", "Название"),
        Field("UF_CRM_1712000000", "double", "Индекс I/i", "\"settings\": {\"MIN_VALUE\": 1.5, \"MAX_VALUE\": 1000000.25}"),
        Field("UF_CRM_1712000001", "enumeration", "ИТОГО", "\"items\": [{\"ID\": 7, \"VALUE\": \"title\"}, {\"ID\": 5, \"VALUE\": \"İ\"}]")) with
    {
        Statuses = "{\"result\": []}",
    };

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("ru-RU")]
    [InlineData("ar-SA")]
    [InlineData("")]
    public void Sources_do_not_depend_on_the_culture(string culture)
    {
        IReadOnlyDictionary<string, string> expected = GeneratorRun.Create(s_portal).Sources;
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal(expected, GeneratorRun.Create(s_portal).Sources);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Sources_do_not_depend_on_line_endings_or_folder() => Assert.Equal(
        GeneratorRun.Create(s_portal).Sources,
        GeneratorRun.Create(s_portal with { Fields = "\uFEFF" + s_portal.Fields.ReplaceLineEndings("\r\n"), Folder = "C:\\portals\\x" }).Sources);

    [Fact]
    public void Sources_have_no_carriage_return() =>
        Assert.All(GeneratorRun.Create(s_portal).Sources.Values, s => Assert.DoesNotContain('\r', s));
}
