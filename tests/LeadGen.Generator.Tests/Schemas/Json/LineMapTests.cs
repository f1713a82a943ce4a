using LeadGen.Schema.Json;

namespace LeadGen.Generator.Tests.Schemas.Json;

/// <summary>Tests that lines and columns are counted as in the C# compiler.</summary>
public class LineMapTests
{
    [Theory]
    [InlineData("", 0, 0, 0)]
    [InlineData("abc", 2, 0, 2)]
    [InlineData("abc", 3, 0, 3)]
    [InlineData("a\nb", 1, 0, 1)]
    [InlineData("a\nb", 2, 1, 0)]
    [InlineData("a\rb", 2, 1, 0)]
    [InlineData("a\r\nb", 2, 0, 2)]
    [InlineData("a\r\nb", 3, 1, 0)]
    [InlineData("a\n\rb", 3, 2, 0)]
    [InlineData("a\u2028b", 2, 1, 0)]
    [InlineData("a\u2029b", 2, 1, 0)]
    [InlineData("a\u0085b", 2, 1, 0)]
    [InlineData("a\r", 2, 1, 0)]
    [InlineData("a\n", 2, 1, 0)]
    [InlineData("é🚚x\ny", 3, 0, 3)]
    [InlineData("é🚚x\ny", 5, 1, 0)]
    public void An_offset_has_a_line_and_a_column(string text, int offset, int line, int column) =>
        Assert.Equal(new TextPosition(line, column), new LineMap(text).At(offset));
}
