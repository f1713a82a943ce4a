using System.Text;
using System.Text.Json;
using CsCheck;
using LeadGen.Schema.Json;

namespace LeadGen.Generator.Tests.Schemas.Json;

/// <summary>Tests that the parser and System.Text.Json's strict reader agree, apart from the differences in <see cref="JsonOracle"/>.</summary>
public class JsonAgreementTests
{
    private static readonly Gen<string> s_text = Generators.HostileText.Select(static text => new UTF8Encoding().GetString(Encoding.UTF8.GetBytes(text)));

    private static readonly Gen<string> s_document = Gen.Recursive<string>(static (depth, inner) =>
    {
        Gen<string> scalar = Gen.OneOf(
            s_text.Select(static text => JsonSerializer.Serialize(text)),
            s_text.Select(MemoryPortal.Quote),
            Gen.Double.Where(double.IsFinite).Select(static d => JsonSerializer.Serialize(d)),
            Gen.Int.Select(static i => JsonSerializer.Serialize(i)),
            Gen.OneOf("null", "true", "false", "-0", "0.00", "1e+2"));
        return depth >= 5 ? scalar : Gen.OneOf(
            scalar,
            inner.Array[0, 4].Select(static items => "[" + string.Join(",\n", items) + "]"),
            Gen.Select(s_text, inner).Array[0, 4].Select(static members =>
                "{ " + string.Join(" ,", members.Select(static m => JsonSerializer.Serialize(m.Item1) + "\t:\r" + m.Item2)) + "}"));
    });

    [Fact]
    public void A_document_is_read_as_by_System_Text_Json() => s_document.Sample(
        static json =>
        {
            Assert.NotNull(JsonParser.Parse(json));
            Assert.Null(JsonOracle.Difference(json));
        },
        iter: 3_000);

    [Fact]
    public void A_damaged_document_is_read_or_rejected_as_by_System_Text_Json() =>
        s_document.SelectMany(Generators.Mutations).Sample(static json => Assert.Null(JsonOracle.Difference(json)), iter: 20_000);

    [Theory]
    [InlineData(63, "[]")]
    [InlineData(64, "1")]
    [InlineData(64, "[]")]
    [InlineData(64, "{}")]
    [InlineData(65, "1")]
    public void Nesting_is_limited_as_in_System_Text_Json(int levels, string inner) =>
        Assert.Null(JsonOracle.Difference(new string('[', levels) + inner + new string(']', levels)));
}
