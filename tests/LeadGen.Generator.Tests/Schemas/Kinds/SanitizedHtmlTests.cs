using LeadGen.Schema.Kinds;

namespace LeadGen.Generator.Tests.Schemas.Kinds;

/// <summary>Tests the conversion that a portal applies to COMMENTS. The expected results come from the portal's PHP code.</summary>
public sealed class SanitizedHtmlTests
{
    [Theory]
    [InlineData("From: Ivan <ivan@mail.ru>, call <before 18:00> please", "From: Ivan , call  please")]
    [InlineData("From: Ivan &lt;ivan@mail.ru&gt;, call &lt;before 18:00&gt; please", "From: Ivan , call  please")]
    [InlineData("budget <100000, call back tomorrow", "budget ")]
    [InlineData("temp <-5 at night", "temp ")]
    [InlineData("I <3 you", "I ")]
    [InlineData("I <don't know> ok", "I ")]
    [InlineData("Size<40", "Size")]
    [InlineData("a &lt;100 b", "a ")]
    [InlineData("if a <= b and c => d", "if a  d")]
    [InlineData("if a <b and c> d", "if a  d")]
    [InlineData("if price <100 and qty>50", "if price 50")]
    [InlineData("List<string> & Map<int,int>", "List &amp; Map")]
    [InlineData("a <> b", "a  b")]
    [InlineData("x << y", "x ")]
    [InlineData("<<b>x", "")]
    [InlineData("x <", "x ")]
    [InlineData("x<", "x")]
    [InlineData("<script>x</script>", "x")]
    [InlineData("<div>x</div>", "x")]
    [InlineData("<td>1</td><td>2</td>", "12")]
    [InlineData("<h1>x</h1>y<hr>z<sub>2</sub><sup>3</sup><pre>w</pre>", "xyz23w")]
    [InlineData("<strong>x</strong>", "x")]
    [InlineData("<b class=\"x\">x</b>", "x")]
    [InlineData("<b>x", "x")]
    [InlineData("x</b>", "x")]
    [InlineData("<b>x</i>", "x")]
    [InlineData("a <b> c", "a  c")]
    [InlineData("<a name=\"x\">y</a>", "y")]
    [InlineData("<a href=\"https://example.org\">y", "y")]
    [InlineData("<img>", "")]
    [InlineData("<img src=\"a.png\">", "")]
    [InlineData("&lt;</li>\n>\n", "\n")]
    [InlineData("<b>x</b> <bad>", "[b]x[/b] ")]
    [InlineData("call about [order 15] and [URGENT] today", "call about  and  today")]
    [InlineData("{\"tags\":[red, blue]}", "{\"tags\":}")]
    [InlineData("[15] [/x]", " ")]
    [InlineData("[a [b] c", " c")]
    [InlineData("[a <b>x</b>", "x[/b]")]
    public void Other_tags_and_text_after_a_less_than_sign_are_deleted(string sent, string stored)
    {
        Assert.True(SanitizedHtml.Deletes(sent));
        Assert.Equal(stored, SanitizedHtml.Apply(sent));
    }

    // A portal truncates the address of the image, drops the attribute or loses the inner list.
    [Theory]
    [InlineData("<img src=\"https://example.org/a+b.png\">")]
    [InlineData("<img src=\"https://example.org\">")]
    [InlineData("<img src=\"https://example.org/a.png\" alt=\"x\">")]
    [InlineData("<a href=\"https://example.org\" title=\"x\">y</a>")]
    [InlineData("<ul><li>a<ul><li>b</li></ul></li></ul>")]
    public void A_partly_lost_tag_counts_as_deleted(string sent) => Assert.True(SanitizedHtml.Deletes(sent));

    [Theory]
    [InlineData("", "")]
    [InlineData("a & b > c \"d\"", "a & b > c \"d\"")]
    [InlineData("a & b < c \"d\" 'e'", "a &amp; b &lt; c &quot;d&quot; 'e'")]
    [InlineData("a < 100", "a &lt; 100")]
    [InlineData("a &lt; 100", "a &lt; 100")]
    [InlineData("a &amp;lt;100", "a &amp;lt;100")]
    [InlineData("a <\t1 <\n2", "a &lt;\t1 &lt;\n2")]
    [InlineData("x <<br>y", "x &lt;\ny")]
    [InlineData("a[] b[ c] [b]x[/b] [url=https://example.org]y[/url] [*]z [- w]", "a[] b[ c] [b]x[/b] [url=https://example.org]y[/url] [*]z [- w]")]
    [InlineData("<B>x</B><br/><br /><BR><a href=\"https://example.org\">y</a>", "[b]x[/b]\n\n\n[url=https://example.org]y[/url]")]
    [InlineData("<p>x</p><p><u><i><s>y</s></i></u></p>", "[p]x[/p][p][u][i][s]y[/s][/i][/u][/p]")]
    [InlineData("<b><b>x</b></b>", "[b][b]x[/b][/b]")]
    [InlineData("<ul><li>x</li><li>y<ol><li>z</ol></ul>", "[list][*]x[*]y[list=1][*]z[/list][/list]")]
    [InlineData("<a href='https://example.org/?a=1&b=2'><img src=\"https://example.org/a.png\" /></a>", "[url=https://example.org/?a=1&amp;b=2][img]https://example.org/a.png[/img][/url]")]
    public void Other_text_stays_or_is_encoded(string sent, string stored)
    {
        Assert.False(SanitizedHtml.Deletes(sent));
        Assert.Equal(stored, SanitizedHtml.Apply(sent));
    }

    [Theory]
    [InlineData("<<>>", true)]
    [InlineData("< ", true)]
    [InlineData("<b>", true)]
    [InlineData("[b", false)]
    [InlineData("&lt; x", false)]
    [InlineData("<ul><b>", true)]
    public void A_long_text_takes_linear_time(string part, bool deletes) =>
        Assert.Equal(deletes, SanitizedHtml.Deletes(string.Concat(Enumerable.Repeat(part, 300_000))));
}
