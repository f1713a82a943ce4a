using System.Text.Json;
using LeadGen.Tests.Client;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Queries;

/// <summary>Tests which pages are requested, and which page is the last.</summary>
public sealed class PageTests
{
    private static readonly CrmQuery s_byTitle = new CrmQuery().Select(LeadFields.Title).OrderBy(LeadFields.Title);

    private static readonly Func<HttpResponseMessage> s_end = Script.Json("""{"result": []}""");

    private static readonly CrmQuery s_byText = new CrmQuery().Select(LeadFields.Title).Where(LeadFields.StringOne.IsNot("a"));

    [Fact]
    public async Task Sorted_pages_continue_at_next_and_end_without_it()
    {
        StubPortal portal = Script.Create(Page(1, 50, next: 50), Page(51, 50, next: 100), Page(101, 50, next: null));
        List<Lead> leads = await portal.Client().ListAsync<Lead>(s_byTitle).ToListAsync();

        Assert.Equal(Enumerable.Range(1, 150).Select(i => (long)i), leads.Select(l => l.Id!.Value));
        Assert.Equal([0, 50, 100], portal.Requests.Select(r => JsonDocument.Parse(r.Body).RootElement.GetProperty("start").GetInt64()));
    }

    [Fact]
    public async Task A_page_that_is_not_full_is_not_the_last_if_it_has_next()
    {
        StubPortal portal = Script.Create(Page(1, 49, next: 50), Page(51, 3, next: null));
        Assert.Equal(52, (await portal.Client().ListAsync<Lead>(s_byTitle).ToListAsync()).Count);
    }

    [Fact]
    public async Task Pages_by_ID_end_at_an_empty_page()
    {
        StubPortal portal = Script.Create(Page(1, 49, next: null), Page(50, 50, next: null), Page(100, 1, next: null), s_end);
        List<Lead> leads = await portal.Client().ListAsync<Lead>().ToListAsync();

        Assert.Equal(Enumerable.Range(1, 100).Select(i => (long)i), leads.Select(l => l.Id!.Value));
        Assert.Equal(
            ["{}", """{">ID":49}""", """{">ID":99}""", """{">ID":100}"""],
            portal.Requests.Select(r => JsonDocument.Parse(r.Body).RootElement.GetProperty("filter").GetRawText()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lead_with_two_rows_is_returned_once(bool isByTitle)
    {
        StubPortal portal = Script.Create(
            Script.Json("""{"result": [{"ID": "1", "TITLE": "a"}, {"ID": "1", "TITLE": "b"}, {"ID": "2"}], "next": 50}"""),
            isByTitle ? Script.Json("""{"result": [{"ID": "2"}, {"ID": "3"}]}""") : s_end);
        List<Lead> leads = await portal.Client().ListAsync<Lead>(isByTitle ? s_byTitle : null).ToListAsync();
        Assert.Equal(isByTitle ? [1, 2, 3] : [1, 2], leads.Select(l => l.Id!.Value));
        Assert.Equal("a", leads[0].Title);
    }

    [Fact]
    public async Task A_page_with_a_lead_in_two_places_is_rejected()
    {
        StubPortal portal = Script.Create(Script.Json("""{"result": [{"ID": "1"}, {"ID": "2"}, {"ID": "1"}]}"""));
        Bitrix24ReplyException e = await Assert.ThrowsAsync<Bitrix24ReplyException>(async () => await portal.Client().ListAsync<Lead>(s_byTitle).ToListAsync());
        Assert.Contains("a page with record 1 twice", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(50, 50)]
    [InlineData(50, 0)]
    public async Task A_list_ends_if_the_pages_do_not_advance(long second, long third)
    {
        StubPortal portal = Script.Create(Page(1, 50, second), Page(1, 50, third));
        List<Lead> leads = [];
        Bitrix24ReplyException e = await Assert.ThrowsAsync<Bitrix24ReplyException>(async () =>
        {
            await foreach (Lead lead in portal.Client().ListAsync<Lead>(s_byTitle))
            {
                leads.Add(lead);
            }
        });

        Assert.Equal(50, leads.Count);
        Assert.Equal("acme.example answered crm.lead.list with a page whose 'next' does not advance.", e.Message);
    }

    // If the second page no longer exists when it is requested, a portal returns the first page again.
    [Fact]
    public async Task A_first_page_that_is_returned_again_adds_only_its_new_leads()
    {
        StubPortal portal = Script.Create(Page(1, 50, next: 50), Page(2, 50, next: null));
        List<Lead> leads = await portal.Client().ListAsync<Lead>(s_byTitle).ToListAsync();
        Assert.Equal(Enumerable.Range(1, 51).Select(i => (long)i), leads.Select(l => l.Id!.Value));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("false")]
    [InlineData("[]")]
    public async Task A_lead_with_an_empty_field_of_a_condition_is_returned(string value)
    {
        StubPortal portal = Script.Create(Script.Json($$"""{"result": [{"ID": "1", "UF_CRM_1712000001": {{value}}}]}"""), s_end);
        Assert.Single(await portal.Client().ListAsync<Lead>(s_byText).ToListAsync());
    }

    [Fact]
    public async Task A_page_without_a_field_of_a_condition_ends_the_list_before_its_first_lead()
    {
        string first = string.Join(',', Enumerable.Range(1, 50).Select(id => $$"""{"ID": "{{id}}", "UF_CRM_1712000001": null}"""));
        StubPortal portal = Script.Create(
            Script.Json($$"""{"result": [{{first}}]}"""),
            Script.Json("""{"result": [{"ID": "51", "UF_CRM_1712000001": null}, {"ID": "52"}]}"""));
        List<Lead> leads = [];
        Bitrix24FieldNotFoundException e = await Assert.ThrowsAsync<Bitrix24FieldNotFoundException>(async () =>
        {
            await foreach (Lead lead in portal.Client().ListAsync<Lead>(s_byText))
            {
                leads.Add(lead);
            }
        });

        Assert.Equal((50, 2), (leads.Count, portal.Requests.Count));
        Assert.Equal(("UF_CRM_1712000001", "crm.lead.list", false, false), (e.FieldCode, e.Method, e.IsTransient, e.IsOutcomeUnknown));
        Assert.Equal(
            "acme.example answered crm.lead.list with records without UF_CRM_1712000001 (Поле StringOne), so it ignored the condition on the field and found records that do not meet it. "
            + "The field was removed, or the user of the webhook or application may not see it. Fetch the schema again and remove the condition, or allow the user to see the field.",
            e.Message);
    }

    private static Func<HttpResponseMessage> Page(int first, int count, long? next)
    {
        string leads = string.Join(',', Enumerable.Range(first, count).Select(id => $$"""{"ID": "{{id}}", "TITLE": "Заявка"}"""));
        return Script.Json($$"""{"result": [{{leads}}], {{(next is null ? "" : $"\"next\": {next},")}} "total": 150}""");
    }
}
