using System.Text.Json.Nodes;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Wire;

/// <summary>JSON of fields whose type nobody knows: what a program makes of its own objects is sent as it is, and what can't be sent is refused. Found by tests/LeadGen.Fuzz.</summary>
public sealed class RawValueTests
{
    public static TheoryData<Func<JsonNode>, string> Values => new()
    {
        { () => JsonValue.Create(new DateTime(2026, 3, 20, 0, 0, 0, DateTimeKind.Utc)), "\"2026-03-20T00:00:00Z\"" },
        { () => JsonValue.Create(Guid.Empty), "\"00000000-0000-0000-0000-000000000000\"" },
        { () => JsonValue.Create('я'), "\"я\"" },
        { () => JsonValue.Create(1.5m), "1.5" },
        { () => new JsonArray(JsonValue.Create(new DateOnly(2026, 3, 20).ToString("O", null)), JsonValue.Create(true)), "[\"2026-03-20\",true]" },
        { () => JsonNode.Parse("""{"a":{"b":[1,null]}}""")!, """{"a":{"b":[1,null]}}""" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_made_of_an_object_is_sent_as_its_JSON(Func<JsonNode> value, string json) =>
        Assert.Equal($$"""{"UF_CRM_1712000031":{{json}}}""", Given.Fields(new LeadUpdate(42).SetHlblockOne(value())));

    public static TheoryData<Func<JsonNode>> Unsendable => new()
    {
        () => JsonNode.Parse("""{"a": "\ud83d"}""")!,
        () => JsonNode.Parse("""["\udc00"]""")!,
        () => JsonNode.Parse("""{"a": 1, "a": 2}""")!,
        () => JsonValue.Create("\ud83d"),
        () => new JsonObject { ["\ud83d"] = 1 },
        () => JsonValue.Create(double.NaN),
        () => JsonNode.Parse("1E+500")!,
        () => JsonNode.Parse("""{"a": [12345678901234567890]}""")!,
    };

    [Theory]
    [MemberData(nameof(Unsendable))]
    public void What_can_not_be_sent_is_refused_before_anything_is(Func<JsonNode> value) =>
        Assert.Throws<LeadValueException>(() => new LeadUpdate(42).SetHlblockOne(value()));

    [Fact]
    public void Half_a_surrogate_pair_is_refused_wherever_a_text_hides()
    {
        Assert.Throws<LeadValueException>(() => new LeadUpdate(42).AddPhone("+7", new PhoneType("\ud83d")));
        Assert.Throws<LeadValueException>(() => new LeadUpdate(42).SetMoneyOne(new Money(1, "\udc00")));
        Assert.Throws<LeadValueException>(() => new LeadUpdate(42).SetCrmOne(new CrmLink(new CrmEntityType("\ud83d"), 1)));
    }
}
