using System.Text.Json;
using CsCheck;

namespace LeadGen.Testing.Tests;

/// <summary>Tests that the portal responds with JSON to every request, including malformed ones.</summary>
public sealed class HostileRequestTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    private static readonly string[] s_methods = ["crm.lead.get", "crm.lead.list", "crm.lead.update", "crm.status.list", "crm.lead.userfield.list", "batch"];

    private static readonly Gen<string> s_key = Gen.OneOf(
        Gen.OneOf(
            "id", "fields", "params", "filter", "order", "select", "start", "cmd", "halt", "ID", "VALUE", "DELETE", "PHONE", "CONTACT_IDS", "BIRTHDATE", "fileData",
            "ADDRESS_LOC_ADDR_ID", "UF_CRM_1712000002", "UF_CRM_1712000003", "UF_CRM_1712000004", "UF_CRM_1712000005", "UF_CRM_1712000010", ">ID", "@PHONE", "!NAME", "0", "1"),
        Gen.String[0, 5]);

    private static readonly Gen<object?> s_value = Gen.Recursive<object?>((depth, inner) => depth > 3
        ? Scalar()
        : Gen.Frequency(
            (3, Scalar()),
            (1, inner.List[0, 3].Select(static l => (object?)l)),
            (2, Gen.Select(s_key, inner).List[0, 4].Select(static l => (object?)l.DistinctBy(static p => p.Item1).ToDictionary(static p => p.Item1, static p => p.Item2)))));

    [Fact]
    public async Task Any_JSON_is_answered()
    {
        fixture.AddLead(("PHONE", "+7"));
        await Gen.Select(Gen.OneOf(s_methods), s_value).SampleAsync(
            async call => Assert.Contains((await fixture.PostAsync(call.Item1, JsonSerializer.Serialize(call.Item2), "application/json")).Status, new[] { 200, 400 }),
            iter: 2_000);
    }

    [Fact]
    public async Task Any_fields_are_stored_and_returned()
    {
        long id = fixture.AddLead(("PHONE", "+7"));
        using JsonDocument portal = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(PortalFixture.Folder, "crm.lead.fields.json")));
        string[] codes = [.. portal.RootElement.GetProperty("result").EnumerateObject().Select(static p => p.Name)];
        await Gen.Select(Gen.OneOf(codes), s_value, s_value).SampleAsync(
            async sent =>
            {
                object?[] values = [sent.Item2, new[] { sent.Item2, sent.Item3 }];
                foreach (object? value in values)
                {
                    string json = JsonSerializer.Serialize(new { id, fields = new Dictionary<string, object?> { [sent.Item1] = value } });
                    Assert.Equal(200, (await fixture.PostAsync("crm.lead.update", json, "application/json")).Status);
                }

                Assert.Equal(200, (await fixture.PostAsync("crm.lead.get", $$"""{"id": {{id}}}""", "application/json")).Status);
                Assert.Equal(200, (await fixture.PostAsync("crm.lead.list", JsonSerializer.Serialize(new { filter = new Dictionary<string, object?> { [sent.Item1] = sent.Item3 } }), "application/json")).Status);
            },
            iter: 1_000);
    }

    [Fact]
    public async Task Any_form_is_answered()
    {
        fixture.AddLead();
        Gen<string> piece = Gen.OneOf(s_key, Gen.OneOf("[", "]", "[]", "=", "&", "+", "%", "%5B", "%00", "%D0", "$result[a]", "?", "crm.lead.get"));
        await Gen.Select(Gen.OneOf(s_methods), piece.List[0, 20]).SampleAsync(
            async call => Assert.Contains((await fixture.PostAsync(call.Item1, string.Concat(call.Item2), "application/x-www-form-urlencoded")).Status, new[] { 200, 400 }),
            iter: 2_000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("text/plain")]
    public async Task A_body_of_an_unsupported_type_has_no_arguments(string contentType)
    {
        using var content = new ByteArrayContent([.. "--x\r\nid=1"u8]);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        Assert.Equal("ID is not defined or invalid.", (await fixture.PostAsync("crm.lead.get", content)).GetProperty("error_description").GetString());
    }

    [Fact]
    public async Task A_body_with_invalid_UTF8_has_no_arguments()
    {
        using var content = new ByteArrayContent([.. "{\"id\": 1, \"x\": \""u8, 0xFF, 0xC0, .. "\"}"u8]);
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        Assert.Equal("ID is not defined or invalid.", (await fixture.PostAsync("crm.lead.get", content)).GetProperty("error_description").GetString());
    }

    private static Gen<object?> Scalar() => Gen.OneOf<object?>(
        Gen.OneOf<object?>(null, true, false, "", "Y", "1", "[]", "tomorrow", "2026-02-30", "0001-01-01", "9999-12-31T23:59:59-12:00", "$result[a][b]", "batch", "crm.lead.list?start=-1", long.MaxValue, 1e300),
        Gen.Int[-2, 60].Select(static n => (object?)n),
        Gen.String[0, 6].Select(static s => (object?)s));
}
