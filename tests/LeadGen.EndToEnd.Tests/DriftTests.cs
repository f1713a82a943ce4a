using System.Text.Json.Nodes;
using LeadGen.EndToEnd.Portal;
using LeadGen.Testing;

// LG1001: one of the cases adds an unknown field.
#pragma warning disable LG1001

namespace LeadGen.EndToEnd.Tests;

/// <summary>Tests that the drift check predicts whether a changed portal loses a typed update.</summary>
public sealed class DriftTests(ClassicPortal fixture) : IClassFixture<ClassicPortal>
{
    private const string Text = LeadFields.Codes.StringOne;
    private const string List = LeadFields.Codes.EnumerationOne;
    private const string Lists = LeadFields.Codes.EnumerationMany;

    private static readonly Dictionary<string, Case> s_cases = new()
    {
        ["a removed field"] = new(f => f.Remove(Text), u => u.SetStringOne("да")),
        ["a removed part of the address"] = new(f => f.Remove("ADDRESS_CITY"), u => u.SetAddress(new CrmAddress { City = "Тверь" })),
        ["removed phones"] = new(f => f.Remove("PHONE"), u => u.AddPhone("+7 999 123-45-67", PhoneType.Work)),
        ["a read-only field"] = new(f => f[Text]!["isReadOnly"] = true, u => u.SetStringOne("да")),
        ["a read-only field that is emptied"] = new(f => f[Text]!["isReadOnly"] = true, u => u.ClearStringOne()),
        ["an immutable field"] = new(f => f[Text]!["isImmutable"] = true, u => u.SetStringOne("да")),
        ["a single text field that became multiple"] = new(f => f[Text]!["isMultiple"] = true, u => u.SetStringOne("да")),
        ["a multiple text field that became single"] = new(f => f[LeadFields.Codes.StringMany]!["isMultiple"] = false, u => u.SetStringMany(["да", "нет"])),
        ["a multiple number field that became single"] = new(f => f[LeadFields.Codes.IntegerMany]!["isMultiple"] = false, u => u.SetIntegerMany([5, 6])),
        ["a multiple date field that became single"] = new(f => f[LeadFields.Codes.DateMany]!["isMultiple"] = false, u => u.SetDateMany([new DateOnly(2026, 3, 20)])),
        ["a multiple list field that became single"] = new(f => f[Lists]!["isMultiple"] = false, u => u.SetEnumerationMany([EnumerationMany.Pervyy])),
        ["a text field that became a number field"] = new(f => f[Text]!["type"] = "integer", u => u.SetStringOne("да")),
        ["a text field that became a date field"] = new(f => f[Text]!["type"] = "date", u => u.SetStringOne("да")),
        ["a text field that became a link field"] = new(f => f[Text]!["type"] = "url", u => u.SetStringOne("да")),
        ["a date and time field that became a date field"] = new(f => f[LeadFields.Codes.DatetimeOne]!["type"] = "date", u => u.SetDatetimeOne(DateTimeOffset.UnixEpoch)),
        ["a date field that became a date and time field"] = new(f => f["BIRTHDATE"]!["type"] = "datetime", u => u.SetBirthdate(new DateOnly(1980, 1, 1))),
        ["a list field that became a money field"] = new(f => f[List]!["type"] = "money", u => u.SetEnumerationOne(EnumerationOne.Pervyy)),
        ["a removed item"] = new(f => f[List]!["items"]!.AsArray().RemoveAt(0), u => u.SetEnumerationOne(EnumerationOne.Pervyy)),
        ["a removed item in a multiple list field"] = new(
            f => f[Lists]!["items"]!.AsArray().RemoveAt(0), u => u.SetEnumerationMany([EnumerationMany.Pervyy, EnumerationMany.Vtoroy])),
        ["a new item"] = new(
            f => f[List]!["items"]!.AsArray().Add(JsonNode.Parse("""{"ID": "13", "VALUE": "Третий"}""")), u => u.SetEnumerationOne(EnumerationOne.Pervyy)),
        ["a required field"] = new(f => f[Text]!["isRequired"] = true, u => u.SetStringOne("да")),
        ["a deprecated field"] = new(f => f[Text]!["isDeprecated"] = true, u => u.SetStringOne("да")),
        ["a new field"] = new(f => f["UF_CRM_1799999999"] = JsonNode.Parse("""{"type": "string"}"""), u => u.SetStringOne("да")),
    };

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    [Fact]
    public async Task The_portal_that_the_classes_were_generated_from_has_no_drift() =>
        Assert.Empty((await fixture.Client.CheckSchemaAsync<Lead>()).Differences);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_check_predicts_whether_a_write_is_lost(string name)
    {
        await using ChangedPortal changed = await ChangedPortal.StartAsync(s_cases[name].Change);
        LeadUpdate update = s_cases[name].Write(new LeadUpdate(changed.Portal.AddLead([KeyValuePair.Create("TITLE", "Заявка")])));

        CrmSchemaDrift drift = await changed.Client.CheckSchemaAsync<Lead>();
        IReadOnlyList<FieldResult> results = await changed.UpdateAsync(update);

        Assert.Single(drift.Differences);
        Assert.Equal(results.Any(f => f.Outcome != FieldOutcome.Kept), drift.LosesWrites);
    }

    [Fact]
    public async Task Differences_from_another_portal_are_sorted_and_contain_no_secret()
    {
        CrmSchemaDrift drift = await fixture.Client.CheckSchemaAsync<Harbor.Lead>();

        Assert.True(drift.LosesWrites);
        Assert.Equal(drift.Differences.Select(d => d.Code).Order(StringComparer.Ordinal), drift.Differences.Select(d => d.Code));
        Assert.DoesNotContain(fixture.Portal.Webhook.Segments[^1].Trim('/'), drift.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    private sealed record Case(Action<JsonObject> Change, Func<LeadUpdate, LeadUpdate> Write);
}
