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

/// <summary>Hosts the portal on a free loopback port for http and, if there is a certificate, on another one for https.</summary>
internal sealed class PortalServer : IAsyncDisposable
{
    private readonly WebApplication _server;

    private PortalServer(WebApplication server)
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

    /// <summary>Gets the base address of calls with an access token. The name of the REST method is appended to it.</summary>
    public Uri ClientEndpoint => new(SecureAddress ?? Address, "/rest/");

    public static async Task<PortalServer> StartAsync(
        X509Certificate2? certificate, Func<HttpContext, PortalServer, Task> handler, CancellationToken cancellationToken)
    {
        WebApplication server = Build(certificate);
        var started = new TaskCompletionSource<PortalServer>(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Run(async context => await handler(context, await started.Task.ConfigureAwait(false)).ConfigureAwait(false));
        try
        {
            await server.StartAsync(cancellationToken).ConfigureAwait(false);
            var portalServer = new PortalServer(server);
            started.SetResult(portalServer);
            return portalServer;
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
        // An empty builder ignores ASPNETCORE_URLS, appsettings.json and loggers of the test process.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, SignalIgnoringLifetime>();
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
