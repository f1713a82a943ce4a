using System.Globalization;
using System.Text.Json;

namespace LeadGen.Testing.Tests;

/// <summary>Tests that arguments are parsed as PHP's <c>parse_str</c> and <c>json_decode</c> parse them. The journal shows the parsed values.</summary>
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
    [InlineData("fields[M][05]=1&fields[M][]=2", "M", "{\"05\":\"1\",\"0\":\"2\"}")]
    [InlineData("fields[M][][a]=1&fields[M][][a]=2", "M", "[{\"a\":\"1\"},{\"a\":\"2\"}]")]
    [InlineData("fields[M][x]=1&fields[M]=2", "M", "\"2\"")]
    [InlineData("fields[M][+]=1&fields[M][+]=2", "M", "[\"1\",\"2\"]")]
    [InlineData("fields[M][a b]=1", "M", "{\"a b\":\"1\"}")]
    [InlineData("fields[M]ignored=1", "M", "\"1\"")]
    [InlineData("fields[M][cut=1", "M", "\"1\"")]
    [InlineData("fields[M]=%zz%", "M", "\"%zz%\"")]
    [InlineData("&&fields[M]=1&=2&[x]=3&", "M", "\"1\"")]
    [InlineData("fields[T]=~%21%2A%27%28%29-_.+%2B", "T", "\"~!*'()-_. +\"")]
    [InlineData("fields[T]=%7E!*'()-_.%20%2B", "T", "\"~!*'()-_. +\"")]
    [InlineData("fields[T]=a%26b%3Dc%23d%25", "T", "\"a&b=c#d%\"")]
    [InlineData("fields[P][1][ID]=5&fields[P][1][VALUE]=&fields[P][1][DELETE]=Y", "P", "{\"1\":{\"ID\":\"5\",\"VALUE\":\"\",\"DELETE\":\"Y\"}}")]
    public async Task Brackets_create_maps_and_lists(string query, string name, string value)
    {
        long id = fixture.AddLead();
        await fixture.PostAsync("crm.lead.update", $"id={id}&{query}", "application/x-www-form-urlencoded");

        FieldResult result = Assert.Single(fixture.Portal.Journal.Last(c => c.LeadId == id).Fields);
        Assert.Equal((name, value), (result.Code, result.Sent));
    }

    [Theory]
    [InlineData("a.b c=1", "a_b_c")]
    [InlineData("a.b[c=1", "a_b_c")]
    [InlineData("a[b.c d=1", "a_b_c_d")]
    [InlineData("+a=1", "a")]
    [InlineData("a%00b=1", "a")]
    public async Task Dots_spaces_and_open_brackets_of_a_name_become_underscores(string query, string name)
    {
        long id = fixture.AddLead();
        await fixture.PostAsync("crm.lead.update", $"id={id}&fields[NAME]=1&{query}", "application/x-www-form-urlencoded");
        Assert.Equal(name, Assert.Single(fixture.Portal.Journal.Last(c => c.LeadId == id).Parameters).Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Values_beyond_the_first_1000_of_a_body_are_dropped(bool isMultipart)
    {
        long id = fixture.AddLead();
        KeyValuePair<string, string>[] values =
        [
            new("id", id.ToString(CultureInfo.InvariantCulture)),
            .. Enumerable.Range(0, 998).Select(static i => KeyValuePair.Create("fields[UF_CRM_TAGS][]", $"v{i}")),
            new("fields[NAME]", "last"),
            new("fields[LAST_NAME]", "late"),
        ];
        using HttpContent content = isMultipart ? new MultipartFormDataContent() : new FormUrlEncodedContent(values);
        foreach ((string name, string value) in values)
        {
            (content as MultipartFormDataContent)?.Add(new StringContent(value), $"\"{name}\"");
        }

        await fixture.PostAsync("crm.lead.update", content);
        Assert.Equal(("last", null), (fixture.Portal.GetStoredValue(id, "NAME"), fixture.Portal.GetStoredValue(id, "LAST_NAME")));
    }

    [Fact]
    public async Task Too_many_brackets_drop_the_whole_variable()
    {
        string brackets = string.Concat(Enumerable.Repeat("[x]", 65));
        (int status, JsonElement answer) = await fixture.PostAsync(
            "crm.lead.update", $"id={fixture.AddLead()}&fields[NAME]=1&fields{brackets}=1", "application/x-www-form-urlencoded");
        Assert.Equal((400, "Parameter 'fields' must be array."), (status, answer.GetProperty("error_description").GetString()));
    }

    [Theory]
    [InlineData("9007199254740993", "9007199254740993")]
    [InlineData("1.50", "1.5")]
    [InlineData("12345678901234567890123", "1.2345678901234568E+22")]
    [InlineData("1e25", "1.0E+25")]
    [InlineData("1e23", "1.0E+23")]
    [InlineData("1e15", "1000000000000000")]
    [InlineData("123456789012345.6", "123456789012345.6")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("9223372036854775808", "9.223372036854776E+18")]
    [InlineData("0.1", "0.1")]
    [InlineData("0.0001", "0.0001")]
    [InlineData("0.00001", "1.0E-5")]
    [InlineData("-1.5e-7", "-1.5E-7")]
    [InlineData("1.0", "1")]
    [InlineData("-0.0", "-0")]
    [InlineData("1e400", "INF")]
    [InlineData("true", "1")]
    [InlineData("false", "")]
    public async Task Scalars_of_JSON_become_text(string json, string text)
    {
        long id = fixture.AddLead();
        Assert.Equal($"\"{text}\"", Assert.Single(await fixture.UpdateAsync(id, $$"""{"NAME": {{json}}}""")).Sent);
    }

    [Fact]
    public async Task A_megabyte_of_text_arrives()
    {
        long id = fixture.AddLead();
        string text = string.Concat(Enumerable.Repeat("я\n\"", 262_144));
        await fixture.UpdateAsync(id, JsonSerializer.Serialize(new Dictionary<string, string> { ["ADDRESS"] = text }));
        Assert.Equal(text, (await fixture.LeadAsync(id)).GetProperty("ADDRESS").GetString());
    }
}
