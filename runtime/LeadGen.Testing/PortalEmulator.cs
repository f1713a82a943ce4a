using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LeadGen.Schema;
using LeadGen.Schema.Reading;
using LeadGen.Testing.Portal;
using LeadGen.Testing.Rest;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LeadGen.Testing;

/// <summary>
/// A Bitrix24 portal on this machine, for tests: answers crm.lead.fields, get, list, update, crm.status.list,
/// crm.lead.userfield.list and batch, and loses without a word what a portal loses. <see cref="Journal"/> says what.
/// </summary>
/// <remarks>Safe for use by several threads and clients. See https://apidocs.bitrix24.com/api-reference/crm/leads/index.html for what it stands in for.</remarks>
public sealed class PortalEmulator : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly EmulatedPortal _portal;
    private readonly RestEndpoint _endpoint;
    private readonly X509Certificate2? _certificate;

    private PortalEmulator(WebApplication server, EmulatedPortal portal, RestEndpoint endpoint, X509Certificate2? certificate)
    {
        _server = server;
        _portal = portal;
        _endpoint = endpoint;
        _certificate = certificate;
        string[] addresses = [.. server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];
        Webhook = WebhookAt(addresses.Single(static a => a.StartsWith("http:", StringComparison.Ordinal)));
        SecureWebhook = addresses.FirstOrDefault(static a => a.StartsWith("https:", StringComparison.Ordinal)) is { } secure
            ? WebhookAt(secure.Replace("127.0.0.1", "localhost", StringComparison.Ordinal))
            : null;
    }

    /// <summary>The incoming webhook of the portal's administrator, over http.</summary>
    public Uri Webhook { get; }

    /// <summary>The same over https; <see langword="null"/> unless <see cref="PortalEmulatorOptions.UseHttps"/> is set.</summary>
    public Uri? SecureWebhook { get; }

    /// <summary>The certificate that a client must trust for <see cref="SecureWebhook"/>, as PEM without its key.</summary>
    public string? CertificatePem => _certificate?.ExportCertificatePem();

    /// <summary>The calls that the portal got, oldest first; a batch is followed by its commands.</summary>
    public IReadOnlyList<PortalCall> Journal => _endpoint.Journal;

    /// <summary>Starts a portal with the fields and dictionaries of a folder, and without leads, on a free port.</summary>
    /// <param name="portalFolder">The folder: <c>crm.lead.fields.json</c> and what lies beside it.</param>
    /// <param name="options">How the portal is set up.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="FileNotFoundException">The folder has no <c>crm.lead.fields.json</c>.</exception>
    /// <exception cref="PortalFolderException">A file of the folder is no answer of a portal.</exception>
    public static async Task<PortalEmulator> StartAsync(
        string portalFolder, PortalEmulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new PortalEmulatorOptions();
        PortalFiles files = await PortalFiles.ReadFolderAsync(portalFolder, cancellationToken).ConfigureAwait(false);
        PortalReading reading = PortalReader.Read(files, cancellationToken);
        PortalSchema schema = reading.Schema
            ?? throw new PortalFolderException(reading.Diagnostics.Where(static d => d.Rule.Severity == SchemaSeverity.Error));

        var portal = new EmulatedPortal(schema, files, options.ServerOffset, options.TimeProvider);
        var endpoint = new RestEndpoint(portal, options.TimeProvider, options.ServerOffset, Convert.ToHexString(RandomNumberGenerator.GetBytes(8)));
        X509Certificate2? certificate = options.UseHttps ? MakeCertificate(options.TimeProvider.GetUtcNow()) : null;
        WebApplication server = BuildServer(certificate);
        server.Run(endpoint.AnswerAsync);
        try
        {
            await server.StartAsync(cancellationToken).ConfigureAwait(false);
            return new PortalEmulator(server, portal, endpoint, certificate);
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            certificate?.Dispose();
            throw;
        }
    }

    /// <summary>Adds a lead. Read-only fields can be given too; an entry of a multi-field or list by its one value.</summary>
    /// <param name="fields">Values by code, in the form in which they would be sent.</param>
    /// <returns>The lead's id.</returns>
    /// <exception cref="ArgumentException">The portal has no such field.</exception>
    public long AddLead(IEnumerable<KeyValuePair<string, string>> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        lock (_portal.Gate)
        {
            return _portal.Add(fields).Id;
        }
    }

    /// <summary>What the portal keeps in a field of a lead, as text; <see langword="null"/> where it never got a value, or has no such lead.</summary>
    public string? StoredValue(long id, string code)
    {
        lock (_portal.Gate)
        {
            return _portal.Find(id)?[code] is { IsNull: false } kept ? kept.Text ?? kept.ToString() : null;
        }
    }

    /// <summary>Forgets the calls so far.</summary>
    public void ClearJournal() => _endpoint.ClearJournal();

    /// <summary>Stops the portal; its leads are gone.</summary>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync().ConfigureAwait(false);
        _certificate?.Dispose();
    }

    private Uri WebhookAt(string address) => new($"{address}/rest/1/{_endpoint.Secret}/");

    private static WebApplication BuildServer(X509Certificate2? certificate)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [] });
        builder.Logging.ClearProviders();
        // A test's own settings (ASPNETCORE_URLS and the like) must not move the portal.
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, "");
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

    private static X509Certificate2 MakeCertificate(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, true));
        using X509Certificate2 made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        // Windows serves TLS only with a key that went through a store format.
#if NET9_0_OR_GREATER
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
#else
        return new X509Certificate2(made.Export(X509ContentType.Pkcs12));
#endif
    }
}
