using System.Text.Json;

namespace LeadGen.Testing.Tests;

/// <summary>Queries as PHP's own <c>parse_str</c> reads them, seen through a batch command whose values come back in the journal.</summary>
public sealed class ParseStrTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    [Theory]
    [InlineData("fields[NAME]=", "NAME", "\"\"")]
    [InlineData("fields%5BNAME%5D=", "NAME", "\"\"")]
    [InlineData("fields[NAME]=a+b", "NAME", "\"a b\"")]
    [InlineData("fields[NAME]=a%20b", "NAME", "\"a b\"")]
    [InlineData("fields[NAME]=a%2Bb", "NAME", "\"a+b\"")]
    [InlineData("fields[NAME]=a=b", "NAME", "\"a=b\"")]
    [InlineData("fields[NAME]", "NAME", "\"\"")]
    [InlineData("fields[NAME]=1&fields[NAME]=2", "NAME", "\"2\"")]
    [InlineData("fields[M][]=", "M", "[\"\"]")]
    [InlineData("fields[M][0]=1&fields[M][1]=2", "M", "[\"1\",\"2\"]")]
    [InlineData("fields[M][]=1&fields[M][]=2", "M", "[\"1\",\"2\"]")]
    [InlineData("fields[M][5]=1&fields[M][]=2", "M", "{\"5\":\"1\",\"6\":\"2\"}")]
    [InlineData("fields[F][fileData][0]=a&fields[F][fileData][1]=b", "F", "{\"fileData\":[\"a\",\"b\"]}")]
    [InlineData("fields[A%20B]=1", "A B", "\"1\"")]
    [InlineData("fields[A.B]=1", "A.B", "\"1\"")]
    [InlineData("fields[M]=1&fields[M][x]=2", "M", "{\"x\":\"2\"}")]
    [InlineData("fields[%D0%AF]=%D1%8F", "Я", "\"я\"")]
    public async Task Brackets_make_maps_and_lists(string query, string name, string value)
    {
        long id = fixture.NewLead();
        await fixture.PostAsync("crm.lead.update", $"id={id}&{query}", "application/x-www-form-urlencoded");

        FieldFate fate = Assert.Single(fixture.Portal.Journal.Last(c => c.LeadId == id).Fields);
        Assert.Equal((name, value), (fate.Code, fate.Sent));
    }

    [Theory]
    [InlineData("9007199254740993", "9007199254740993")]
    [InlineData("1.50", "1.5")]
    [InlineData("12345678901234567890123", "1.2345678901234568E+22")]
    [InlineData("1e25", "1.0E+25")]
    [InlineData("true", "1")]
    [InlineData("false", "")]
    public async Task Scalars_of_JSON_become_text(string json, string text)
    {
        long id = fixture.NewLead();
        Assert.Equal($"\"{text}\"", Assert.Single(await fixture.UpdateAsync(id, $$"""{"NAME": {{json}}}""")).Sent);
    }

    [Fact]
    public async Task A_megabyte_of_text_arrives()
    {
        long id = fixture.NewLead();
        string text = string.Concat(Enumerable.Repeat("я\n\"", 262_144));
        await fixture.UpdateAsync(id, JsonSerializer.Serialize(new Dictionary<string, string> { ["COMMENTS"] = text }));
        Assert.Equal(text, (await fixture.LeadAsync(id)).GetProperty("COMMENTS").GetString());
    }
}
