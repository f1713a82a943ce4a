using System.Globalization;
using LeadGen.Schema;
using static LeadGen.TestKit.MemoryPortal;

namespace LeadGen.Generator.Tests.Schemas;

/// <summary>Tests that the hash depends only on the parts of a schema that affect writes.</summary>
public class SchemaHashTests
{
    private const string Good = """
        {
        "STATUS_ID": {"type": "crm_status", "statusType": "STATUS", "title": "Стадия"},
        "UF_CRM_1": {"type": "enumeration", "isDynamic": true, "formLabel": "Доставка", "items": [{"ID": "5", "VALUE": "Курьер"}, {"ID": "6", "VALUE": "Почта"}]},
        "UF_CRM_2": {"type": "double", "isDynamic": true, "formLabel": "Вес", "settings": {"MIN_VALUE": 0.5, "MAX_VALUE": "99.5", "PRECISION": 2}},
        "UF_CRM_3": {"type": "string", "isDynamic": true, "formLabel": "Имя", "settings": {"MIN_LENGTH": 2, "MAX_LENGTH": 40, "REGEXP": "/a/"}},
        "UF_CRM_4": {"type": "crm", "isDynamic": true, "formLabel": "Связь", "settings": {"LEAD": "Y", "DEAL": "N"}}
        }
        """;

    private static readonly string s_statuses = StatusList("STATUS", ("NEW", "Новый", 10), ("JUNK", "Брак", 20));

    private static string Hash(string fields, string? statuses = null) =>
        SchemaHash.Compute((new MemoryPortal(fields) with { Statuses = statuses ?? s_statuses }).Schema());

    [Fact]
    public void A_hash_is_sixteen_hexadecimal_digits() => Assert.Matches("^[0-9a-f]{16}$", Hash(Good));

    [Theory]
    [InlineData("\"Доставка\"", "\"Delivery\"")]
    [InlineData("\"Стадия\"", "\"Stage\"")]
    [InlineData("\"Курьер\"", "\"Courier\"")]
    [InlineData("\"MAX_VALUE\": \"99.5\"", "\"MAX_VALUE\": 99.500")]
    [InlineData("\"MIN_LENGTH\": 2", "\"MIN_LENGTH\": \"2\", \"ROWS\": 7")]
    [InlineData("\"DEAL\": \"N\"", "\"QUOTE\": \"N\"")]
    [InlineData("{\"ID\": \"5\", \"VALUE\": \"Курьер\"}, {\"ID\": \"6\", \"VALUE\": \"Почта\"}", "{\"ID\": 6, \"VALUE\": \"Почта\"}, {\"ID\": 5, \"VALUE\": \"Курьер\"}")]
    [InlineData("\n", "\r\n  ")]
    public void Labels_order_and_formatting_do_not_change_the_hash(string from, string to)
    {
        Assert.Contains(from, Good, StringComparison.Ordinal);
        Assert.Equal(Hash(Good), Hash(Good.Replace(from, to, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_order_and_the_names_of_statuses_do_not_change_the_hash() =>
        Assert.Equal(Hash(Good), Hash(Good, StatusList("STATUS", ("NEW", "New", 99), ("JUNK", "Junk", 1))));

    [Fact]
    public void The_culture_does_not_change_the_hash()
    {
        string expected = Hash(Good);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("ru-RU");
            Assert.Equal(expected, Hash(Good));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    public static TheoryData<string, string> Changes => new()
    {
        { "UF_CRM_1", "UF_CRM_10" },
        { "\"double\"", "\"integer\"" },
        { "\"statusType\": \"STATUS\"", "\"statusType\": \"SOURCE\"" },
        { "\"title\"", "\"isRequired\": true, \"title\"" },
        { "\"title\"", "\"isReadOnly\": true, \"title\"" },
        { "\"title\"", "\"isImmutable\": true, \"title\"" },
        { "\"title\"", "\"isMultiple\": true, \"title\"" },
        { "\"title\"", "\"isDynamic\": true, \"title\"" },
        { "\"title\"", "\"isDeprecated\": true, \"title\"" },
        { "\"ID\": \"5\"", "\"ID\": \"7\"" },
        { ", {\"ID\": \"6\", \"VALUE\": \"Почта\"}", "" },
        { "\"MIN_VALUE\": 0.5", "\"MIN_VALUE\": 0.6" },
        { "\"MIN_VALUE\": 0.5, ", "" },
        { "\"MAX_VALUE\": \"99.5\"", "\"MAX_VALUE\": \"995\"" },
        { "\"PRECISION\": 2", "\"PRECISION\": 3" },
        { "\"MIN_LENGTH\": 2", "\"MIN_LENGTH\": 1" },
        { "\"MAX_LENGTH\": 40", "\"MAX_LENGTH\": 0" },
        { "\"REGEXP\": \"/a/\"", "\"REGEXP\": \"/b/\"" },
        { "\"LEAD\": \"Y\"", "\"LEAD\": \"N\"" },
        { "\"DEAL\": \"N\"", "\"DEAL\": \"Y\"" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_that_affects_writes_changes_the_hash(string from, string to)
    {
        Assert.Contains(from, Good, StringComparison.Ordinal);
        Assert.NotEqual(Hash(Good), Hash(Good.Replace(from, to, StringComparison.Ordinal)));
    }

    [Fact]
    public void Added_and_removed_fields_and_statuses_change_the_hash()
    {
        string[] hashes =
        [
            Hash(Good),
            Hash(Good.Replace("\"STATUS_ID\"", "\"TITLE\": {\"type\": \"string\"}, \"STATUS_ID\"", StringComparison.Ordinal)),
            Hash(Good, StatusList("STATUS", ("NEW", "Новый", 10))),
            Hash(Good, StatusList("STATUS", ("NEW", "Новый", 10), ("JUNK", "Брак", 20), ("UC_1", "Ждёт", 30))),
            Hash(Good, StatusList("STATUS", ("NEW", "Новый", 10), ("UC_1", "Брак", 20))),
            Hash(Good, "[]"),
        ];

        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }
}
