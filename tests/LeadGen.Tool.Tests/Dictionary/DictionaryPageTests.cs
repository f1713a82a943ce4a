using System.Globalization;
using System.Net;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using LeadGen.Tool.Dictionary;

namespace LeadGen.Tool.Tests.Dictionary;

/// <summary>Tests the markup of the page, and that no text of a portal can inject markup.</summary>
public partial class DictionaryPageTests
{
    internal static string[] Hostile { get; } =
    [
        "</td><script>alert(1)</script>",
        "\" onmouseover=\"alert(1)",
        "' onmouseover='alert(1)",
        "</style><style>*{display:none}",
        "<!--",
        "--><img src=x onerror=alert(1)>",
        "&lt;b&gt; &amp;amp; &#60;",
        "]]>\u2028\u2029{0}",
        "a\0b\u0001c\u001bd\u0085e\u009ff\r\n\tg",
        "half \ud83d a pair \udf37 \uffff \ufffe",
        "\u202eright to left",
        "🌷 ёж",
    ];

    public static TheoryData<string> HostileTexts => [.. Hostile];

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void A_text_of_the_portal_adds_no_markup(string text)
    {
        string plain = Page("x"), hostile = Page(text);

        Assert.All("<>\"'", mark => Assert.Equal(plain.Count(c => c == mark), hostile.Count(c => c == mark)));
        Assert.DoesNotContain(hostile, c => char.IsControl(c) && c != '\n');
        Assert.Equal(hostile, new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Encoding.UTF8.GetBytes(hostile)));

        static string Page(string text) => Pages.Create(
            PageLanguage.English,
            text,
            [
                Pages.Field("UF_CRM_1", "string", text, $"\"formLabel\":{Pages.Quote(text)},\"settings\":{{\"REGEXP\":{Pages.Quote(text)}}}"),
                Pages.Field("UF_CRM_2", "enumeration", "Item", $"\"items\":[{{\"ID\":1,\"VALUE\":{Pages.Quote(text)}}}]"),
                Pages.Field("UF_" + text, "rest_7_" + text, "Code and type"),
                Pages.Field("SOURCE_ID", "crm_status", "Source", "\"statusType\":\"SOURCE\""),
            ],
            (text, text));
    }

    [Theory]
    [InlineData("</td><script>alert(1)</script>")]
    [InlineData("\" onmouseover=")]
    [InlineData("&lt;b&gt; &amp;amp; &#60;")]
    [InlineData("a\u2028b")]
    [InlineData("🌷 ёж + 'x'")]
    public void A_label_is_shown_as_on_the_portal(string label) => Assert.Contains(
        $"<bdi>{label}</bdi>",
        WebUtility.HtmlDecode(Pages.Create(PageLanguage.English, "acme", [Pages.Field("X", "string", label)])),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("ru-RU")]
    [InlineData("ar-SA")]
    public async Task The_same_schema_gives_the_same_page_in_every_culture(string culture)
    {
        string expected = await Pages.RenderSampleAsync("romashka", PageLanguage.Russian);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal(expected, await Pages.RenderSampleAsync("romashka", PageLanguage.Russian));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void The_order_of_the_reply_does_not_matter()
    {
        string[] fields = [Pages.Field("A", "string", "а"), Pages.Field("UF_CRM_1", "date", "б"), Pages.Field("UF_CRM_2", "money", "в")];

        Assert.Equal(Pages.Create(PageLanguage.English, "acme", fields), Pages.Create(PageLanguage.English, "acme", [.. fields.Reverse()]));
    }

    [Fact]
    public async Task Only_the_style_and_script_of_the_page_are_allowed()
    {
        string page = await Pages.RenderSampleAsync("romashka", PageLanguage.Russian);
        string policy = WebUtility.HtmlDecode(ContentSecurityPolicy().Match(page).Groups[1].Value);

        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        Assert.Equal([$"style-src '{GetHash("style")}'", $"script-src '{GetHash("script")}'"], policy.Split("; ")[1..3]);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(page, "<script"));
        Assert.Single(Regex.Matches(page, "<style"));
        Assert.DoesNotMatch("""(?i) (?:style|src|srcset|on\w+)=|<link|@import|url\(|href="(?!#)""", page);

        string GetHash(string element)
        {
            string content = Assert.Single(Regex.Matches(page, $"<{element}>(.*?)</{element}>", RegexOptions.Singleline)).Groups[1].Value;
            return "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
        }
    }

    [Theory]
    [InlineData("romashka", "ru", "Поля лидов портала romashka")]
    [InlineData("harbor", "en", "Lead fields of harbor")]
    public async Task Every_field_has_a_row_and_the_page_shows_the_schema_hash(string portal, string language, string title)
    {
        string page = await Pages.RenderSampleAsync(portal, language == "ru" ? PageLanguage.Russian : PageLanguage.English);
        PortalSchema schema = await Pages.ReadSampleSchemaAsync(portal);

        Assert.StartsWith($"<!DOCTYPE html>\n<html lang=\"{language}\">\n", page, StringComparison.Ordinal);
        Assert.Contains($"<title>{title}</title>", page, StringComparison.Ordinal);
        Assert.Contains($"<h1>{title}</h1>", page, StringComparison.Ordinal);
        Assert.Contains(SchemaHash.Compute(schema), page, StringComparison.Ordinal);
        Assert.Equal(schema.Fields.Select(f => f.Code), Regex.Matches(page, "<tr id=\"(.*?)\"").Select(m => m.Groups[1].Value));
        Assert.All(schema.Fields, f => Assert.Contains($"<a href=\"#{f.Code}\"><code translate=\"no\">{f.Code}</code></a>", page, StringComparison.Ordinal));
        Assert.EndsWith("</html>\n", page, StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string[]> Rows => new()
    {
        { "string", "\"isRequired\":true,\"isDeprecated\":true,\"settings\":{\"MIN_LENGTH\":2,\"MAX_LENGTH\":\"250\",\"REGEXP\":\"/^a<b$/\"}", ["Text string", "required custom deprecated characters: at least 2 characters: at most 250 matches /^a<b$/", "", "empty text \"\""] },
        { "integer", "\"isReadOnly\":true,\"settings\":{\"MIN_VALUE\":-1}", ["Whole number integer", "read-only custom at least -1", "", ""] },
        { "double", "\"settings\":{\"PRECISION\":0,\"MAX_VALUE\":\"0.5\"}", ["Number double", "custom at most 0.5 decimal places: 0", "", "empty text \"\""] },
        { "date", "\"isMultiple\":true", ["Date date", "multiple custom", "", "empty text \"\""] },
        { "money", "\"isImmutable\":true,\"isMultiple\":true", ["Money money", "set only when a lead is created multiple custom", "", ""] },
        { "crm", "\"isMultiple\":true,\"settings\":{\"DEAL\":\"Y\",\"CONTACT\":\"Y\",\"LEAD\":\"N\"}", ["Link to a CRM entity crm", "multiple custom links to CONTACT, DEAL", "", "empty list []"] },
        { "crm_company", "\"settings\":[]", ["CRM entity crm_company", "custom", "", "zero 0"] },
        { "file", "\"settings\":[]", ["File file", "can't be updated custom", "", ""] },
        { "crm_multifield", "\"isMultiple\":true", ["Contact details crm_multifield", "multiple custom", "", "can't be cleared"] },
        { "enumeration", "\"items\":[{\"ID\":177,\"VALUE\":\"Courier\"},{\"ID\":178,\"VALUE\":\"Pick-up\"}]", ["List enumeration", "custom", "Values: 2 TheField 177 Courier Courier 178 Pick-up PickUp", "empty text \"\""] },
        { "enumeration", "\"items\":[]", ["List enumeration", "custom", "Values: 0 TheField", "empty text \"\""] },
        { "crm_status", "\"statusType\":\"SOURCE\"", ["Dictionary value crm_status", "custom", "Values: 1 LeadSource CALL Phoned Call", "empty text \"\""] },
        { "crm_status", "\"statusType\":\"INDUSTRY\"", ["Dictionary value crm_status", "custom", "Values: 0 LeadIndustry", "empty text \"\""] },
        { "hlblock", "\"settings\":[]", ["Unknown type hlblock", "custom", "", "empty text \"\""] },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_row_shows_the_attributes_of_its_field(string type, string more, string[] cells)
    {
        string page = Pages.Create(PageLanguage.English, "acme", [Pages.Field("UF_CRM_1", type, "UF_CRM_1", $"\"formLabel\":\"The field\",{more}")], ("CALL", "Phoned"));
        string row = Assert.Single(Regex.Matches(page, "<tr id=.*?</tr>", RegexOptions.Singleline)).Value;

        Assert.Equal(
            ["The field", "UF_CRM_1", "TheField", .. cells],
            Regex.Matches(row, "<t[hd][ >].*?</t[hd]>", RegexOptions.Singleline).Select(c => GetText(c.Value)));
    }

    [Theory]
    [InlineData(6, false)]
    [InlineData(7, true)]
    public void A_long_list_of_values_is_collapsed(int count, bool isCollapsed)
    {
        string items = string.Join(",", Enumerable.Range(1, count).Select(i => $"{{\"ID\":{i},\"VALUE\":\"Item {i}\"}}"));
        string page = Pages.Create(PageLanguage.English, "acme", [Pages.Field("UF_CRM_1", "enumeration", "List", $"\"items\":[{items}]")]);

        Assert.Equal(isCollapsed, page.Contains("<details>", StringComparison.Ordinal));
        Assert.All(Enumerable.Range(1, count), i => Assert.Contains($"<bdi>Item {i}</bdi>", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_text_is_translated_with_the_same_placeholders()
    {
        foreach (PropertyInfo text in typeof(PageTexts).GetProperties().Where(p => p.PropertyType == typeof(string)))
        {
            string english = (string)text.GetValue(PageTexts.English)!, russian = (string)text.GetValue(PageTexts.Russian)!;
            Assert.NotEqual(english, russian);
            Assert.Equal(Placeholders(english), Placeholders(russian));
            Assert.DoesNotContain(english, c => c is >= 'А' and <= 'ё');
        }

        static IEnumerable<string> Placeholders(string text) => Regex.Matches(text, @"\{\d\}").Select(m => m.Value).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void The_Russian_page_has_no_English_words()
    {
        string[] types = [.. FieldKinds.All.SelectMany(k => k.Types).Select(t => t.Name), "hlblock"];
        string page = Pages.Create(
            PageLanguage.Russian,
            "ромашка",
            [
                .. types.Select((type, i) => Pages.Field(
                    $"UF_CRM_S{i}", type, "Поле",
                    "\"formLabel\":\"Поле\",\"statusType\":\"SOURCE\",\"isRequired\":true,\"isDeprecated\":true,\"items\":[{\"ID\":1,\"VALUE\":\"Пункт\"}],"
                    + "\"settings\":{\"MIN_LENGTH\":1,\"MAX_LENGTH\":2,\"REGEXP\":\"/я/\",\"MIN_VALUE\":1,\"MAX_VALUE\":2,\"PRECISION\":1}")),
                .. types.Select((type, i) => Pages.Field($"UF_CRM_M{i}", type, "Поле", "\"formLabel\":\"Поле\",\"isMultiple\":true,\"isReadOnly\":true,\"isImmutable\":true")),
                .. types.Select((type, i) => Pages.Field($"S{i}", type, "Поле", "\"isMultiple\":true")),
            ],
            ("CALL", "Звонок"));

        string own = Regex.Replace(page, "<(style|script|code)[ >].*?</\\1>|<meta.*?>", " ", RegexOptions.Singleline);
        string attributes = string.Join(" ", Regex.Matches(own, " (?:aria-label|placeholder|title|alt|data-text|data-type)=\"(.*?)\"").Select(m => m.Groups[1].Value));
        string[] expected = ["C", "CRM", "D", "ID", "JSON", "LeadGen", "N", "RUB", "T", "UTC", "UpdateFilesAsync", "Y", "apidocs", "api", "bitrix", "booking", "calendar", "crm", "files", "how", "html", "https", "item", "lead", "reference", "resource", "ru", "to", "update"];

        Assert.Equal([], Regex.Matches(GetText(own) + attributes, "[A-Za-z]+").Select(m => m.Value).Distinct().Except(expected));
    }

    [GeneratedRegex("<meta http-equiv=\"Content-Security-Policy\" content=\"(.*?)\">")]
    private static partial Regex ContentSecurityPolicy();

    private static string GetText(string markup) =>
        Regex.Replace(WebUtility.HtmlDecode(Regex.Replace(markup, "<[^>]*>", " ")), @"\s+", " ").Trim();
}
