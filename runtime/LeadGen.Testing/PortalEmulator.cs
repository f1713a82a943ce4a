using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using LeadGen.Schema;
using LeadGen.Schema.Reading;
using LeadGen.Testing.Hosting;
using LeadGen.Testing.Journal;
using LeadGen.Testing.Limits;
using LeadGen.Testing.OAuth;
using LeadGen.Testing.Portal;
using LeadGen.Testing.Rest;

namespace LeadGen.Testing;

/// <summary>
/// A Bitrix24 portal on this machine, for tests: answers crm.lead.fields, get, list, add, update,
/// crm.status.list, crm.lead.userfield.list, profile and batch, and loses without a word what a portal loses. <see cref="Journal"/> says what.
/// </summary>
/// <remarks>Safe for use by several threads and clients. See https://apidocs.bitrix24.com/api-reference/crm/leads/index.html for what it stands in for.</remarks>
public sealed class PortalEmulator : IAsyncDisposable
{
    private readonly List<PortalSite> _sites;
    private readonly RestEndpoint _endpoint;
    private readonly EmulatedPortal _portal;
    private readonly CallJournal _journal;
    private readonly FaultQueue _faults;
    private readonly CallLimits _limits;
    private readonly TokenRegistry? _tokens;
    private readonly X509Certificate2? _certificate;
    private readonly string _secret;

    private PortalEmulator(EmulatedPortal portal, CallJournal journal, FaultQueue faults, CallLimits limits, TokenRegistry? tokens, RestEndpoint endpoint, X509Certificate2? certificate, PortalSite site, string secret)
    {
        _portal = portal;
        _journal = journal;
        _faults = faults;
        _limits = limits;
        _tokens = tokens;
        _certificate = certificate;
        _endpoint = endpoint;
        _sites = [site];
        _secret = secret;
        OAuthEndpoint = tokens is null ? null : new Uri(site.SecureAddress ?? site.Address, $"/{TokenRegistry.MethodName}/");
    }

    /// <summary>The incoming webhook of a user of the portal, over http; an administrator, unless <see cref="PortalEmulatorOptions.IsAdministrator"/> says otherwise.</summary>
    public Uri Webhook => WebhookAt(Site.Address);

    /// <summary>The same over https; <see langword="null"/> unless <see cref="PortalEmulatorOptions.UseHttps"/> is set.</summary>
    public Uri? SecureWebhook => Site.SecureAddress is { } address ? WebhookAt(address) : null;

    /// <summary>
    /// Where an application refreshes its tokens, over https where <see cref="PortalEmulatorOptions.UseHttps"/> is set;
    /// <see langword="null"/> without <see cref="PortalEmulatorOptions.OAuth"/>. It takes GET with a query and POST with a
    /// form. Limits do not count its requests; faults hit them that are meant for <c>oauth/token</c>. It is no part of the portal, and
    /// stays where it is when that moves.
    /// </summary>
    /// <remarks>See https://apidocs.bitrix24.com/settings/oauth/index.html.</remarks>
    public Uri? OAuthEndpoint { get; }

    /// <summary>How often the application exchanged a refresh token.</summary>
    public int TokenRefreshes
    {
        get
        {
            lock (_portal.Gate)
            {
                return _tokens?.Refreshes ?? 0;
            }
        }
    }

    /// <summary>The certificate that a client must trust for <see cref="SecureWebhook"/>, as PEM without its key.</summary>
    public string? CertificatePem => _certificate?.ExportCertificatePem();

    /// <summary>The calls that the portal got, oldest first, or the newest of them by <see cref="PortalEmulatorOptions.JournalCapacity"/>; a batch is followed by its commands.</summary>
    public IReadOnlyList<PortalCall> Journal => _journal.Calls;

    /// <summary>What the portal's limits saw so far.</summary>
    public PortalLimitStatistics LimitStatistics
    {
        get
        {
            lock (_portal.Gate)
            {
                return _limits.Statistics;
            }
        }
    }

    /// <summary>Starts a portal with the fields and dictionaries of a folder, and without leads, on a free port.</summary>
    /// <param name="portalFolder">The folder: <c>crm.lead.fields.json</c> and what lies beside it.</param>
    /// <param name="options">How the portal is set up.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="FileNotFoundException">The folder has no <c>crm.lead.fields.json</c>.</exception>
    /// <exception cref="ArgumentException">The application of OAuth has no id or no key.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit, a lifetime or the journal's capacity is out of range.</exception>
    /// <exception cref="PortalFolderException">A file of the folder is no answer of a portal.</exception>
    public static async Task<PortalEmulator> StartAsync(
        string portalFolder, PortalEmulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new PortalEmulatorOptions();
        if (options.JournalCapacity < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.JournalCapacity, "JournalCapacity must not be negative.");
        }

        options.Limits?.Check();
        options.OAuth?.Check();

        PortalFiles files = await PortalFiles.ReadFolderAsync(portalFolder, cancellationToken).ConfigureAwait(false);
        PortalReading reading = PortalReader.Read(files, cancellationToken);
        PortalSchema schema = reading.Schema
            ?? throw new PortalFolderException(reading.Diagnostics.Where(static d => d.Rule.Severity == SchemaSeverity.Error));

        string secret = Convert.ToHexString(RandomNumberGenerator.GetBytes(8));
        var portal = new EmulatedPortal(schema, files, options);
        TokenRegistry? tokens = options.OAuth is { } application ? new TokenRegistry(application, options.TimeProvider) : null;
        var journal = new CallJournal(new SecretMask(secret, options.OAuth?.ClientSecret, tokens?.Prefix), options.JournalCapacity, options.OnCall);
        var faults = new FaultQueue();
        var limits = new CallLimits(options.Limits, options.TimeProvider);
        var endpoint = new RestEndpoint(portal, journal, faults, limits, tokens, options, secret);
        X509Certificate2? certificate = options.UseHttps ? LoopbackCertificate.Make() : null;
        try
        {
            PortalSite site = await PortalSite.StartAsync(certificate, endpoint.AnswerAsync, cancellationToken).ConfigureAwait(false);
            return new PortalEmulator(portal, journal, faults, limits, tokens, endpoint, certificate, site, secret);
        }
        catch
        {
            certificate?.Dispose();
            throw;
        }
    }

    /// <summary>Adds a lead, with the fields that every lead has and those that are given.</summary>
    /// <param name="fields">
    /// Values by code, in the form in which an update would send them; read-only fields can be given too. A multi-value field's
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

    /// <summary>
    /// Gets the stored value of a field of a lead: a single value as plain text, and a list, the entries of a
    /// multi-value field or a file as JSON.
    /// </summary>
    /// <returns><see langword="null"/> where the field never got a value, or there is no such lead.</returns>
    public string? StoredValue(long id, string code)
    {
        lock (_portal.Gate)
        {
            return _portal.Find(id)?[code] is { IsNull: false } kept ? kept.Text ?? kept.ToString() : null;
        }
    }

    /// <summary>Adds a custom field, or describes a field anew, as an administrator does while the portal runs.</summary>
    /// <param name="code">The field's code. A new one is <c>UF_CRM_</c> and capital letters, digits or underscores, 50 characters at most.</param>
    /// <param name="description">
    /// The field as <c>crm.lead.fields</c> describes it. Only <c>type</c> must be there: flags are false, labels are those
    /// that are given, and there are no settings and no items.
    /// </param>
    /// <remarks>
    /// <c>crm.lead.userfield.list</c> follows, with a row for each custom field from the first change on. A portal keeps the
    /// type of a field for good, so that another <c>type</c> or <c>isMultiple</c> means a field made anew: its id is a new
    /// one, and the leads lose its values.
    /// See https://apidocs.bitrix24.com/api-reference/crm/leads/userfield/crm-lead-userfield-add.html.
    /// </remarks>
    /// <exception cref="ArgumentException">The code can't be added, or the description is none; nothing is changed.</exception>
    public void PutField(string code, [StringSyntax(StringSyntaxAttribute.Json)] string description)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(description);
        Change(e => e.PutField(code, description));
    }

    /// <summary>Changes a field, as an administrator does: its labels, flags, settings, items or type.</summary>
    /// <param name="code">The field's code.</param>
    /// <param name="edit">
    /// Changes the field's description, which is as <c>crm.lead.fields</c> gives it. The portal stands still meanwhile: it
    /// answers no call, and must not be changed in another way from here.
    /// </param>
    /// <remarks>What follows is said at <see cref="PutField"/>.</remarks>
    /// <exception cref="ArgumentException">The portal has no such field, or would have no valid schema any more; nothing is changed.</exception>
    public void EditField(string code, Action<JsonObject> edit)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(edit);
        Change(e => e.EditField(code, edit));
    }

    /// <summary>Removes a custom field; the leads lose its values.</summary>
    /// <exception cref="ArgumentException">The portal has no such field, or it is a standard one.</exception>
    public void RemoveField(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        Change(e => e.RemoveField(code));
    }

    /// <summary>Adds a value to a dictionary of <c>crm.status.list</c>, as its last one, or names it anew.</summary>
    /// <param name="dictionary">The dictionary: <c>STATUS</c>, <c>SOURCE</c>, <c>HONORIFIC</c>.</param>
    /// <param name="code">What is sent and stored: the row's <c>STATUS_ID</c>.</param>
    /// <param name="name">What people see.</param>
    /// <remarks>See https://apidocs.bitrix24.com/api-reference/crm/status/index.html.</remarks>
    /// <exception cref="ArgumentException">The dictionary or the code is empty.</exception>
    public void PutStatus(string dictionary, string code, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(dictionary);
        ArgumentException.ThrowIfNullOrEmpty(code);
        ArgumentNullException.ThrowIfNull(name);
        Change(e => e.PutStatus(dictionary, code, name));
    }

    /// <summary>Removes a value from a dictionary. Leads that have it keep its code.</summary>
    /// <exception cref="ArgumentException">The dictionary has no such value.</exception>
    public void RemoveStatus(string dictionary, string code)
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        ArgumentNullException.ThrowIfNull(code);
        Change(e => e.RemoveStatus(dictionary, code));
    }

    /// <summary>Lets something go wrong with calls to come. Faults that are asked for while others are to come wait for their turn.</summary>
    /// <param name="fault">What goes wrong.</param>
    /// <param name="calls">With how many calls.</param>
    /// <param name="method">
    /// With calls of which REST method; of any, where it is left out. To a portal a batch is a call of <c>batch</c>; its
    /// commands are hit by a <see cref="PortalFault.Error"/> of their own method, and by nothing else.
    /// </param>
    /// <remarks>Calls that <see cref="PortalEmulatorOptions.Limits"/> refuse use up no fault.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The number of calls is not positive.</exception>
    public void InjectFault(PortalFault fault, int calls = 1, string? method = null)
    {
        ArgumentNullException.ThrowIfNull(fault);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(calls);
        _faults.Add(fault, calls, method);
    }

    /// <summary>Lets something go wrong with some of the calls to come, at random, until <see cref="ClearFaults"/>.</summary>
    /// <param name="fault">What goes wrong.</param>
    /// <param name="probability">With what part of the calls, from 0 to 1.</param>
    /// <param name="seed">
    /// Decides which ones: the same seed hits the same calls, counted among those that it could hit. Where calls come at the
    /// same time, which of them is the next one is up to chance after all.
    /// </param>
    /// <param name="method">With calls of which REST method, or with commands of a batch, as at <see cref="InjectFault"/>.</param>
    /// <remarks>
    /// Calls that <see cref="PortalEmulatorOptions.Limits"/> refuse, and those that a fault of <see cref="InjectFault"/> or an
    /// earlier one of these hits, are not counted.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not from 0 to 1.</exception>
    public void InjectRandomFaults(PortalFault fault, double probability, int seed, string? method = null)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (probability is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "The probability must be between 0 and 1.");
        }

        _faults.AddRandom(fault, probability, seed, method);
    }

    /// <summary>Takes back the faults that are still to come, those at random too.</summary>
    public void ClearFaults() => _faults.Clear();

    /// <summary>
    /// Moves the portal to another address, as a rename does: <see cref="Webhook"/>, <see cref="SecureWebhook"/> and the
    /// client endpoint of tokens give the new one from here on. Requests to an older address are answered 302 with the same
    /// path and query at the new one, and not processed; limits do not count them, and they use up no fault.
    /// </summary>
    /// <param name="cancellationToken">Ends the move; the portal stays where it is.</param>
    /// <remarks>
    /// A portal can move more than once; then every older address leads to the newest.
    /// See https://apidocs.bitrix24.com/settings/how-to-call-rest-api/change-domen.html.
    /// </remarks>
    public async Task MoveAsync(CancellationToken cancellationToken = default)
    {
        PortalSite site = await PortalSite.StartAsync(_certificate, _endpoint.AnswerAsync, cancellationToken).ConfigureAwait(false);
        lock (_portal.Gate)
        {
            _sites.Add(site);
            _endpoint.MovedTo = site;
        }
    }

    /// <summary>Issues a pair of tokens, as a portal does when a user installs the application.</summary>
    /// <exception cref="InvalidOperationException">The portal was started without <see cref="PortalEmulatorOptions.OAuth"/>.</exception>
    public PortalToken IssueToken()
    {
        lock (_portal.Gate)
        {
            return Tokens.Issue(Site.ClientEndpoint);
        }
    }

    /// <summary>Lets all access tokens that were issued so far expire at once; refresh tokens live on.</summary>
    /// <exception cref="InvalidOperationException">The portal was started without <see cref="PortalEmulatorOptions.OAuth"/>.</exception>
    public void ExpireTokens()
    {
        lock (_portal.Gate)
        {
            Tokens.ExpireAccessTokens();
        }
    }

    /// <summary>Forgets the calls so far.</summary>
    public void ClearJournal() => _journal.Clear();

    /// <summary>Stops the portal; its leads are gone.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (PortalSite site in _sites)
        {
            await site.DisposeAsync().ConfigureAwait(false);
        }

        _certificate?.Dispose();
    }

    private PortalSite Site
    {
        get
        {
            lock (_portal.Gate)
            {
                return _sites[^1];
            }
        }
    }

    private TokenRegistry Tokens => _tokens ?? throw new InvalidOperationException("The portal was started without an application: set OAuth in its options.");

    private void Change(Action<SchemaEdit> change)
    {
        lock (_portal.Gate)
        {
            _portal.Change(change);
        }
    }

    private Uri WebhookAt(Uri address) => new(address, $"/rest/{EmulatedPortal.UserId}/{_secret}/");
}
