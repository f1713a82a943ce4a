using System.Text.Json.Nodes;
using LeadGen.EndToEnd.Portal;
using LeadGen.Testing;

namespace LeadGen.EndToEnd.Tests;

/// <summary>Tests the contacts, product rows and comments of leads.</summary>
public sealed class RelatedTests(ClassicPortal fixture) : IClassFixture<ClassicPortal>
{
    [Fact]
    public async Task Contacts_are_replaced_read_and_cleared()
    {
        long id = fixture.AddLead();
        Assert.Empty(await fixture.Client.GetContactsAsync<Lead>(id));
        await fixture.Client.ReplaceContactsAsync<Lead>(id, [31, 7], primaryId: 7);
        Assert.Equal([new CrmContactLink(31, false, 10), new CrmContactLink(7, true, 20)], await fixture.Client.GetContactsAsync<Lead>(id));
        Assert.Equal(7, (await fixture.ReadAsync(id)).ContactId);

        await fixture.Client.ReplaceContactsAsync<Lead>(id, [5]);
        Assert.Equal([new CrmContactLink(5, true, 10)], await fixture.Client.GetContactsAsync<Lead>(id));
        await fixture.Client.ClearContactsAsync<Lead>(id);
        Assert.Empty(await fixture.Client.GetContactsAsync<Lead>(id));
        Assert.Null((await fixture.ReadAsync(id)).ContactId);
    }

    // A portal computes it when it saves the lead.
    [Fact]
    public async Task A_change_of_the_contacts_does_not_change_IS_RETURN_CUSTOMER()
    {
        long id = fixture.AddLead();
        await fixture.Client.ReplaceContactsAsync<Lead>(id, [31]);
        Assert.False((await fixture.ReadAsync(id)).IsReturnCustomer);
        Assert.True((await fixture.UpdateAsync(new LeadUpdate(id).SetName("Анна"))).IsReturnCustomer);
        await fixture.Client.ClearContactsAsync<Lead>(id);
        Assert.True((await fixture.ReadAsync(id)).IsReturnCustomer);
    }

    [Fact]
    public async Task Product_rows_are_replaced_and_changed_and_determine_the_amount()
    {
        long id = fixture.AddLead();
        CrmProductRow old = await fixture.Client.AddProductRowAsync<Lead>(id, new CrmProductRow { ProductName = "Старая", Price = 1 });
        IReadOnlyList<CrmProductRow> rows = await fixture.Client.ReplaceProductRowsAsync<Lead>(
            id, [new CrmProductRow { ProductName = "Доставка", Price = 300.50m, Quantity = 2, Sort = 10 }, new CrmProductRow { ProductName = "Монтаж", Price = 1000, IsTaxIncluded = true, TaxRate = 20 }]);
        Assert.Equal(rows, await fixture.Client.GetProductRowsAsync<Lead>(id));
        Assert.DoesNotContain(rows, row => row.Id == old.Id);
        Assert.Equal((id, "Доставка", 300.50m, 2, 10), (rows[0].RecordId, rows[0].ProductName, rows[0].Price, rows[0].Quantity, rows[0].Sort));
        Assert.Equal(1601, (await fixture.ReadAsync(id)).Opportunity);

        CrmProductRow changed = await fixture.Client.UpdateProductRowAsync<Lead>(new CrmProductRow { Id = rows[0].Id, RecordId = id, Quantity = 1 });
        Assert.Equal(rows[0] with { Quantity = 1 }, changed);
        await fixture.Client.DeleteProductRowAsync<Lead>(rows[1]);
        Assert.Equal([changed], await fixture.Client.GetProductRowsAsync<Lead>(id));
        Assert.Equal(300.50m, (await fixture.ReadAsync(id)).Opportunity);
        Assert.Equal(rows[1].RecordId, (await Assert.ThrowsAsync<Bitrix24NotFoundException>(() => fixture.Client.DeleteProductRowAsync<Lead>(rows[1]))).RecordId);
    }

    [Fact]
    public async Task All_pages_of_product_rows_are_read()
    {
        long id = fixture.AddLead();
        await fixture.Client.ReplaceProductRowsAsync<Lead>(id, Enumerable.Range(1, 120).Select(static i => new CrmProductRow { Price = i }));
        Assert.Equal(Enumerable.Range(1, 120).Select(static i => (decimal?)i), (await fixture.Client.GetProductRowsAsync<Lead>(id)).Select(static row => row.Price));
    }

    [Fact]
    public async Task A_comment_is_added_once_also_if_its_reply_is_lost()
    {
        long id = fixture.AddLead();
        Assert.True(await fixture.Client.AddCommentAsync<Lead>(id, "Перезвонить") > 0);
        fixture.Portal.InjectFault(PortalFault.Reset(afterCall: true), method: "crm.timeline.comment.add");
        Bitrix24TransportException e = await Assert.ThrowsAsync<Bitrix24TransportException>(() => fixture.Client.AddCommentAsync<Lead>(id, "Второй"));
        Assert.Equal((id, true), (e.RecordId, e.IsOutcomeUnknown));
        Assert.Equal(["Перезвонить", "Второй"], fixture.Portal.GetComments(id));
    }

    [Fact]
    public async Task A_record_that_does_not_exist_is_reported()
    {
        const long Missing = 999_999;
        await Assert.ThrowsAsync<Bitrix24NotFoundException>(() => fixture.Client.GetContactsAsync<Lead>(Missing));
        await Assert.ThrowsAsync<Bitrix24NotFoundException>(() => fixture.Client.ClearContactsAsync<Lead>(Missing));
        await Assert.ThrowsAsync<Bitrix24NotFoundException>(() => fixture.Client.ReplaceProductRowsAsync<Lead>(Missing, []));
        await Assert.ThrowsAsync<Bitrix24NotFoundException>(() => fixture.Client.AddCommentAsync<Lead>(Missing, "a"));

        CrmProductRow row = await fixture.Client.AddProductRowAsync<Lead>(fixture.AddLead(), new CrmProductRow());
        Bitrix24RejectedException e = await Assert.ThrowsAsync<Bitrix24RejectedException>(() => fixture.Client.CallAsync(
            "crm.item.productrow.update", new JsonObject { ["id"] = row.Id, ["fields"] = new JsonObject { ["ownerId"] = 5 } }));
        Assert.Equal("INVALID_ARG_VALUE", e.ErrorCode);
    }
}
