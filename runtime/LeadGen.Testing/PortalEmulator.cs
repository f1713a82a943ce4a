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
/// Emulates a Bitrix24 portal on loopback, for tests. It supports <c>crm.lead.fields</c>, <c>get</c>, <c>list</c>, <c>add</c>,
/// <c>update</c> and <c>delete</c>, the same methods of <c>crm.item</c> for leads (<c>entityTypeId</c> 1), <c>crm.status.list</c>,
/// <c>crm.lead.userfield.list</c>, <c>crm.lead.contact.items.*</c>, <c>crm.item.productrow.*</c> and <c>crm.timeline.comment.add</c> for leads, <c>crm.duplicate.findbycomm</c> for leads, <c>crm.settings.mode.get</c>, <c>profile</c> and <c>batch</c>. Tests can
/// add other methods with <see cref="HandleMethod"/>. It silently drops the values that a
/// portal drops, and lists them in <see cref="Journal"/>.
/// </summary>
/// <remarks>
/// This type is thread-safe, and several clients can use one emulator. See
/// https://apidocs.bitrix24.com/api-reference/crm/leads/index.html for the methods.
/// </remarks>
public sealed class PortalEmulator : IAsyncDisposable
{
    private readonly List<PortalServer> _servers;
    private readonly RestEndpoint _endpoint;
    private readonly EmulatedPortal _portal;
    private readonly CallJournal _journal;
    private readonly FaultQueue _faults;
    private readonly CallLimits _limits;
    private readonly TokenRegistry? _tokens;
    private readonly X509Certificate2? _certificate;
    private readonly string _secret;

    private PortalEmulator(EmulatedPortal portal, CallJournal journal, FaultQueue faults, CallLimits limits, TokenRegistry? tokens, RestEndpoint endpoint, X509Certificate2? certificate, PortalServer server, string secret)
    {
        _portal = portal;
        _journal = journal;
        _faults = faults;
        _limits = limits;
        _tokens = tokens;
        _certificate = certificate;
        _endpoint = endpoint;
        _servers = [server];
        _secret = secret;
        OAuthEndpoint = tokens is null ? null : new Uri(server.SecureAddress ?? server.Address, $"/{TokenRegistry.MethodName}/");
    }

    /// <summary>
    /// Gets the http address of the inbound webhook. Its user is an administrator unless
    /// <see cref="PortalEmulatorOptions.IsAdministrator"/> is <see langword="false"/>.
    /// </summary>
    public Uri Webhook => GetWebhook(Server.Address);

    /// <summary>Gets the https address of the webhook; <see langword="null"/> unless <see cref="PortalEmulatorOptions.UseHttps"/> is set.</summary>
    public Uri? SecureWebhook => Server.SecureAddress is { } address ? GetWebhook(address) : null;

    /// <summary>
    /// Gets the address at which an application refreshes its tokens; <see langword="null"/> without
    /// <see cref="PortalEmulatorOptions.OAuth"/>. The address is https if <see cref="PortalEmulatorOptions.UseHttps"/> is set. It
    /// accepts GET with a query and POST with a form.
    /// </summary>
    /// <remarks>
    /// Limits do not apply to these requests. Faults apply to them only if they are injected for the method
    /// <c>oauth/token</c>. The address does not change when the portal moves.
    /// See https://apidocs.bitrix24.com/settings/oauth/index.html.
    /// </remarks>
    public Uri? OAuthEndpoint { get; }

    /// <summary>Gets the number of refresh tokens that the application exchanged.</summary>
    public int TokenRefreshes
    {
        get
        {
            lock (_portal.SyncRoot)
            {
                return _tokens?.Refreshes ?? 0;
            }
        }
    }

    /// <summary>
    /// Gets the certificate that a client must trust for <see cref="SecureWebhook"/>, as PEM without the private key;
    /// <see langword="null"/> unless <see cref="PortalEmulatorOptions.UseHttps"/> is set.
    /// </summary>
    public string? CertificatePem => _certificate?.ExportCertificatePem();

    /// <summary>
    /// Gets the calls that the portal received, oldest first. A batch is followed by its commands. If
    /// <see cref="PortalEmulatorOptions.JournalCapacity"/> is set, only the most recent calls are kept.
    /// </summary>
    public IReadOnlyList<PortalCall> Journal => _journal.Calls;

    /// <summary>Gets the statistics of the portal's limits since the start.</summary>
    public PortalLimitStatistics LimitStatistics
    {
        get
        {
            lock (_portal.SyncRoot)
            {
                return _limits.Statistics;
            }
        }
    }

    /// <summary>Starts a portal on a free port, with the fields and dictionaries of a schema snapshot and without leads.</summary>
    /// <param name="portalFolder">The snapshot folder, which contains <c>crm.lead.fields.json</c> and optional further files.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="FileNotFoundException">The folder does not contain <c>crm.lead.fields.json</c>.</exception>
    /// <exception cref="ArgumentException">The client ID or the client secret of the OAuth application is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit, the lifetime of tokens or the journal's capacity is out of range.</exception>
    /// <exception cref="PortalFolderException">A file in the folder is not a valid response of a portal.</exception>
    public static async Task<PortalEmulator> StartAsync(
        string portalFolder, PortalEmulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new PortalEmulatorOptions();
        if (options.JournalCapacity < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.JournalCapacity, "JournalCapacity must not be negative.");
        }

        options.Limits?.Validate();
        options.OAuth?.Validate();

        PortalFiles files = await PortalFolder.ReadAsync(portalFolder, cancellationToken).ConfigureAwait(false);
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
        X509Certificate2? certificate = options.UseHttps ? LoopbackCertificate.Create() : null;
        try
        {
            PortalServer server = await PortalServer.StartAsync(certificate, endpoint.HandleAsync, cancellationToken).ConfigureAwait(false);
            return new PortalEmulator(portal, journal, faults, limits, tokens, endpoint, certificate, server, secret);
        }
        catch
        {
            certificate?.Dispose();
            throw;
        }
    }

    /// <summary>Adds a lead with default values and the specified values.</summary>
    /// <param name="fields">
    /// The values by field code, in the format of an update. Read-only fields are allowed. For a multi-value field or a
    /// list, repeat the code for each entry or item. For a file, specify the file name. <c>ID</c> sets the lead's ID; by
    /// default, the lead gets the next one.
    /// </param>
    /// <returns>The ID of the lead.</returns>
    /// <exception cref="ArgumentException">
    /// A field does not exist or is computed, the portal would drop a value, or the ID is not positive or already in use.
    /// </exception>
    public long AddLead(IEnumerable<KeyValuePair<string, string>> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        lock (_portal.SyncRoot)
        {
            return _portal.Add([.. fields]).Id;
        }
    }

    /// <summary>Adds a product row to a lead, as a user can do.</summary>
    /// <param name="id">The ID of the lead.</param>
    /// <param name="price">The price of the product, in the lead's currency.</param>
    /// <remarks>
    /// While a lead has product rows and <c>IS_MANUAL_OPPORTUNITY</c> is <c>N</c>, each update replaces <c>OPPORTUNITY</c> with the sum of the rows.
    /// See https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-productrows-set.html.
    /// </remarks>
    /// <exception cref="ArgumentException">The lead does not exist.</exception>
    public void AddProductRow(long id, decimal price)
    {
        lock (_portal.SyncRoot)
        {
            EmulatedLead lead = _portal.Find(id) ?? throw new ArgumentException($"The portal has no lead {id}.", nameof(id));
            lead.ProductRows.Add(new RelatedMethods(_portal).CreateRow(price));
            _portal.CreateWriter(lead).ReplaceAmount(results: null);
        }
    }

    /// <summary>Gets the comments in the timeline of a lead, oldest first; empty if the lead does not exist.</summary>
    /// <param name="id">The ID of the lead.</param>
    public IReadOnlyList<string> GetComments(long id)
    {
        lock (_portal.SyncRoot)
        {
            return [.. _portal.Find(id)?.Comments ?? []];
        }
    }

    /// <summary>Links a lead to a second item of a smart process. Some leads have two because of imports or older portal versions.</summary>
    /// <param name="id">The ID of the lead.</param>
    /// <remarks>
    /// <c>crm.lead.list</c> finds such a lead once per item, if it selects all fields or a link <c>PARENT_ID_…</c>. A page has 50 of these rows,
    /// and a portal merges the rows of a lead if the call also selects all fields, <c>COMMENTS</c> or a multi-value field. Such a page has
    /// fewer leads than others, although it is not the last one. If there is a condition on a part of the address, or the user is not an
    /// administrator, the portal counts leads instead of rows, so that the pages by position end before the last lead.
    /// </remarks>
    /// <exception cref="ArgumentException">The lead does not exist.</exception>
    public void AddSecondParent(long id)
    {
        lock (_portal.SyncRoot)
        {
            EmulatedLead lead = _portal.Find(id) ?? throw new ArgumentException($"The portal has no lead {id}.", nameof(id));
            lead.HasSecondParent = true;
            _portal.HasSecondParents = true;
        }
    }

    /// <summary>
    /// Gets the stored value of a field of a lead. A single value is returned as plain text; a list, the entries of a
    /// multi-value field and a file are returned as JSON.
    /// </summary>
    /// <param name="id">The ID of the lead.</param>
    /// <param name="code">The code of the field.</param>
    /// <returns>The value; <see langword="null"/> if the field was never set or the lead does not exist.</returns>
    public string? GetStoredValue(long id, string code)
    {
        lock (_portal.SyncRoot)
        {
            return _portal.Find(id)?[code] is { IsNull: false } kept ? kept.Text ?? kept.ToString() : null;
        }
    }

    /// <summary>Adds a custom field, or replaces the description of an existing field, as an administrator can do while the portal runs.</summary>
    /// <param name="code">
    /// The code of the field. The code of a new field consists of <c>UF_CRM_</c> and capital letters, digits or underscores,
    /// and has at most 50 characters.
    /// </param>
    /// <param name="description">
    /// The description of the field, as JSON in the format of <c>crm.lead.fields</c>. Only <c>type</c> is required. Missing flags are
    /// <see langword="false"/>, except <c>isDynamic</c> of a custom field. Missing settings and items are empty. A missing label
    /// of a custom field is copied from its other labels.
    /// </param>
    /// <remarks>
    /// <c>crm.lead.userfield.list</c> is updated. After the first change it has a row for each custom field. A portal cannot
    /// change the type of a field. If <c>type</c> or <c>isMultiple</c> differs, the emulator therefore removes the field and
    /// adds it again: the field gets a new ID, and the leads lose its values.
    /// See https://apidocs.bitrix24.com/api-reference/crm/leads/userfield/crm-lead-userfield-add.html.
    /// </remarks>
    /// <exception cref="ArgumentException">The code or the description is invalid. The schema is unchanged.</exception>
    public void SetField(string code, [StringSyntax(StringSyntaxAttribute.Json)] string description)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(description);
        Change(e => e.SetField(code, description));
    }

    /// <summary>Changes the labels, flags, settings, items or type of a field, as an administrator can do.</summary>
    /// <param name="code">The code of the field.</param>
    /// <param name="edit">
    /// Changes the description of the field, which has the format of <c>crm.lead.fields</c>. The portal does not process
    /// calls until the callback returns. The callback must not change the portal's schema in another way.
    /// </param>
    /// <remarks>See <see cref="SetField"/> for the effects on <c>crm.lead.userfield.list</c> and on stored values.</remarks>
    /// <exception cref="ArgumentException">The field does not exist, or the changed schema is invalid. The schema is unchanged.</exception>
    public void UpdateField(string code, Action<JsonObject> edit)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(edit);
        Change(e => e.UpdateField(code, edit));
    }

    /// <summary>Removes a custom field. The leads lose its values.</summary>
    /// <param name="code">The code of the field.</param>
    /// <exception cref="ArgumentException">The field does not exist or is a standard field.</exception>
    public void RemoveField(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        Change(e => e.RemoveField(code));
    }

    /// <summary>Adds a value at the end of a dictionary of <c>crm.status.list</c>, or renames an existing value.</summary>
    /// <param name="dictionary">The dictionary, such as <c>STATUS</c>, <c>SOURCE</c> or <c>HONORIFIC</c>.</param>
    /// <param name="code">The code of the value, which is sent and stored: <c>STATUS_ID</c>.</param>
    /// <param name="name">The name of the value, which users see.</param>
    /// <remarks>See https://apidocs.bitrix24.com/api-reference/crm/status/index.html.</remarks>
    /// <exception cref="ArgumentException"><paramref name="dictionary"/> or <paramref name="code"/> is empty.</exception>
    public void SetStatus(string dictionary, string code, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(dictionary);
        ArgumentException.ThrowIfNullOrEmpty(code);
        ArgumentNullException.ThrowIfNull(name);
        Change(e => e.SetStatus(dictionary, code, name));
    }

    /// <summary>Removes a value from a dictionary of <c>crm.status.list</c>. Leads with this value keep its code.</summary>
    /// <param name="dictionary">The dictionary.</param>
    /// <param name="code">The code of the value: <c>STATUS_ID</c>.</param>
    /// <exception cref="ArgumentException">The dictionary does not contain the value.</exception>
    public void RemoveStatus(string dictionary, string code)
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        ArgumentNullException.ThrowIfNull(code);
        Change(e => e.RemoveStatus(dictionary, code));
    }

    /// <summary>Adds a method that the emulator does not have, or replaces one. The method has the limits, the faults and the journal of the others, and can be a command of a batch.</summary>
    /// <param name="method">The name of the method, in any letter case, such as <c>crm.duplicate.findbycomm</c>. It can't be <c>batch</c>.</param>
    /// <param name="handler">
    /// Returns the <c>result</c> for the arguments of a call. As in PHP, all values are texts, and an empty object is a list. To return an error, throw a
    /// <see cref="PortalMethodException"/>. The portal does not process other calls until the handler returns.
    /// </param>
    /// <exception cref="ArgumentException">The name is empty or <c>batch</c>.</exception>
    public void HandleMethod(string method, Func<JsonObject, PortalMethodResult> handler)
    {
        ArgumentException.ThrowIfNullOrEmpty(method);
        ArgumentNullException.ThrowIfNull(handler);
        if (string.Equals(method, Batch.MethodName, StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException("The emulator processes batches itself. Handle the methods of their commands.", nameof(method));
        }

        lock (_portal.SyncRoot)
        {
            _endpoint.HandleMethod(method, handler);
        }
    }

    /// <summary>Injects a fault into the next calls. Each call gets the first pending fault that applies to it, in the order of injection.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="calls">The number of calls that get the fault. The default is 1.</param>
    /// <param name="method">
    /// The REST method whose calls get the fault, in any letter case; <see langword="null"/> for all methods. A batch is a
    /// call of <c>batch</c>. A command of a batch gets a fault only if the fault is a <see cref="PortalFault.Error"/> that
    /// is injected for the command's method.
    /// </param>
    /// <remarks>Calls that are rejected because of <see cref="PortalEmulatorOptions.Limits"/> do not consume a fault.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="calls"/> is not positive.</exception>
    public void InjectFault(PortalFault fault, int calls = 1, string? method = null)
    {
        ArgumentNullException.ThrowIfNull(fault);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(calls);
        _faults.Add(fault, calls, method);
    }

    /// <summary>Injects a fault into randomly selected calls until <see cref="ClearFaults"/> is called.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="probability">The probability that a call gets the fault, from 0 to 1.</param>
    /// <param name="seed">
    /// The seed of the random number generator. The same seed selects the same calls, by their position among the calls to
    /// which the fault applies. The order of concurrent calls is not deterministic.
    /// </param>
    /// <param name="method">The REST method whose calls, or commands of a batch, get the fault, as in <see cref="InjectFault"/>.</param>
    /// <remarks>
    /// Calls that are rejected because of <see cref="PortalEmulatorOptions.Limits"/>, and calls that already got a fault from
    /// <see cref="InjectFault"/> or from an earlier random fault, do not count.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="probability"/> is not between 0 and 1.</exception>
    public void InjectRandomFaults(PortalFault fault, double probability, int seed, string? method = null)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (probability is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "The probability must be between 0 and 1.");
        }

        _faults.AddRandom(fault, probability, seed, method);
    }

    /// <summary>Removes all pending faults, including random ones.</summary>
    public void ClearFaults() => _faults.Clear();

    /// <summary>
    /// Moves the portal to a new address, as renaming a portal does. <see cref="Webhook"/>, <see cref="SecureWebhook"/> and the
    /// client endpoint of new tokens then contain the new address.
    /// </summary>
    /// <param name="cancellationToken">Cancels the move. The portal then keeps its address.</param>
    /// <remarks>
    /// Requests to an old address are redirected with status 302 to the same path and query at the new address. They are not
    /// processed, do not count towards the limits and do not consume a fault. A portal can move more than once; all old
    /// addresses redirect to the newest one.
    /// See https://apidocs.bitrix24.com/settings/how-to-call-rest-api/change-domen.html.
    /// </remarks>
    public async Task RenameAsync(CancellationToken cancellationToken = default)
    {
        PortalServer server = await PortalServer.StartAsync(_certificate, _endpoint.HandleAsync, cancellationToken).ConfigureAwait(false);
        lock (_portal.SyncRoot)
        {
            _servers.Add(server);
            _endpoint.MovedTo = server;
        }
    }

    /// <summary>Issues an access token and a refresh token, as a portal does when a user installs the application.</summary>
    /// <exception cref="InvalidOperationException">The portal was started without <see cref="PortalEmulatorOptions.OAuth"/>.</exception>
    public PortalToken IssueToken()
    {
        lock (_portal.SyncRoot)
        {
            return Tokens.Issue(Server.ClientEndpoint);
        }
    }

    /// <summary>Issues an authorization code, as a portal does when a user authorizes the application. It can be exchanged for tokens once, within 30 seconds.</summary>
    /// <exception cref="InvalidOperationException">The portal was started without <see cref="PortalEmulatorOptions.OAuth"/>.</exception>
    public string IssueAuthorizationCode()
    {
        lock (_portal.SyncRoot)
        {
            return Tokens.IssueCode();
        }
    }

    /// <summary>Expires all access tokens that were issued so far. Refresh tokens stay valid.</summary>
    /// <exception cref="InvalidOperationException">The portal was started without <see cref="PortalEmulatorOptions.OAuth"/>.</exception>
    public void ExpireTokens()
    {
        lock (_portal.SyncRoot)
        {
            Tokens.ExpireAccessTokens();
        }
    }

    /// <summary>Removes all calls from the journal.</summary>
    public void ClearJournal() => _journal.Clear();

    /// <summary>Stops the portal and discards its leads.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (PortalServer server in _servers)
        {
            await server.DisposeAsync().ConfigureAwait(false);
        }

        _certificate?.Dispose();
    }

    private PortalServer Server
    {
        get
        {
            lock (_portal.SyncRoot)
            {
                return _servers[^1];
            }
        }
    }

    private TokenRegistry Tokens => _tokens ?? throw new InvalidOperationException("The portal has no OAuth application. Set PortalEmulatorOptions.OAuth.");

    private void Change(Action<SchemaEdit> change)
    {
        lock (_portal.SyncRoot)
        {
            _portal.Change(change);
        }
    }

    private Uri GetWebhook(Uri address) => new(address, $"/rest/{EmulatedPortal.UserId}/{_secret}/");
}
