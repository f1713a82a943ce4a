using System.Text.Json;
using LeadGen.Tests.Client;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Queries;

/// <summary>Which pages are asked for, and when the last one is reached.</summary>
public sealed class PageTests
{
    private static readonly CrmQuery s_byTitle = new CrmQuery().Select(LeadFields.Title).OrderBy(LeadFields.Title);

    [Fact]
    public async Task Pages_in_another_order_go_on_where_the_portal_says_and_end_when_it_says_nothing()
    {
        StubPortal portal = Script.Of(Page(1, 50, next: 50), Page(51, 50, next: 100), Page(101, 50, next: null));
        List<Lead> leads = await portal.Client().ListAsync<Lead>(s_byTitle).ToListAsync();

        Assert.Equal(Enumerable.Range(1, 150).Select(i => (long)i), leads.Select(l => l.Id!.Value));
        Assert.Equal([0, 50, 100], portal.Requests.Select(r => JsonDocument.Parse(r.Body).RootElement.GetProperty("start").GetInt64()));
    }

    [Fact]
    public async Task A_page_that_is_not_full_is_not_the_last_where_the_portal_says_that_there_is_another()
    {
        StubPortal portal = Script.Of(Page(1, 49, next: 50), Page(51, 3, next: null));
        Assert.Equal(52, (await portal.Client().ListAsync<Lead>(s_byTitle).ToListAsync()).Count);
    }

    [Theory]
    [InlineData(50, 50)]
    [InlineData(50, 0)]
    public async Task A_portal_whose_pages_do_not_go_on_is_not_asked_for_ever(long second, long third)
    {
        StubPortal portal = Script.Of(Page(1, 50, second), Page(1, 50, third));
        List<Lead> leads = [];
        Bitrix24ReplyException e = await Assert.ThrowsAsync<Bitrix24ReplyException>(async () =>
        {
            await foreach (Lead lead in portal.Client().ListAsync<Lead>(s_byTitle))
            {
                leads.Add(lead);
            }
        });

        Assert.Equal(100, leads.Count);
        Assert.Equal("acme.example answered crm.lead.list with a page whose next page is not after it.", e.Message);
    }

    private static Func<HttpResponseMessage> Page(int first, int count, long? next)
    {
        string leads = string.Join(',', Enumerable.Range(first, count).Select(id => $$"""{"ID": "{{id}}", "TITLE": "Заявка"}"""));
        return Script.Json($$"""{"result": [{{leads}}], {{(next is null ? "" : $"\"next\": {next},")}} "total": 150}""");
    }
}
