using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Client;

/// <summary>Tests which fields a rejection names.</summary>
public sealed class RejectedFieldTests
{
    public static TheoryData<string, string[]> Texts => new()
    {
        { """Поле "Родился" обязательно для заполнения""", ["BIRTHDATE"] },
        { "Поле «родился» и поле “Имя” не заполнены", ["BIRTHDATE", "NAME"] },
        { "The field &quot;Родился&quot; is invalid<br>", ["BIRTHDATE"] },
        { "STATUS_ID: unknown value", ["STATUS_ID"] },
        { "OLD_STATUS_ID_2 is unknown, and so is NAME", [] },
        { "Родился и вырос", [] },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task A_rejection_has_the_fields_that_its_text_names(string text, string[] codes)
    {
        StubPortal portal = StubPortal.Answering($$"""{"error": "", "error_description": {{System.Text.Json.JsonSerializer.Serialize(text)}}}""", System.Net.HttpStatusCode.BadRequest);
        Bitrix24RejectedException created = await Assert.ThrowsAsync<Bitrix24RejectedException>(() => portal.Client().CreateAsync(new LeadDraft().SetName("Анна")));
        Bitrix24RejectedException updated = await Assert.ThrowsAsync<Bitrix24RejectedException>(() => portal.Client().UpdateAsync(new LeadUpdate(5).SetName("Анна")));

        Assert.Equal(codes, created.Fields.Select(static f => f.Code).Order(StringComparer.Ordinal));
        Assert.Equal(created.Fields, updated.Fields);
        Assert.All(created.Fields, f => Assert.Contains($"{f.Name} ({f.Code}, {f.Label})", created.Message, StringComparison.Ordinal));
        Assert.Equal((null, 5), (created.RecordId, updated.RecordId));
        Assert.Contains("record 5", updated.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_has_its_property_and_its_label()
    {
        StubPortal portal = StubPortal.Answering("""{"error": "", "error_description": "Поле \"Родился\" обязательно"}""", System.Net.HttpStatusCode.BadRequest);
        Bitrix24RejectedException e = await Assert.ThrowsAsync<Bitrix24RejectedException>(() => portal.Client().CreateAsync(new LeadDraft().SetName("Анна")));
        Assert.Equal([new CrmRejectedField("BIRTHDATE", "Birthdate", "Родился")], e.Fields);
    }
}
