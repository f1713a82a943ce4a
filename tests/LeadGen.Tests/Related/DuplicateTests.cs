using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Web;

namespace LeadGen.Tests.Related;

/// <summary>Tests searches for duplicates by phone numbers and email addresses.</summary>
public class DuplicateTests
{
    [Fact]
    public async Task The_matches_of_all_values_and_types_are_combined()
    {
        StubPortal portal = Answering(static (type, entity, values) => (type, entity) switch
        {
            ("PHONE", "LEAD") => """{"LEAD": [7, 5]}""",
            ("EMAIL", "LEAD") => """{"LEAD": ["5", 6]}""",
            ("PHONE", "CONTACT") => """{"CONTACT": {"0": 275, "2": 2297}}""",
            _ => "[]",
        });
        using Bitrix24Client client = portal.Client();
        CrmDuplicates found = await client.FindDuplicatesAsync(["+7 495 123-45-67", " +7 495 123-45-67 "], ["a@example.com"], CancellationToken.None);
        Assert.Equal(new CrmDuplicates(new CrmMatches([5, 6, 7], false), new CrmMatches([275, 2297], false), new CrmMatches([], false)), found);
        Assert.Equal(found.GetHashCode(), (found with { Leads = new CrmMatches([5, 6, 7], false) }).GetHashCode());
        Assert.Equal(
            ["type=PHONE&values[0]=+7 495 123-45-67&entity_type=LEAD", "type=PHONE&values[0]=+7 495 123-45-67&entity_type=CONTACT", "type=PHONE&values[0]=+7 495 123-45-67&entity_type=COMPANY",
                "type=EMAIL&values[0]=a@example.com&entity_type=LEAD", "type=EMAIL&values[0]=a@example.com&entity_type=CONTACT", "type=EMAIL&values[0]=a@example.com&entity_type=COMPANY"],
            Commands(Assert.Single(portal.Requests).Body).Select(static c => c[(c.IndexOf('?', StringComparison.Ordinal) + 1)..]));
    }

    [Fact]
    public async Task Values_are_sent_20_at_a_time()
    {
        StubPortal portal = Answering(static (_, _, values) => $$"""{"COMPANY": [{{string.Join(", ", values.Select(static v => v[1..]))}}]}""");
        using Bitrix24Client client = portal.Client();
        string[] phones = [.. Enumerable.Range(1, 1045).Select(static i => string.Create(CultureInfo.InvariantCulture, $"+{i}"))];
        CrmDuplicates found = await client.FindDuplicatesAsync(phones, [], CrmDuplicateTypes.Companies);
        Assert.Equal(Enumerable.Range(1, 1045).Select(static i => (long)i), found.Companies.Ids);
        Assert.Equal(([], []), (found.Leads.Ids, found.Contacts.Ids));
        Assert.Equal([50, 3], portal.Requests.Select(static r => Commands(r.Body).Length));
    }

    [Theory]
    [InlineData(19, false)]
    [InlineData(20, true)]
    public async Task A_type_with_20_matches_may_be_truncated(int count, bool isTruncated)
    {
        StubPortal portal = Answering((_, entity, _) => entity == "LEAD" ? $$"""{"LEAD": [{{string.Join(", ", Enumerable.Range(1, count))}}]}""" : "[]");
        using Bitrix24Client client = portal.Client();
        CrmDuplicates found = await client.FindDuplicatesAsync(["+7"], []);
        Assert.Equal((isTruncated, false, count), (found.Leads.IsTruncated, found.Contacts.IsTruncated, found.Leads.Ids.Count));
    }

    [Theory]
    [InlineData("true", "a result that is not an object")]
    [InlineData("[5]", "a result that is not an object")]
    [InlineData("""{"LEAD": 5}""", "a result that is not a list")]
    [InlineData("""{"LEAD": [true]}""", "a value that is not the ID of a record")]
    [InlineData("""{"LEAD": [0]}""", "a value that is not the ID of a record")]
    public async Task Another_result_is_an_error(string result, string message)
    {
        using Bitrix24Client client = Answering((_, _, _) => result).Client();
        Bitrix24ReplyException e = await Assert.ThrowsAsync<Bitrix24ReplyException>(() => client.FindDuplicatesAsync(["+7"], []));
        Assert.Equal($"acme.example answered crm.duplicate.findbycomm with {message}.", e.Message);
    }

    [Fact]
    public async Task A_value_that_a_portal_would_ignore_is_rejected()
    {
        StubPortal portal = StubPortal.Answering("{}");
        using Bitrix24Client client = portal.Client();
        Assert.StartsWith("A phone number contains no digits.", (await Assert.ThrowsAsync<ArgumentException>("phones", () => client.FindDuplicatesAsync(["+7", "none"], []))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>("emails", () => client.FindDuplicatesAsync([], [" "]));
        Assert.Empty((await client.FindDuplicatesAsync([], [])).Leads.Ids);
        Assert.Empty(portal.Requests);
    }

    private static string[] Commands(string body) => [.. JsonDocument.Parse(body).RootElement.GetProperty("cmd").EnumerateObject().Select(static c => Uri.UnescapeDataString(c.Value.GetString()!))];

    private static StubPortal Answering(Func<string, string, string[], string> find) => new((request, _) =>
    {
        using JsonDocument body = JsonDocument.Parse(StubPortal.GetBody(request));
        string results = string.Join(", ", body.RootElement.GetProperty("cmd").EnumerateObject().Select(command =>
        {
            System.Collections.Specialized.NameValueCollection arguments = HttpUtility.ParseQueryString(command.Value.GetString()!.Split('?')[1]);
            return $"\"{command.Name}\": {find(arguments["type"]!, arguments["entity_type"]!, [.. arguments.AllKeys.Where(static k => k!.StartsWith("values", StringComparison.Ordinal)).Select(k => arguments[k]!)])}";
        }));
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent($$$"""{"result": {"result": { {{{results}}} }, "result_error": [], "result_time": [], "result_total": [], "result_next": []}}""", Encoding.UTF8, "application/json"),
        });
    });
}
