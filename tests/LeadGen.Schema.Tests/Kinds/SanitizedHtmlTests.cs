using LeadGen.Schema.Kinds;

namespace LeadGen.Schema.Tests.Kinds;

/// <summary>The sanitizer that a portal applies to COMMENTS.</summary>
public sealed class SanitizedHtmlTests
{
    [Theory]
    [InlineData("From: Ivan <ivan@mail.ru>, call <before 18:00> please", "From: Ivan , call  please")]
    [InlineData("if price <100 and qty>50", "if price 50")]
    [InlineData("List<string> & Map<int,int>", "List &amp; Map")]
    [InlineData("<script>x</script>", "x")]
    [InlineData("<div>x</div>", "x")]
    [InlineData("call about [order 15] and [URGENT] today", "call about  and  today")]
    [InlineData("{\"tags\":[red, blue]}", "{\"tags\":}")]
    [InlineData("[15] [/x]", " ")]
    [InlineData("<a1 [b> c]", " c]")]
    [InlineData("<b>x</b> <bad>", "<b>x</b> ")]
    public void Tags_that_are_not_permitted_are_deleted(string sent, string stored)
    {
        Assert.True(SanitizedHtml.Deletes(sent));
        Assert.Equal(stored, SanitizedHtml.Apply(sent));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("a & b > c \"d\"", "a & b > c \"d\"")]
    [InlineData("a & b < c \"d\"", "a &amp; b &lt; c &quot;d&quot;")]
    [InlineData("a <> b", "a &lt;&gt; b")]
    [InlineData("<<b>", "&lt;<b>")]
    [InlineData("a[] b[ c] [b]x[/b] [url=https://example.org]y[/url] [*]z [- w]", "a[] b[ c] [b]x[/b] [url=https://example.org]y[/url] [*]z [- w]")]
    [InlineData("<B>x</B><br/><br /><a href=\"https://example.org\">y</a>\n<hr\n>", "<B>x</B><br/><br /><a href=\"https://example.org\">y</a>\n<hr\n>")]
    public void Other_text_stays_or_is_encoded(string sent, string stored)
    {
        Assert.False(SanitizedHtml.Deletes(sent));
        Assert.Equal(stored, SanitizedHtml.Apply(sent));
    }

    [Fact]
    public void A_long_text_takes_linear_time()
    {
        string text = string.Concat(Enumerable.Repeat("<<>>", 500_000));
        Assert.False(SanitizedHtml.Deletes(text));
        Assert.Equal(text.Length * 4, SanitizedHtml.Apply(text).Length);
    }
}
