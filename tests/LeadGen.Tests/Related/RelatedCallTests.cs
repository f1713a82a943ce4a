using System.Net;
using LeadGen.Tests.Client;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Related;

/// <summary>Tests the calls for contacts, product rows and comments: their arguments, results, retries and exceptions.</summary>
public class RelatedCallTests
{
    private const string Row = """{"id": 17, "ownerId": "5", "ownerType": "L", "productId": 0, "productName": "Доставка", "price": "300.50", "quantity": 2, "discountTypeId": 2, "discountRate": 0, "taxRate": null, "taxIncluded": "Y", "measureCode": 796, "sort": 10}""";

    private static readonly CrmProductRow s_read = new()
    {
        Id = 17, RecordId = 5, ProductId = 0, ProductName = "Доставка", Price = 300.50m, Quantity = 2, DiscountType = CrmDiscountType.Percent, DiscountRate = 0, IsTaxIncluded = true, MeasureCode = 796, Sort = 10,
    };

    public static TheoryData<string, bool, string> Changes => new()
    {
        { "crm.lead.contact.items.set", true, "true" },
        { "crm.lead.contact.items.delete", true, "true" },
        { "crm.item.productrow.set", true, $$"""{"productRows": [{{Row}}]}""" },
        { "crm.item.productrow.update", true, $$"""{"productRow": {{Row}}}""" },
        { "crm.item.productrow.delete", true, "null" },
        { "crm.item.productrow.add", false, $$"""{"productRow": {{Row}}}""" },
        { "crm.timeline.comment.add", false, "999" },
    };

    [Fact]
    public async Task The_arguments_are_those_of_the_documentation()
    {
        (Func<Bitrix24Client, Task> Call, string Result, string Body)[] calls =
        [
            (c => c.GetContactsAsync<Lead>(5), "[]", """{"id":5}"""),
            (c => c.ReplaceContactsAsync<Lead>(5, [1020, 1010], primaryId: 1010), "true",
                """{"id":5,"items":[{"CONTACT_ID":1020,"SORT":10,"IS_PRIMARY":"N"},{"CONTACT_ID":1010,"SORT":20,"IS_PRIMARY":"Y"}]}"""),
            (c => c.ClearContactsAsync<Lead>(5), "true", """{"id":5}"""),
            (c => c.GetProductRowsAsync<Lead>(5), """{"productRows": []}""", """{"filter":{"=ownerType":"L","=ownerId":5},"order":{"id":"asc"},"start":0}"""),
            (c => c.ReplaceProductRowsAsync<Lead>(5, [s_read, new CrmProductRow()]), """{"productRows": []}""",
                """{"ownerId":5,"ownerType":"L","productRows":[{"productId":0,"productName":"Доставка","price":300.50,"quantity":2,"discountTypeId":2,"discountRate":0,"taxIncluded":"Y","measureCode":796,"sort":10},{}]}"""),
            (c => c.AddProductRowAsync<Lead>(5, new CrmProductRow { Price = 1, DiscountSum = 0.1m, TaxRate = 20, IsTaxIncluded = false }), $$"""{"productRow": {{Row}}}""",
                """{"fields":{"ownerId":5,"ownerType":"L","price":1,"discountSum":0.1,"taxRate":20,"taxIncluded":"N"}}"""),
            (c => c.UpdateProductRowAsync<Lead>(new CrmProductRow { Id = 17, RecordId = 5, Quantity = 3 }), $$"""{"productRow": {{Row}}}""", """{"id":17,"fields":{"quantity":3}}"""),
            (c => c.DeleteProductRowAsync<Lead>(s_read), "null", """{"id":17}"""),
            (c => c.AddCommentAsync<Lead>(5, "Перезвонить"), "999", """{"fields":{"ENTITY_ID":5,"ENTITY_TYPE":"lead","COMMENT":"Перезвонить"}}"""),
        ];
        foreach ((Func<Bitrix24Client, Task> call, string result, string body) in calls)
        {
            StubPortal portal = StubPortal.Answering($$"""{"result": {{result}}}""");
            using Bitrix24Client client = portal.Client();
            await call(client);
            Assert.Equal(body, Assert.Single(portal.Requests).Body);
        }
    }

    [Fact]
    public async Task Contacts_are_returned_in_their_order()
    {
        using Bitrix24Client client = StubPortal.Answering(
            """{"result": [{"CONTACT_ID": 1010, "SORT": 20, "ROLE_ID": 0, "IS_PRIMARY": "N"}, {"CONTACT_ID": "1011", "SORT": "10", "ROLE_ID": 0, "IS_PRIMARY": "Y"}]}""").Client();
        Assert.Equal([new CrmContactLink(1011, true, 10), new CrmContactLink(1010, false, 20)], await client.GetContactsAsync<Lead>(5));
    }

    [Fact]
    public async Task All_pages_of_product_rows_are_read()
    {
        StubPortal portal = Script.Create(Script.Json($$"""{"result": {"productRows": [{{Row}}]}, "total": 51, "next": 50}"""), Script.Json($$"""{"result": {"productRows": [{{Row.Replace("17", "18", StringComparison.Ordinal)}}]}, "total": 51}"""));
        using Bitrix24Client client = portal.Client();
        Assert.Equal([s_read, s_read with { Id = 18 }], await client.GetProductRowsAsync<Lead>(5));
        Assert.EndsWith("\"start\":50}", portal.Requests[1].Body, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Only_an_idempotent_call_is_sent_again_after_an_unknown_outcome(string method, bool isRepeated, string result)
    {
        StubPortal portal = Script.Create(Script.Page(502), Script.Json($$"""{"result": {{result}}}"""));
        using Bitrix24Client client = portal.Client(new Bitrix24ClientOptions { Webhook = StubPortal.Webhook, Limits = PortalLimits.None, TimeProvider = new SkippingClock() });
        Task call = CallAsync(client, method);
        if (isRepeated)
        {
            await call;
        }
        else
        {
            Bitrix24ServerException e = await Assert.ThrowsAsync<Bitrix24ServerException>(() => call);
            Assert.Equal((method, 5, true), (e.Method, e.RecordId, e.IsOutcomeUnknown));
        }

        Assert.Equal(isRepeated ? 2 : 1, portal.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task An_error_has_the_record(string method, bool isRepeated, string result)
    {
        _ = (isRepeated, result);
        foreach ((string code, Type type) in new[] { ("NOT_FOUND", typeof(Bitrix24NotFoundException)), ("OWNER_NOT_FOUND", typeof(Bitrix24NotFoundException)), ("ACCESS_DENIED", typeof(Bitrix24AccessDeniedException)) })
        {
            using Bitrix24Client client = Script.Create(Script.Error(400, code)).Client();
            Bitrix24Exception e = await Assert.ThrowsAnyAsync<Bitrix24Exception>(() => CallAsync(client, method));
            Assert.Equal((type, method, 5, false), (e.GetType(), e.Method, e.RecordId, e.IsOutcomeUnknown));
        }
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Another_result_leaves_the_outcome_unknown(string method, bool isRepeated, string result)
    {
        if (result == "null")
        {
            return; // The method has no result.
        }

        _ = isRepeated;
        foreach (string other in new[] { "false", "{}", """{"productRows": [{"id": 17}]}""", $$"""{"productRow": {{Row.Replace("\"5\"", "6", StringComparison.Ordinal)}}, "productRows": [{{Row.Replace("\"5\"", "6", StringComparison.Ordinal)}}]}""" })
        {
            using Bitrix24Client client = StubPortal.Answering($$"""{"result": {{other}}}""").Client();
            Bitrix24ReplyException e = await Assert.ThrowsAsync<Bitrix24ReplyException>(() => CallAsync(client, method));
            Assert.Equal((5, true), (e.RecordId, e.IsOutcomeUnknown));
        }
    }

    [Fact]
    public async Task A_row_that_an_unknown_attempt_has_deleted_counts_as_deleted()
    {
        StubPortal portal = Script.Create(Script.Page(502), Script.Error(400, "NOT_FOUND"));
        using Bitrix24Client client = portal.Client(new Bitrix24ClientOptions { Webhook = StubPortal.Webhook, Limits = PortalLimits.None, TimeProvider = new SkippingClock() });
        await client.DeleteProductRowAsync<Lead>(s_read);
        Assert.Equal(2, portal.Requests.Count);
        await Assert.ThrowsAsync<Bitrix24NotFoundException>(() => client.DeleteProductRowAsync<Lead>(s_read));
    }

    [Fact]
    public async Task Values_that_a_portal_would_lose_are_not_sent()
    {
        StubPortal portal = StubPortal.Answering("{}");
        using Bitrix24Client client = portal.Client();
        await Assert.ThrowsAsync<ArgumentException>("contactIds", () => client.ReplaceContactsAsync<Lead>(5, []));
        await Assert.ThrowsAsync<ArgumentException>("contactIds", () => client.ReplaceContactsAsync<Lead>(5, [1, 1]));
        await Assert.ThrowsAsync<ArgumentException>("contactIds", () => client.ReplaceContactsAsync<Lead>(5, [1, 0]));
        await Assert.ThrowsAsync<ArgumentException>("contactIds", () => client.ReplaceContactsAsync<Lead>(5, [1], primaryId: 2));
        await Assert.ThrowsAsync<ArgumentException>("rows", () => client.ReplaceProductRowsAsync<Lead>(5, [new CrmProductRow { Price = 1234567890.1234567m }]));
        await Assert.ThrowsAsync<ArgumentException>("row", () => client.AddProductRowAsync<Lead>(5, new CrmProductRow { ProductName = "\ud800" }));
        await Assert.ThrowsAsync<ArgumentException>("row", () => client.UpdateProductRowAsync<Lead>(new CrmProductRow { Price = 1 }));
        await Assert.ThrowsAsync<ArgumentException>("row", () => client.DeleteProductRowAsync<Lead>(new CrmProductRow()));
        await Assert.ThrowsAsync<ArgumentException>("text", () => client.AddCommentAsync<Lead>(5, " "));
        await Assert.ThrowsAsync<ArgumentException>("text", () => client.AddCommentAsync<Lead>(5, "\ud800"));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>("id", () => client.GetContactsAsync<Lead>(0));
        Assert.Empty(portal.Requests);
    }

    [Theory]
    [InlineData("crm.item.productrow.set", true)]
    [InlineData("crm.item.productrow.set", false)]
    [InlineData("crm.item.productrow.add", true)]
    [InlineData("crm.item.productrow.add", false)]
    [InlineData("crm.item.productrow.update", true)]
    [InlineData("crm.item.productrow.update", false)]
    [InlineData("crm.item.productrow.delete", true)]
    [InlineData("crm.item.productrow.delete", false)]
    public async Task A_lead_that_was_read_before_is_out_of_date_unless_the_call_was_rejected(string method, bool isProcessed)
    {
        string result = (string)Changes.Single(change => change[0] is string m && m == method)[2];
        StubPortal portal = Script.Create(
            Script.Json("""{"result": {"ID": "5", "OPPORTUNITY": "100.00"}}"""), isProcessed ? Script.Json($$"""{"result": {{result}}}""") : Script.Error(400, "ACCESS_DENIED"));
        using Bitrix24Client client = portal.Client();
        Lead before = (await client.GetAsync<Lead>(5))!;
        Lead after = before.Copy();
        after.Opportunity = 200;
        Assert.False(LeadUpdate.FromChanges(before, after).IsEmpty);
        Assert.Equal(isProcessed, await Record.ExceptionAsync(() => CallAsync(client, method)) is null);
        Assert.Equal(isProcessed, Record.Exception(() => LeadUpdate.FromChanges(before, after)) is CrmValueException);
    }

    [Fact]
    public async Task A_row_is_not_changed_or_deleted_without_the_record_whose_amount_changes()
    {
        StubPortal portal = Script.Create(Script.Json("""{"result": {"ID": "5", "OPPORTUNITY": "100.00"}}"""), Script.Json("""{"result": null}"""));
        using Bitrix24Client client = portal.Client();
        Lead before = (await client.GetAsync<Lead>(5))!;
        foreach (Func<CrmProductRow, Task> call in new Func<CrmProductRow, Task>[] { row => client.UpdateProductRowAsync<Lead>(row), row => client.DeleteProductRowAsync<Lead>(row) })
        {
            ArgumentException e = await Assert.ThrowsAsync<ArgumentException>("row", () => call(s_read with { RecordId = null }));
            Assert.StartsWith("The product row has no RecordId. Set it to the ID of the record that the row belongs to, or use a row that was read.", e.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<ArgumentException>("row", () => call(s_read with { RecordId = 0 }));
        }

        // Nothing was sent, so the amount is still up to date.
        Assert.Single(portal.Requests);
        Lead after = before.Copy();
        after.Opportunity = 200;
        Assert.False(LeadUpdate.FromChanges(before, after).IsEmpty);
    }

    [Fact]
    public async Task A_call_can_be_canceled()
    {
        using var canceled = new CancellationTokenSource();
        await canceled.CancelAsync();
        using Bitrix24Client client = StubPortal.Answering("""{"result": true}""").Client();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.ClearContactsAsync<Lead>(5, canceled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.AddCommentAsync<Lead>(5, "a", canceled.Token));
    }

    private static Task CallAsync(Bitrix24Client client, string method) => method switch
    {
        "crm.lead.contact.items.set" => client.ReplaceContactsAsync<Lead>(5, [1]),
        "crm.lead.contact.items.delete" => client.ClearContactsAsync<Lead>(5),
        "crm.item.productrow.set" => client.ReplaceProductRowsAsync<Lead>(5, []),
        "crm.item.productrow.update" => client.UpdateProductRowAsync<Lead>(s_read),
        "crm.item.productrow.delete" => client.DeleteProductRowAsync<Lead>(s_read),
        "crm.item.productrow.add" => client.AddProductRowAsync<Lead>(5, s_read),
        _ => client.AddCommentAsync<Lead>(5, "a"),
    };
}
