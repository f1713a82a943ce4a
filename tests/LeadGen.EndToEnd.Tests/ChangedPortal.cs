using System.Text.Json.Nodes;
using LeadGen.Testing;

namespace LeadGen.EndToEnd.Tests;

/// <summary>Provides a portal whose schema was changed after the classes were generated, and a client.</summary>
internal sealed class ChangedPortal : IAsyncDisposable
{
    private ChangedPortal(PortalEmulator portal)
    {
        Portal = portal;
        Client = new Bitrix24Client(portal.Webhook.ToString());
    }

    public PortalEmulator Portal { get; }

    public Bitrix24Client Client { get; }

    public static async Task<ChangedPortal> StartAsync(Action<JsonObject> change)
    {
        string folder = Directory.CreateTempSubdirectory("leadgen-changed-portal-").FullName;
        try
        {
            string answer = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "portal/crm.lead.fields.json"));
            JsonNode root = JsonNode.Parse(answer)!;
            change(root["result"]!.AsObject());
            await File.WriteAllTextAsync(Path.Combine(folder, "crm.lead.fields.json"), root.ToJsonString());
            return new ChangedPortal(await PortalEmulator.StartAsync(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Sends an update, for which the portal returns <c>true</c>, and returns the result of each field.</summary>
    public async Task<IReadOnlyList<FieldResult>> UpdateAsync(CrmUpdate update)
    {
        Assert.True((await Client.UpdateAsync(update)).WasSent);
        return Portal.Journal.Last(c => c.Method == "crm.lead.update").Fields;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Portal.DisposeAsync();
    }
}
