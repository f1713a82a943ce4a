using System.Net;
using System.Net.Http.Json;
using LeadGen.Samples.Form;
using LeadGen.TestKit;
using LeadGen.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace LeadGen.Programs.Tests.Samples;

/// <summary>Runs the sample that receives a form.</summary>
public sealed class FormTests : IAsyncLifetime
{
    private PortalEmulator _portal = null!;
    private WebApplication _app = null!;
    private HttpClient _browser = null!;

    public async Task InitializeAsync()
    {
        _portal = await PortalEmulator.StartAsync(Path.Combine(Repository.Root, "schema/portals/romashka"));
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddBitrix24Client(options =>
        {
            options.Webhook = _portal.Webhook.ToString();
            options.Limits = PortalLimits.None;
            options.Retries.MaxRetries = 0;
        });
        _app = builder.Build();
        _app.MapLeadForm();
        await _app.StartAsync();
        _browser = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
        await _portal.DisposeAsync();
    }

    [Fact]
    public async Task The_second_form_of_a_person_finds_the_lead_of_the_first()
    {
        (HttpStatusCode status, LeadFormReply? created) = await SendAsync("Анна", "+7 999 123-45-67");
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal((HttpStatusCode.OK, created), await SendAsync("Анна", "8 (999) 1234567"));
        (HttpStatusCode other, LeadFormReply? second) = await SendAsync("Борис", "+7 999 765-43-21");
        Assert.Equal(HttpStatusCode.Created, other);
        Assert.NotEqual(created, second);
    }

    [Fact]
    public async Task An_incomplete_form_and_an_outage_of_the_portal_are_reported()
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync("", "+7 999 123-45-67")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync("Анна", "123")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync("Анна", "звонить вечером")).Status);
        _portal.InjectFault(PortalFault.Error(503, "QUERY_LIMIT_EXCEEDED"), calls: 100);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SendAsync("Анна", "+7 999 123-45-67")).Status);
    }

    private async Task<(HttpStatusCode Status, LeadFormReply? Reply)> SendAsync(string name, string phone)
    {
        using HttpResponseMessage response = await _browser.PostAsJsonAsync("/leads", new LeadFormRequest(name, phone));
        return (response.StatusCode, response.IsSuccessStatusCode ? await response.Content.ReadFromJsonAsync<LeadFormReply>() : null);
    }
}
