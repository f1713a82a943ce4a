using System.Net;
using System.Security.Cryptography.X509Certificates;
using LeadGen.Testing.Rest;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LeadGen.Testing.Hosting;

/// <summary>An address that the portal answers at: a free port of this machine for http, and one for https where there is a certificate.</summary>
internal sealed class PortalSite : IAsyncDisposable
{
    private readonly WebApplication _server;

    private PortalSite(WebApplication server)
    {
        _server = server;
        string[] addresses = [.. server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];
        Address = new Uri(addresses.Single(static a => a.StartsWith("http:", StringComparison.Ordinal)));
        SecureAddress = addresses.FirstOrDefault(static a => a.StartsWith("https:", StringComparison.Ordinal)) is { } secure
            ? new Uri(secure.Replace("127.0.0.1", "localhost", StringComparison.Ordinal))
            : null;
    }

    public Uri Address { get; }

    public Uri? SecureAddress { get; }

    /// <summary>What a method's name is put behind in calls with an access token.</summary>
    public Uri ClientEndpoint => new(SecureAddress ?? Address, "/rest/");

    public static async Task<PortalSite> StartAsync(
        X509Certificate2? certificate, Func<HttpContext, PortalSite, Task> answer, CancellationToken cancellationToken)
    {
        WebApplication server = Build(certificate);
        var started = new TaskCompletionSource<PortalSite>(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Run(async context => await answer(context, await started.Task.ConfigureAwait(false)).ConfigureAwait(false));
        try
        {
            await server.StartAsync(cancellationToken).ConfigureAwait(false);
            var site = new PortalSite(server);
            started.SetResult(site);
            return site;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static WebApplication Build(X509Certificate2? certificate)
    {
        // Empty: a test's own settings (ASPNETCORE_URLS, appsettings.json, loggers) must neither move the portal nor make it talk.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RestEndpoint.MaxBodySize;
            kestrel.Listen(IPAddress.Loopback, 0, static o => o.Protocols = HttpProtocols.Http1);
            if (certificate is not null)
            {
                kestrel.Listen(IPAddress.Loopback, 0, o => o.UseHttps(certificate));
            }
        });
        return builder.Build();
    }
}
