using System.Net;
using System.Text.Json.Nodes;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Drift;

/// <summary>Tests the schema check with replies of a portal that was changed after the schema was compiled.</summary>
public sealed class SchemaDriftTests
{
    private const string Text = LeadFields.Codes.StringOne;
    private const string Texts = LeadFields.Codes.StringMany;
    private const string List = LeadFields.Codes.EnumerationOne;

    [Fact]
    public async Task An_unchanged_portal_has_no_drift()
    {
        StubPortal portal = Portal(_ => { });
        CrmSchemaDrift drift = await portal.Client().CheckSchemaAsync<Lead>();

        Assert.Equal("acme.example has the fields of the compiled schema.", drift.ToString());
        Assert.Equal((true, false, "acme.example"), (drift.IsEmpty, drift.LosesWrites, drift.Portal));
        (HttpRequestMessage request, string body) = Assert.Single(portal.Requests);
        Assert.Equal((StubPortal.Webhook + "crm.lead.fields.json", "{}"), (request.RequestUri!.ToString(), body));
    }

    public static TheoryData<string, Action<JsonObject>, string, CrmSchemaDifferenceKind, bool> Changes => new()
    {
        { "a field that is gone", f => f.Remove(Text), Text, CrmSchemaDifferenceKind.Removed, true },
        { "a part of the address that is gone", f => f.Remove("ADDRESS_CITY"), "ADDRESS_CITY", CrmSchemaDifferenceKind.Removed, true },
        { "a read-only field that is gone", f => f.Remove("MOVED_TIME"), "MOVED_TIME", CrmSchemaDifferenceKind.Removed, false },
        { "an immutable field that is gone", f => f.Remove(LeadFields.Codes.Locked), LeadFields.Codes.Locked, CrmSchemaDifferenceKind.Removed, true },
        { "a file that is gone", f => f.Remove(LeadFields.Codes.FileOne), LeadFields.Codes.FileOne, CrmSchemaDifferenceKind.Removed, false },
        { "a text that is a number now", f => f[Text]!["type"] = "integer", Text, CrmSchemaDifferenceKind.Retyped, true },
        { "a text that is a link now", f => f[Text]!["type"] = "url", Text, CrmSchemaDifferenceKind.Retyped, false },
        { "a company that is a contact now", f => f["COMPANY_ID"]!["type"] = "crm_contact", "COMPANY_ID", CrmSchemaDifferenceKind.Retyped, true },
        { "a list field that is a text now", f => f[List]!["type"] = "string", List, CrmSchemaDifferenceKind.Retyped, true },
        { "a read-only text that is a number now", f => f["STATUS_SEMANTIC_ID"]!["type"] = "integer", "STATUS_SEMANTIC_ID", CrmSchemaDifferenceKind.Retyped, false },
        { "a read-only field", f => f[Text]!["isReadOnly"] = true, Text, CrmSchemaDifferenceKind.BecameReadOnly, true },
        { "a read-only field that is immutable, too", f => (f[Text]!["isImmutable"], f[Text]!["isReadOnly"]) = (true, true), Text, CrmSchemaDifferenceKind.BecameReadOnly, true },
        { "a read-only field that was immutable", f => f[LeadFields.Codes.Locked]!["isReadOnly"] = true, LeadFields.Codes.Locked, CrmSchemaDifferenceKind.BecameReadOnly, true },
        { "a read-only file", f => f[LeadFields.Codes.FileOne]!["isReadOnly"] = true, LeadFields.Codes.FileOne, CrmSchemaDifferenceKind.BecameReadOnly, false },
        { "an immutable field", f => f[Text]!["isImmutable"] = true, Text, CrmSchemaDifferenceKind.BecameImmutable, true },
        { "a field that can be written now", f => f[LeadFields.Codes.Watched]!["isReadOnly"] = false, LeadFields.Codes.Watched, CrmSchemaDifferenceKind.BecameWritable, false },
        { "a flag that is left out", f => f[LeadFields.Codes.Locked]!.AsObject().Remove("isImmutable"), LeadFields.Codes.Locked, CrmSchemaDifferenceKind.BecameWritable, false },
        { "a list of texts", f => f[Text]!["isMultiple"] = true, Text, CrmSchemaDifferenceKind.BecameMultiple, true },
        { "a list of read-only texts", f => f["STATUS_SEMANTIC_ID"]!["isMultiple"] = true, "STATUS_SEMANTIC_ID", CrmSchemaDifferenceKind.BecameMultiple, false },
        { "one text", f => f[Texts]!["isMultiple"] = false, Texts, CrmSchemaDifferenceKind.BecameSingle, true },
        { "one booking", f => f[LeadFields.Codes.Booking]!["isMultiple"] = false, LeadFields.Codes.Booking, CrmSchemaDifferenceKind.BecameSingle, false },
        { "a required field", f => f[Text]!["isRequired"] = true, Text, CrmSchemaDifferenceKind.BecameRequired, false },
        { "a deprecated field", f => f[Text]!["isDeprecated"] = true, Text, CrmSchemaDifferenceKind.BecameDeprecated, false },
        { "an item that is gone", f => f[List]!["items"]!.AsArray().RemoveAt(0), List, CrmSchemaDifferenceKind.ItemRemoved, true },
        { "an item of a field with several", f => f[LeadFields.Codes.EnumerationMany]!["items"]!.AsArray().RemoveAt(0), LeadFields.Codes.EnumerationMany, CrmSchemaDifferenceKind.ItemRemoved, true },
        { "an item that is new", f => f[List]!["items"]!.AsArray().Add(JsonNode.Parse("""{"ID": 13, "VALUE": "Третий"}""")), List, CrmSchemaDifferenceKind.ItemAdded, false },
        { "a field that is new", f => f["UF_CRM_1799999999"] = JsonNode.Parse("""{"type": "string"}"""), "UF_CRM_1799999999", CrmSchemaDifferenceKind.Added, false },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Each_change_is_one_difference(
        string name, Action<JsonObject> change, string code, CrmSchemaDifferenceKind kind, bool losesWrites)
    {
        CrmSchemaDrift drift = await CheckAsync(change);

        CrmSchemaDifference difference = Assert.Single(drift.Differences);
        Assert.Equal((code, kind, losesWrites), (difference.Code, difference.Kind, difference.LosesWrites));
        Assert.Equal(LeadFields.All.Find(code)?.Label ?? code, difference.Label);
        Assert.Equal((losesWrites, false), (drift.LosesWrites, drift.IsEmpty));
        Assert.False(string.IsNullOrEmpty(difference.Message), name);
    }

    [Fact]
    public void Every_kind_of_difference_is_among_the_changes() => Assert.Equal(
        Enum.GetValues<CrmSchemaDifferenceKind>(),
        Changes.Select(c => (CrmSchemaDifferenceKind)c[3]).Distinct().Order());

    [Fact]
    public async Task Each_removed_item_is_reported_with_its_ID_and_member()
    {
        CrmSchemaDrift drift = await CheckAsync(f => f[List]!["items"] = new JsonArray());

        Assert.Equal([11L, 12L], drift.Differences.Select(d => d.ItemId!.Value));
        Assert.StartsWith("Item 11 (Pervyy) was removed: the portal ignores its ID.", drift.Differences[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_first_100_new_items_are_listed_and_the_others_are_counted()
    {
        CrmSchemaDrift drift = await CheckAsync(f => f[List]!["items"] = new JsonArray(
            [.. Enumerable.Range(11, 150_000).Reverse().Select(static id => new JsonObject { ["ID"] = id, ["VALUE"] = "a" })]));

        Assert.Equal([.. Enumerable.Range(13, 100).Select(static id => (long?)id), null], drift.Differences.Select(static d => d.ItemId));
        Assert.StartsWith("149898 more items are new; each reads as its ID.", drift.Differences[^1].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"0": {"ID": 11, "VALUE": "x"}, "4": {"ID": "12", "VALUE": 5, "SORT": [1]}}""")]
    [InlineData("""[{"VALUE": null, "ID": 12.0}, {"ID": "11"}]""")]
    [InlineData("null")]
    public async Task Items_are_read_in_every_form_that_PHP_gives_them(string items) =>
        Assert.True((await CheckAsync(f => f[List]!["items"] = JsonNode.Parse(items))).IsEmpty);

    [Theory]
    [InlineData("\"1\"", true)]
    [InlineData("\"Y\"", true)]
    [InlineData("1", true)]
    [InlineData("\"N\"", false)]
    [InlineData("null", false)]
    [InlineData("[]", false)]
    public async Task Flags_are_read_in_each_form(string flag, bool isSet) =>
        Assert.Equal(isSet, (await CheckAsync(f => f[Text]!["isReadOnly"] = JsonNode.Parse(flag))).LosesWrites);

    [Fact]
    public async Task Labels_settings_field_order_and_unknown_members_are_not_compared() => Assert.True((await CheckAsync(f =>
    {
        JsonNode? last = f[Text];
        f.Remove(Text);
        f[Text] = last;
        last!["formLabel"] = "Another language";
        last["listLabel"] = JsonNode.Parse("""{"ru": "Поле"}""");
        last["settings"] = new JsonArray();
        last["isWhatever"] = JsonNode.Parse("""{"deep": [true]}""");
    })).IsEmpty);

    [Fact]
    public async Task The_text_of_a_drift_has_one_line_per_difference_sorted_by_code()
    {
        CrmSchemaDrift drift = await CheckAsync(f =>
        {
            f["ZZ\n2026 [ERROR] forged"] = JsonNode.Parse("""{"type": "st\r\nring", "formLabel": " ", "title": "Первая\u2028вторая"}""");
            f.Remove(Text);
            f["COMPANY_ID"]!["isReadOnly"] = true;
            f["COMPANY_ID"]!["type"] = "crm_contact";
            f["AA"] = JsonNode.Parse($$"""{"type": "string", "title": "{{new string('д', 100)}}"}""");
        });

        string[] lines = drift.ToString().Split('\n');
        Assert.Equal("acme.example differs from the compiled schema; differences: 5, of which lose writes: 3.", lines[0]);
        Assert.Equal(
            [
                $"AA ({new string('д', 60)}…): Added.",
                "COMPANY_ID (Компания): Retyped, loses writes.",
                "COMPANY_ID (Компания): BecameReadOnly, loses writes.",
                $"{Text} (Поле StringOne): Removed, loses writes.",
                "ZZ 2026 [ERROR] forged (Первая вторая): Added.",
            ],
            lines[1..].Select(l => l[..(l.IndexOf(". ", StringComparison.Ordinal) + 1)]));
        Assert.DoesNotContain(drift.ToString(), c => char.IsControl(c) && c != '\n');
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("\"TITLE\"")]
    [InlineData("[{\"type\": \"string\"}]")]
    [InlineData("""{"fields": {"title": {"type": "string"}}}""")]
    [InlineData("""{"TITLE": "string"}""")]
    [InlineData("""{"TITLE": {}}""")]
    [InlineData("""{"TITLE": {"type": ""}}""")]
    [InlineData("""{"TITLE": {"type": ["string"]}}""")]
    [InlineData("""{"TITLE": {"type": "string", "isReadOnly": "perhaps"}}""")]
    [InlineData("""{"TITLE": {"type": "enumeration", "items": ["Курьер"]}}""")]
    [InlineData("""{"TITLE": {"type": "enumeration", "items": [{"VALUE": "Курьер"}]}}""")]
    [InlineData("""{"NUMBER": {"type": "string"}, "AMOUNT": {"type": "double"}}""")]
    public async Task A_reply_that_is_not_the_fields_of_the_portal_is_rejected(string result)
    {
        StubPortal portal = StubPortal.Answering($$"""{"result": {{result}}}""");
        Bitrix24ReplyException error = await Assert.ThrowsAsync<Bitrix24ReplyException>(() => portal.Client().CheckSchemaAsync<Lead>());

        Assert.StartsWith("acme.example answered crm.lead.fields with ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(StubPortal.Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_reply_throws_like_any_other_call()
    {
        StubPortal denying = StubPortal.Answering("""{"error": "insufficient_scope", "error_description": "crm"}""", HttpStatusCode.Forbidden);
        await Assert.ThrowsAsync<Bitrix24AccessDeniedException>(() => denying.Client().CheckSchemaAsync<Lead>());
    }

    [Fact]
    public async Task A_canceled_call_throws_OperationCanceledException()
    {
        using var cancellation = new CancellationTokenSource();
        var portal = new StubPortal(async (_, token) =>
        {
            await cancellation.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException("The delay has no end.");
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => portal.Client().CheckSchemaAsync<Lead>(cancellation.Token));
    }

    private static Task<CrmSchemaDrift> CheckAsync(Action<JsonObject> change) => Portal(change).Client().CheckSchemaAsync<Lead>();

    /// <summary>Creates the portal that the schema was fetched from, with a later change.</summary>
    private static StubPortal Portal(Action<JsonObject> change)
    {
        JsonNode answer = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "portal/crm.lead.fields.json")))!;
        change(answer["result"]!.AsObject());
        return StubPortal.Answering(answer.ToJsonString());
    }
}
