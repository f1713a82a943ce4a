using LeadGen.Schema;
using LeadGen.Schema.Json;
using LeadGen.Schema.Kinds;
using LeadGen.Storage;
using LeadGen.Tool.Texts;

namespace LeadGen.Tool.Tests.Texts;

/// <summary>Tests that each field kind has its texts, and that a portal stores the examples.</summary>
public class KindTextsTests
{
    [Fact]
    public void Every_kind_has_texts() => Assert.All(FieldKinds.All.Append(FieldKinds.Raw), kind =>
    {
        KindTexts texts = KindTexts.Get(kind);
        Assert.EndsWith(".", texts.DescriptionRu, StringComparison.Ordinal);
        Assert.Matches("^[A-Z][A-Za-z ]+$", texts.Caption);
        Assert.Matches("^[А-Я][А-Яа-яё CRM]+$", texts.CaptionRu);
        Assert.Contains(texts.DescriptionRu, c => c is >= 'а' and <= 'я');
        Assert.Equal(kind.IsWritable, texts.ExampleCode.Length > 0);
        Assert.Equal(kind.IsWritable, texts.ExampleJson.Length > 0);
    });

    public static TheoryData<string> WritableTypes =>
        [.. FieldKinds.All.Where(k => k.IsWritable).SelectMany(k => k.Types).Select(t => t.Name).Append("hlblock")];

    [Theory]
    [MemberData(nameof(WritableTypes))]
    public void A_portal_stores_the_example_of_a_type_unchanged(string type)
    {
        const string Item = "177";
        var clock = new PortalClock(TimeSpan.FromHours(3), new DateTimeOffset(2026, 3, 20, 18, 30, 0, TimeSpan.Zero))
        {
            Schema = new PortalSchema(default, new[] { new StatusDictionary("SOURCE", new[] { new StatusValue(Item, "Звонок", null) }.ToEquatableArray()) }.ToEquatableArray()),
        };
        var field = new FieldSchema
        {
            Code = "UF_CRM_1", Type = new(type), IsDynamic = true, StatusType = "SOURCE", Items = new[] { new EnumerationItem(177, "Курьер", null) }.ToEquatableArray(),
        };
        string example = KindTexts.Get(FieldKinds.Get(field)).ExampleJson;
        PhpValue sent = ToPhp(JsonParser.Parse(example.Replace("{1}", Item, StringComparison.Ordinal)));

        Stored stored = StorageRules.Get(field).Store(field, sent, clock);

        Assert.Null(stored.Remark);
        PhpValue kept = Assert.IsType<PhpValue>(stored.Value);
        // A time is stored in UTC, and returned in the server's time zone.
        Assert.Equal(sent, type == "datetime" ? StorageRules.Get(field).Read(kept, clock) : kept);
    }

    private static PhpValue ToPhp(JsonValue json) => json.Kind switch
    {
        JsonKind.Object => PhpValue.Map(json.Members.Select(m => new KeyValuePair<string, PhpValue>(m.Name, ToPhp(m.Value)))),
        JsonKind.Array => PhpValue.List(json.Items.Select(ToPhp)),
        _ => PhpValue.Scalar(Assert.IsType<string>(json.Scalar)),
    };
}
