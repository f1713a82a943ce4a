using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace LeadGen.Testing.Tests;

/// <summary>Provides a portal and methods that call it over HTTP.</summary>
public sealed class PortalFixture : IAsyncLifetime
{
    public static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "portal");

    private readonly HttpClient _http = new();

    public PortalEmulator Portal { get; private set; } = null!;

    public async Task InitializeAsync() => Portal = await PortalEmulator.StartAsync(Folder);

    public long AddLead(params (string Code, string Value)[] fields) =>
        Portal.AddLead(fields.Append(("TITLE", "Заявка")).DistinctBy(f => f.Item1).Select(f => KeyValuePair.Create(f.Item1, f.Item2)));

    /// <summary>Posts JSON and returns the response, regardless of its status.</summary>
    public async Task<JsonElement> CallAsync(string method, string json = "{}") => (await PostAsync(method, json, "application/json")).Answer;

    /// <summary>Posts JSON to the specified portal and returns the response.</summary>
    public async Task<JsonElement> CallAsync(PortalEmulator portal, string method, string json = "{}") =>
        (await PostAsync(portal, method, json, "application/json")).Answer;

    public Task<(int Status, JsonElement Answer)> PostAsync(string method, string body, string contentType) => PostAsync(Portal, method, body, contentType);

    public async Task<JsonElement> PostAsync(string method, HttpContent content)
    {
        using HttpResponseMessage response = await _http.PostAsync(new Uri(Portal.Webhook, method), content);
        return await ReadAsync(response);
    }

    public async Task<(int Status, JsonElement Answer)> GetAsync(Uri address)
    {
        using HttpResponseMessage response = await _http.GetAsync(address);
        return ((int)response.StatusCode, await ReadAsync(response));
    }

    public async Task<JsonElement> LeadAsync(long id) => (await CallAsync("crm.lead.get", $$"""{"id": {{id}}}""")).GetProperty("result");

    /// <summary>Updates a lead and returns the result of each field.</summary>
    public async Task<IReadOnlyList<FieldResult>> UpdateAsync(long id, string fields)
    {
        JsonElement answer = await CallAsync("crm.lead.update", $$"""{"id": {{id}}, "fields": {{fields}}}""");
        Assert.True(answer.GetProperty("result").GetBoolean());
        return Portal.Journal.Last(c => c.LeadId == id && c.Fields.Count > 0).Fields;
    }

    public Task DisposeAsync()
    {
        _http.Dispose();
        return Portal.DisposeAsync().AsTask();
    }

    private async Task<(int Status, JsonElement Answer)> PostAsync(PortalEmulator portal, string method, string body, string contentType)
    {
        using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(contentType));
        using HttpResponseMessage response = await _http.PostAsync(new Uri(portal.Webhook, method), content);
        return ((int)response.StatusCode, await ReadAsync(response));
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        using JsonDocument document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }
}
