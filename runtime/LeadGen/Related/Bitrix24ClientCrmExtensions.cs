using LeadGen.Related;
using LeadGen.Transport;

namespace LeadGen;

/// <summary>Provides calls for the data around a record: records with the same key or phone number, linked contacts, product rows and comments.</summary>
public static class Bitrix24ClientCrmExtensions
{
    /// <summary>Finds the record with the key of a draft, or creates it if it does not exist. The call can be repeated.</summary>
    /// <remarks>
    /// If the outcome of an attempt to create the record is unknown, the client searches again. If the record is not found, the client waits (<see cref="CrmFindOrCreateOptions.RetryDelay"/>),
    /// searches once more, and then creates the record again, up to <see cref="Bitrix24RetryOptions.MaxRetries"/> times.
    /// <para>
    /// Concurrent calls of one process for the same key, also of different clients, are processed one after another. Two processes can still create two records with the same key. So can a portal that
    /// processes an attempt after the delay. The next call then reports both records in <see cref="CrmFindOrCreateReply.Matches"/>.
    /// </para>
    /// <para>
    /// A search by phone number or email address uses the portal's index of duplicates, which can be out of date for a short time after a change. A search by
    /// <see cref="CrmKey.Origin"/> reads the records themselves. In simple CRM mode, a portal converts a new lead to a deal, which a search for leads may not find; the client then does not create the lead again.
    /// </para>
    /// </remarks>
    /// <param name="client">The client.</param>
    /// <param name="draft">The values of the record, if it is created. They include the key. An existing record is not changed.</param>
    /// <param name="key">The values by which the record is found.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call; the portal may create the record anyway.</param>
    /// <returns>The ID of the record, whether it was created, and all records that match.</returns>
    /// <exception cref="ArgumentException">The draft does not have the values of the key. Nothing was sent.</exception>
    /// <exception cref="CrmValueException">The draft has a code that a portal may ignore (<see cref="CrmUpdateOptions.AllowUnknownValues"/>).</exception>
    /// <exception cref="Bitrix24FieldNotFoundException">The portal ignored <c>ORIGINATOR_ID</c> or <c>ORIGIN_ID</c> in the search, because the user may not see the field. No record was created.</exception>
    /// <exception cref="Bitrix24AssigneeException">The record was created, but may have another assignee; see <see cref="Bitrix24Client.CreateAsync(CrmDraft, CrmUpdateOptions?, CancellationToken)"/>.</exception>
    /// <exception cref="Bitrix24Exception">The portal returned an error, or it is unknown whether the record was created (<see cref="Bitrix24Exception.IsOutcomeUnknown"/>). The same call can be repeated in both cases.</exception>
    /// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-list.html"/>
    public static Task<CrmFindOrCreateReply> FindOrCreateAsync(
        this Bitrix24Client client, CrmDraft draft, CrmKey key, CrmFindOrCreateOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(draft);
        options ??= new CrmFindOrCreateOptions();
        if (options.RetryDelay is { } delay && (delay < TimeSpan.Zero || delay.TotalMilliseconds > int.MaxValue))
        {
            throw new ArgumentOutOfRangeException(nameof(options), delay, "RetryDelay must be between 0 and 24 days.");
        }

        return new FindOrCreate(client, draft, options, RecordKey.Of(draft, key)).RunAsync(cancellationToken);
    }

    /// <inheritdoc cref="FindOrCreateAsync(Bitrix24Client, CrmDraft, CrmKey, CrmFindOrCreateOptions?, CancellationToken)"/>
    public static Task<CrmFindOrCreateReply> FindOrCreateAsync(this Bitrix24Client client, CrmDraft draft, CrmKey key, CancellationToken cancellationToken) =>
        FindOrCreateAsync(client, draft, key, null, cancellationToken);

    /// <summary>Finds the leads, contacts and companies that have one of the phone numbers or email addresses.</summary>
    /// <remarks>
    /// A portal ignores the format and the extension of a phone number. The values are sent 20 at a time, in as few requests as possible. The portal's index can be out of date for a short time
    /// after a change, and a portal returns at most 20 records of a type for 20 values: <see cref="CrmMatches.IsTruncated"/>.
    /// </remarks>
    /// <param name="client">The client.</param>
    /// <param name="phones">The phone numbers.</param>
    /// <param name="emails">The email addresses.</param>
    /// <param name="types">The types of records. By default, all of them.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="ArgumentException">A value is blank or is a phone number without digits. Nothing was sent.</exception>
    /// <exception cref="Bitrix24Exception">The portal returned an error or no valid result.</exception>
    /// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/duplicates/crm-duplicate-find-by-comm.html"/>
    public static Task<CrmDuplicates> FindDuplicatesAsync(
        this Bitrix24Client client, IEnumerable<string> phones, IEnumerable<string> emails, CrmDuplicateTypes types = CrmDuplicateTypes.All, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(phones);
        ArgumentNullException.ThrowIfNull(emails);
        return FindDuplicatesAsync(
            client.Calls,
            [
                .. phones.Select(static phone => DuplicateSearch.Check(DuplicateSearch.PhoneCode, phone, nameof(phones))),
                .. emails.Select(static email => DuplicateSearch.Check(DuplicateSearch.EmailCode, email, nameof(emails))),
            ],
            types,
            cancellationToken);
    }

    /// <inheritdoc cref="FindDuplicatesAsync(Bitrix24Client, IEnumerable{string}, IEnumerable{string}, CrmDuplicateTypes, CancellationToken)"/>
    public static Task<CrmDuplicates> FindDuplicatesAsync(this Bitrix24Client client, IEnumerable<string> phones, IEnumerable<string> emails, CancellationToken cancellationToken) =>
        FindDuplicatesAsync(client, phones, emails, CrmDuplicateTypes.All, cancellationToken);

    private static async Task<CrmDuplicates> FindDuplicatesAsync(PortalCalls calls, (string Code, string Value)[] values, CrmDuplicateTypes types, CancellationToken cancellationToken)
    {
        (CrmDuplicateTypes Type, string Name)[] names = [(CrmDuplicateTypes.Leads, "LEAD"), (CrmDuplicateTypes.Contacts, "CONTACT"), (CrmDuplicateTypes.Companies, "COMPANY")];
        Dictionary<string, CrmMatches> found = await DuplicateSearch.FindAsync(
            calls, values, [.. names.Where(name => types.HasFlag(name.Type)).Select(static name => name.Name)], cancellationToken).ConfigureAwait(false);
        CrmMatches[] matches = [.. names.Select(name => found.GetValueOrDefault(name.Name) ?? new CrmMatches([], IsTruncated: false))];
        return new CrmDuplicates(matches[0], matches[1], matches[2]);
    }
}
