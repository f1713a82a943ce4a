// Calls of any method with the client of LeadGen.
using System.Text.Json;
using System.Text.Json.Nodes;
using LeadGen;

namespace Corpus.AnyMethod;

public sealed class Calls(Bitrix24Client client)
{
    private const string Update = "crm.lead.update";

    public async Task RunAsync(long id, string title, DateTime day, CancellationToken cancellationToken)
    {
        await client.CallAsync("crm.lead.update", new JsonObject { ["id"] = id, ["fields"] = new JsonObject { ["TITEL"] = title } }); // expect: unknown-field
        await client.CallAsync(Update, new JsonObject { ["id"] = id, ["fields"] = new JsonObject { ["PHONE"] = "+7" } }, cancellationToken); // expect: multi-field
        await client.CallAsync("crm.lead.add", new JsonObject { ["fields"] = new JsonObject { ["BIRTHDAY"] = day } }, new Bitrix24CallOptions { IsRepeatable = true }, cancellationToken); // expect: unknown-field
        JsonElement items = await client.CallAsync(
            "crm.item.update",
            new JsonObject
            {
                ["entityTypeId"] = 1,
                ["id"] = id,
                ["fields"] = new JsonObject { ["titel"] = title }, // expect: unknown-field
            });
        Bitrix24Reply<JsonElement> page = await client.CallAsync("crm.lead.list", new JsonObject { ["filter"] = new JsonObject { ["=TITEL"] = title }, ["start"] = -1 }); // expect: unknown-field
        Console.WriteLine($"{items} {page.Total}");
    }

    public Task<Bitrix24BatchReply> SendAsync(long id, string title) => client.BatchAsync(
        [
            new("get", "crm.lead.get", new JsonObject { ["id"] = id }),
            new("set", "crm.lead.update", new JsonObject { ["id"] = id, ["fields"] = new JsonObject { ["TITEL"] = title } }), // expect: unknown-field
            new Bitrix24Command("deal", "crm.deal.update", new JsonObject { ["id"] = id, ["fields"] = new JsonObject { ["TITEL"] = title, ["STAGE_ID"] = "NEW" } }),
            new Bitrix24Command("copy", Update, new JsonObject { ["id"] = Bitrix24Command.ResultOf("get", "ID"), ["fields"] = new JsonObject { ["EMAIL"] = "a@example.org" } }), // expect: multi-field
            new Bitrix24Command("add", "crm.lead.add") { Arguments = new JsonObject { ["fields"] = new JsonObject { ["TITEL"] = title } } }, // expect: unknown-field
        ],
        haltOnError: true);

    public async Task QueueAsync(IEnumerable<(long Id, string Title)> leads)
    {
        var commands = new List<Bitrix24Command>();
        foreach ((long id, string title) in leads)
        {
            commands.Add(new Bitrix24Command($"lead{id}", "crm.lead.update", new JsonObject { ["id"] = id, ["fields"] = new JsonObject { ["TITEL"] = title } })); // expect: unknown-field
        }

        await client.BatchAsync(commands);
    }

    public async Task OthersAsync(long id, string name)
    {
        await client.CallAsync("crm.deal.update", new JsonObject { ["id"] = id, ["fields"] = new JsonObject { ["TITEL"] = name, ["CATEGORY_ID"] = 3 } });
        await client.CallAsync("crm.contact.add", new JsonObject { ["fields"] = new JsonObject { ["NAME"] = name, ["SALUTATION"] = "HNR" } });
        await client.CallAsync("crm.item.update", new JsonObject { ["entityTypeId"] = 2, ["id"] = id, ["fields"] = new JsonObject { ["titel"] = name } });
        await client.CallAsync("crm.lead.contact.add", new JsonObject { ["id"] = id, ["fields"] = new JsonObject { ["CONTACT_ID"] = 5, ["SORT"] = 10 } });
        await client.CallAsync("crm.lead.productrows.set", new JsonObject { ["id"] = id, ["rows"] = new JsonArray(new JsonObject { ["PRODUCT_NAME"] = name, ["PRICE"] = 5 }) });
        await client.CallAsync("crm.duplicate.findbycomm", new JsonObject { ["type"] = "PHONE", ["values"] = new JsonArray("+7"), ["entity_type"] = "LEAD" });
        await client.CallAsync("crm.timeline.comment.add", new JsonObject { ["fields"] = new JsonObject { ["ENTITY_TYPE"] = "lead", ["ENTITY_ID"] = id, ["COMMENT"] = name } });
        await client.CallAsync("crm.lead.get", new JsonObject { ["id"] = id });
        await client.CallAsync("crm.lead.delete", new JsonObject { ["id"] = id });
    }
}
