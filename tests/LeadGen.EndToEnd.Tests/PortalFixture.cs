using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using LeadGen.EndToEnd.Portal;
using LeadGen.Testing;

namespace LeadGen.EndToEnd.Tests;

/// <summary>Provides an emulated portal, a typed client, and untyped calls as in code without LeadGen.</summary>
/// <param name="api">The API of the typed client. Untyped calls do not depend on it.</param>
public abstract class PortalFixture(LeadApi api) : IAsyncLifetime
{
    private readonly HttpClient _http = new();

    public PortalEmulator Portal { get; private set; } = null!;

    public Bitrix24Client Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Portal = await PortalEmulator.StartAsync(Path.Combine(AppContext.BaseDirectory, "portal"));
        Client = Connect();
    }

    public LeadApi Api => api;

    /// <summary>Creates another client for the portal.</summary>
    public Bitrix24Client Connect() => Connect(Portal);

    /// <summary>Creates a client for another portal. Its retries are not delayed.</summary>
    public Bitrix24Client Connect(PortalEmulator portal) =>
        new(new Bitrix24ClientOptions { Webhook = portal.Webhook.ToString(), Limits = PortalLimits.None, Api = api, TimeProvider = new SkippingClock() });

    /// <summary>Gets the last call that updated the lead.</summary>
    public PortalCall LastUpdate(long id) => Portal.Journal.Last(c => c.LeadId == id && c.Method.EndsWith(".update", StringComparison.Ordinal));

    /// <summary>Adds a lead, so that tests do not share leads, and returns its ID. The required field has a value, because crm.item.update checks it if the stage changes.</summary>
    public long AddLead(params (string Code, string Value)[] fields) =>
        Portal.AddLead(fields.Append(("TITLE", "Заявка")).Append((LeadFields.Codes.Demanded, "да")).DistinctBy(f => f.Item1).Select(f => KeyValuePair.Create(f.Item1, f.Item2)));

    public Task<Lead> ReadAsync(long id) => ReadAsync(id, Api);

    /// <summary>Reads a lead with its address, which crm.item.get does not return.</summary>
    public Task<Lead> ReadAddressAsync(long id) => ReadAsync(id, LeadApi.Classic);

    /// <summary>Sends an update and reads the lead.</summary>
    public async Task<Lead> UpdateAsync(LeadUpdate update, CrmUpdateOptions? options = null)
    {
        Assert.True((await Client.UpdateAsync(update, options)).WasSent);
        return await ReadAsync(update.RecordId);
    }

    /// <summary>Sends an untyped update and returns the result of each field. The portal returns <c>true</c> even if it drops values.</summary>
    public async Task<IReadOnlyList<FieldResult>> UpdateUntypedAsync(long id, string fields, string more = "")
    {
        JsonElement result = await UpdateUntypedAsync("crm.lead.update", id, fields, more);
        Assert.True(result.GetBoolean());
        return LastUpdate(id).Fields;
    }

    /// <summary>Sends an untyped update by <c>crm.item.update</c> and returns the result of each field. The portal returns the item even if it drops values.</summary>
    public async Task<IReadOnlyList<FieldResult>> UpdateItemUntypedAsync(long id, string fields, string more = "")
    {
        JsonElement result = await UpdateUntypedAsync("crm.item.update", id, fields, """, "entityTypeId": 1""" + more);
        Assert.Equal(id, result.GetProperty("item").GetProperty("id").GetInt64());
        return LastUpdate(id).Fields;
    }

    private async Task<JsonElement> UpdateUntypedAsync(string method, long id, string fields, string more)
    {
        // LG1008, LG1014: tests contain such mistakes intentionally.
#pragma warning disable LG1008, LG1014
        using var content = new StringContent(
            string.Create(CultureInfo.InvariantCulture, $$"""{"id": {{id}}, "fields": {{fields}}{{more}}}"""), Encoding.UTF8, "application/json");
#pragma warning restore LG1008, LG1014
        using HttpResponseMessage response = await _http.PostAsync(new Uri(Portal.Webhook, method), content);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("result");
    }

    private async Task<Lead> ReadAsync(long id, LeadApi readApi) =>
        await Client.GetAsync<Lead>(id, readApi) ?? throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Lead {id} does not exist."));

    public async Task DisposeAsync()
    {
        _http.Dispose();
        Client.Dispose();
        await Portal.DisposeAsync();
    }
}

/// <summary>Provides a client that uses <c>crm.lead.*</c>.</summary>
public sealed class ClassicPortal() : PortalFixture(LeadApi.Classic);

/// <summary>Provides a client that uses <c>crm.item.*</c>.</summary>
public sealed class ItemPortal() : PortalFixture(LeadApi.Item);


/// <summary>Names the methods of an API.</summary>
internal static class LeadApiExtensions
{
    public static string Method(this LeadApi api, string verb) => (api == LeadApi.Item ? "crm.item." : "crm.lead.") + verb;
}
