using System.Net;
using LeadGen.Client;
using LeadGen.Drift;
using LeadGen.Wire;

namespace LeadGen;

/// <summary>Reads and updates the leads of one portal through an incoming webhook. Safe for use by several threads.</summary>
/// <remarks>Calls are JSON POSTs. Failures are <see cref="Bitrix24Exception"/>s; none of their texts holds the webhook's secret.</remarks>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/index.html"/>
public sealed class LeadClient : IDisposable
{
    private readonly PortalConnection _portal;

    /// <summary>A client with connections of its own.</summary>
    /// <param name="webhook">The address that the portal shows: <c>https://acme.bitrix24.ru/rest/1/…/</c>. It is a secret: take it from the configuration. Plain http is allowed to this machine only.</param>
    /// <exception cref="ArgumentException">The text is no webhook; the message does not repeat it.</exception>
    public LeadClient(string webhook) => _portal = new PortalConnection(Webhook.Parse(webhook));

    /// <summary>A client with an <see cref="HttpClient"/> of the caller's, who keeps it.</summary>
    /// <param name="webhook">The address that the portal shows; a secret.</param>
    /// <param name="httpClient">Should not follow redirects: followed, a POST loses its body, and the secret goes to another host.</param>
    /// <exception cref="ArgumentException">The text is no webhook; the message does not repeat it.</exception>
    public LeadClient(string webhook, HttpClient httpClient)
    {
        ArgumentNullException.ThrowIfNull(httpClient);
        _portal = new PortalConnection(Webhook.Parse(webhook), httpClient);
    }

    /// <summary>Sends an update. An update that changes nothing is not sent.</summary>
    /// <param name="update">What changes.</param>
    /// <param name="options">What the portal does beside it.</param>
    /// <param name="cancellationToken">Ends the waiting; the portal may carry the update out all the same.</param>
    /// <exception cref="LeadNotFoundException">The portal has no such lead.</exception>
    /// <exception cref="Bitrix24Exception">The portal did not carry the update out, or nobody knows (<see cref="Bitrix24Exception.IsOutcomeUnknown"/>).</exception>
    public async Task<LeadReply> UpdateAsync(LeadChanges update, LeadUpdateOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        if (update.IsEmpty)
        {
            return new LeadReply(WasSent: false, Time: null);
        }

        using PooledBuffer reply = await _portal.CallAsync(
            LeadCalls.Update, (update, options), static (writer, call) => LeadCalls.WriteUpdate(writer, call.update, call.options), cancellationToken)
            .ConfigureAwait(false);
        (bool isUpdated, PortalTime? time) = _portal.ReadAnswer(LeadCalls.Update, reply, static (result, time) => (result.SequenceEqual("true"u8), time));
        return isUpdated ? new LeadReply(WasSent: true, time) : throw _portal.Unreadable(LeadCalls.Update, null, "a result that is not true");
    }

    /// <inheritdoc cref="UpdateAsync(LeadChanges, LeadUpdateOptions?, CancellationToken)"/>
    public Task<LeadReply> UpdateAsync(LeadChanges update, CancellationToken cancellationToken) => UpdateAsync(update, null, cancellationToken);

    /// <summary>Reads a lead with all its fields; <see langword="null"/> where the portal has none of that id.</summary>
    /// <typeparam name="TLead">The generated read model.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">The id is not positive.</exception>
    /// <exception cref="Bitrix24Exception">The portal did not answer with a lead.</exception>
    public async Task<TLead?> GetAsync<TLead>(long id, CancellationToken cancellationToken = default)
        where TLead : LeadRecord, ILeadRecord<TLead>
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(id);
        try
        {
            using PooledBuffer reply = await _portal.CallAsync(LeadCalls.Get, id, LeadCalls.WriteGet, cancellationToken).ConfigureAwait(false);
            return _portal.ReadAnswer(LeadCalls.Get, reply, static (result, time) => result is [(byte)'{' or (byte)'[', ..]
                ? TLead.Create(LeadPayload.Parse(result.ToArray(), TLead.Fields, isComplete: true, time))
                : throw new FormatException("the result is no lead"));
        }
        catch (LeadNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Asks the portal for its fields, and says how they differ from the compiled ones and what a write would lose.</summary>
    /// <remarks>
    /// The webhook's user must see every field, as an administrator does: one that is hidden looks removed. The call
    /// counts towards the portal's limits; ask at the start and then every few minutes, not before each write.
    /// </remarks>
    /// <typeparam name="TLead">The generated read model, whose schema is compared.</typeparam>
    /// <exception cref="Bitrix24ReplyException">The answer is no map of fields, or has none of the compiled ones: another service answered.</exception>
    /// <exception cref="Bitrix24Exception">The portal did not answer with its fields.</exception>
    /// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-fields.html"/>
    public async Task<LeadSchemaDrift> CheckSchemaAsync<TLead>(CancellationToken cancellationToken = default)
        where TLead : LeadRecord, ILeadRecord<TLead>
    {
        using PooledBuffer reply = await _portal.CallAsync(
            LeadCalls.Fields, 0, static (writer, _) => LeadCalls.WriteNothing(writer), cancellationToken).ConfigureAwait(false);
        Dictionary<string, PortalField> fields = _portal.ReadAnswer(LeadCalls.Fields, reply, static (result, _) => PortalField.ReadAll(result));
        return TLead.Fields.Any(f => fields.ContainsKey(f.Code))
            ? new LeadSchemaDrift(_portal.Portal, SchemaComparison.Compare(TLead.Fields, fields))
            : throw _portal.Unreadable(LeadCalls.Fields, HttpStatusCode.OK, "none of the fields of the compiled schema");
    }

    /// <summary>Closes the client's own connections.</summary>
    public void Dispose() => _portal.Dispose();

    /// <summary>The portal; never the secret.</summary>
    public override string ToString() => $"{nameof(LeadClient)} of {_portal.Portal}";
}
