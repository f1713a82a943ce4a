using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using LeadGen.EndToEnd.Portal;

namespace LeadGen.EndToEnd.Tests;

/// <summary>Tests that untyped calls and the typed client read and write the same leads, and that the journal lists both.</summary>
public sealed class UntypedCallTests(ClassicPortal fixture) : IClassFixture<ClassicPortal>
{
    private const string Odd = "\"a\" \\ Ё";

    [Fact]
    public async Task Values_sent_with_upper_case_arguments_are_read_typed()
    {
        long id = fixture.AddLead();
        using var http = new HttpClient();
        string body = JsonSerializer.Serialize(new Dictionary<string, object> { ["ID"] = id, ["FIELDS"] = new Dictionary<string, string> { ["TITLE"] = Odd } });
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await http.PostAsync(new Uri(fixture.Portal.Webhook, "crm.lead.update"), content);

        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal(Odd, (await fixture.ReadAsync(id)).Title);
        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture, $"crm.lead.update, lead {id}: HTTP 200; TITLE: kept"),
            fixture.Portal.Journal.Last(c => c.LeadId == id && c.Fields.Count > 0).ToString());
    }

    [Fact]
    public async Task Typed_values_are_stored_as_valid_JSON()
    {
        long id = fixture.AddLead();
        await fixture.Client.UpdateAsync(new LeadUpdate(id).SetStringMany([Odd, "b"]).AddPhone(Odd, PhoneType.Work));

        Assert.Equal([Odd, "b"], JsonSerializer.Deserialize<string[]>(fixture.Portal.GetStoredValue(id, LeadFields.Codes.StringMany)!)!);
        using JsonDocument phones = JsonDocument.Parse(fixture.Portal.GetStoredValue(id, LeadFields.Codes.Phone)!);
        Assert.Equal(Odd, Assert.Single(phones.RootElement.EnumerateArray()).GetProperty("VALUE").GetString());
        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture, $"crm.lead.update, lead {id}: HTTP 200; {LeadFields.Codes.StringMany}: kept; PHONE: kept"),
            fixture.Portal.Journal.Last(c => c.LeadId == id).ToString());
    }

    // A portal returns HTTP 500 for a condition with a list of custom numbers or dates.
    [Theory]
    [InlineData("@" + LeadFields.Codes.DateOne, "2026-03-08")]
    [InlineData("@" + LeadFields.Codes.DatetimeMany, "2026-03-08T10:00:00+03:00")]
    [InlineData("@" + LeadFields.Codes.DoubleOne, "1.5")]
    [InlineData("!@" + LeadFields.Codes.DoubleOne, "1.5")]
    public async Task A_condition_that_causes_a_portal_error_causes_an_emulator_error(string key, string value)
    {
        using var http = new HttpClient();
        var call = new { filter = new Dictionary<string, object> { [key] = new[] { value } } };
        using HttpResponseMessage response = await http.PostAsJsonAsync(new Uri(fixture.Portal.Webhook, "crm.lead.list"), call);
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
    }
}
