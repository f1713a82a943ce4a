using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LeadGen.Schema;
using LeadGen.Schema.Reading;
using LeadGen.Testing.Hosting;
using LeadGen.Testing.Journal;
using LeadGen.Testing.Portal;
using LeadGen.Testing.Rest;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

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
    private readonly CallJournal _journal;
    private readonly X509Certificate2? _certificate;

    private PortalEmulator(WebApplication server, EmulatedPortal portal, CallJournal journal, X509Certificate2? certificate, string secret)
    {
        _server = server;
        _portal = portal;
        _journal = journal;
        _certificate = certificate;
        string[] addresses = [.. server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];
        Webhook = WebhookAt(addresses.Single(static a => a.StartsWith("http:", StringComparison.Ordinal)));
        SecureWebhook = addresses.FirstOrDefault(static a => a.StartsWith("https:", StringComparison.Ordinal)) is { } secure
            ? WebhookAt(secure.Replace("127.0.0.1", "localhost", StringComparison.Ordinal))
            : null;

        Uri WebhookAt(string address) => new($"{address}/rest/{EmulatedPortal.UserId}/{secret}/");
    }

    /// <summary>The incoming webhook of the portal's administrator, over http.</summary>
    public Uri Webhook { get; }

    /// <summary>The same over https; <see langword="null"/> unless <see cref="PortalEmulatorOptions.UseHttps"/> is set.</summary>
    public Uri? SecureWebhook { get; }

    /// <summary>The certificate that a client must trust for <see cref="SecureWebhook"/>, as PEM without its key.</summary>
    public string? CertificatePem => _certificate?.ExportCertificatePem();

    /// <summary>The calls that the portal got, oldest first; a batch is followed by its commands.</summary>
    public IReadOnlyList<PortalCall> Journal => _journal.Calls;

    /// <summary>Starts a portal with the fields and dictionaries of a folder, and without leads, on a free port.</summary>
    /// <param name="portalFolder">The folder: <c>crm.lead.fields.json</c> and what lies beside it.</param>
    /// <param name="options">How the portal is set up.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="FileNotFoundException">The folder has no <c>crm.lead.fields.json</c>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The offset of the server's zone is no offset.</exception>
    /// <exception cref="PortalFolderException">A file of the folder is no answer of a portal.</exception>
    public static async Task<PortalEmulator> StartAsync(
        string portalFolder, PortalEmulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new PortalEmulatorOptions();
        if (options.ServerOffset.Ticks % TimeSpan.TicksPerMinute != 0 || options.ServerOffset.Duration() > TimeSpan.FromHours(14))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.ServerOffset, "No server's zone has that offset.");
        }

        PortalFiles files = await PortalFiles.ReadFolderAsync(portalFolder, cancellationToken).ConfigureAwait(false);
        PortalReading reading = PortalReader.Read(files, cancellationToken);
        PortalSchema schema = reading.Schema
            ?? throw new PortalFolderException(reading.Diagnostics.Where(static d => d.Rule.Severity == SchemaSeverity.Error));

        string secret = Convert.ToHexString(RandomNumberGenerator.GetBytes(8));
        var portal = new EmulatedPortal(schema, files, options);
        var journal = new CallJournal(secret);
        var endpoint = new RestEndpoint(portal, journal, options.TimeProvider, options.ServerOffset, secret);
        X509Certificate2? certificate = options.UseHttps ? LoopbackCertificate.Make() : null;
        WebApplication server = BuildServer(certificate);
        server.Run(endpoint.AnswerAsync);
        try
        {
            await server.StartAsync(cancellationToken).ConfigureAwait(false);
            return new PortalEmulator(server, portal, journal, certificate, secret);
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            certificate?.Dispose();
            throw;
        }
    }

    /// <summary>Adds a lead, with the fields that every lead has and those that are given.</summary>
    /// <param name="fields">
    /// Values by code, in the form in which an update would send them; read-only fields can be given too. A multi-field's
    /// value is one of its entries and a list's value one of its items: give the code once for each. A file is given by its
    /// name. With <c>ID</c> the lead gets that id, without it the next one.
    /// </param>
    /// <returns>The lead's id.</returns>
    /// <exception cref="ArgumentException">
    /// The portal has no such field, computes it, or would drop the value; or the id is not positive, or taken.
    /// </exception>
    public long AddLead(IEnumerable<KeyValuePair<string, string>> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        lock (_portal.Gate)
        {
            return _portal.Add([.. fields]).Id;
        }
    }

    /// <summary>What the portal keeps in a field of a lead: a single value as text, a list or the entries of a multi-field as JSON.</summary>
    /// <returns><see langword="null"/> where the field never got a value, or there is no such lead.</returns>
    public string? StoredValue(long id, string code)
    {
        lock (_portal.Gate)
        {
            return _portal.Find(id)?[code] is { IsNull: false } kept ? kept.Text ?? kept.ToString() : null;
        }
    }

    /// <summary>Forgets the calls so far.</summary>
    public void ClearJournal() => _journal.Clear();

    /// <summary>Stops the portal; its leads are gone.</summary>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync().ConfigureAwait(false);
        _certificate?.Dispose();
    }

    private static WebApplication BuildServer(X509Certificate2? certificate)
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
