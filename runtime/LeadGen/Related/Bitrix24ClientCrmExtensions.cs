using LeadGen.Related;
using LeadGen.Transport;
using LeadGen.Wire;

namespace LeadGen;

/// <summary>Provides methods for the data related to a record: records with the same key or phone number, linked contacts, product rows and comments.</summary>
public static class Bitrix24ClientCrmExtensions
{
    /// <summary>Finds the record that has the same key as a draft, or creates it if it does not exist. The call can be repeated.</summary>
    /// <remarks>
    /// If the outcome of an attempt to create the record is unknown, the client searches again. If the record is not found, the client waits (<see cref="CrmFindOrCreateOptions.RetryDelay"/>),
    /// searches once more, and then creates the record again, up to <see cref="Bitrix24RetryOptions.MaxRetries"/> times.
    /// <para>
    /// Concurrent calls for the same key in one process run one after another, even if they use different clients. Two records with the same key are still possible: if two processes create
    /// them at the same time, or if the portal processes an attempt after the delay. The next call then reports both records in <see cref="CrmFindOrCreateReply.Matches"/>.
    /// </para>
    /// <para>
    /// A search by phone number or email address uses the portal's index of duplicates, which can be out of date for a short time after a change. A search by
    /// <see cref="CrmKey.Origin"/> reads the records themselves. In simple CRM mode, a portal converts a new lead to a deal, which a search for leads may not find; the client then does not create the lead again.
    /// </para>
    /// </remarks>
    /// <param name="client">The client.</param>
    /// <param name="draft">The values of the new record. They must include the key. An existing record is not changed.</param>
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

        return new FindOrCreate(client, draft, options, RecordKey.Create(draft, key)).RunAsync(cancellationToken);
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

    /// <summary>Reads the contacts of a record, in their order.</summary>
    /// <typeparam name="TRecord">The generated read model, which identifies the entity.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="id">The ID of the record.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ID is not positive.</exception>
    /// <exception cref="Bitrix24NotFoundException">The record does not exist.</exception>
    /// <exception cref="Bitrix24Exception">The portal returned another error or no valid result.</exception>
    /// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/management-communication/crm-lead-contact-items-get.html"/>
    public static Task<IReadOnlyList<CrmContactLink>> GetContactsAsync<TRecord>(this Bitrix24Client client, long id, CancellationToken cancellationToken = default)
        where TRecord : CrmRecord, ICrmRecord<TRecord> => ContactCalls.GetAsync(GetCalls(client), TRecord.Entity, Positive(id), cancellationToken);

    /// <summary>Replaces all contacts of a record: contacts that are not in the list are unlinked.</summary>
    /// <remarks>The call does not change <c>IS_RETURN_CUSTOMER</c>: a portal computes it only when it saves the record itself, as with an update of <c>CONTACT_IDS</c>. The call is retried after an unknown outcome.</remarks>
    /// <typeparam name="TRecord">The generated read model, which identifies the entity.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="id">The ID of the record.</param>
    /// <param name="contactIds">The IDs of the contacts, in their order. To unlink all, use <see cref="ClearContactsAsync{TRecord}"/>.</param>
    /// <param name="primaryId">The primary contact, which is one of them; <see langword="null"/> for the first one.</param>
    /// <param name="cancellationToken">Cancels the wait; the portal may process the call anyway.</param>
    /// <exception cref="ArgumentException">The list is empty, contains a contact twice or an ID that is not positive, or does not contain the primary contact. Nothing was sent.</exception>
    /// <exception cref="Bitrix24NotFoundException">The record does not exist.</exception>
    /// <exception cref="Bitrix24Exception">The portal returned another error, or the outcome is unknown.</exception>
    /// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/management-communication/crm-lead-contact-items-set.html"/>
    public static Task ReplaceContactsAsync<TRecord>(
        this Bitrix24Client client, long id, IEnumerable<long> contactIds, long? primaryId = null, CancellationToken cancellationToken = default)
        where TRecord : CrmRecord, ICrmRecord<TRecord>
    {
        ArgumentNullException.ThrowIfNull(contactIds);
        long[] contacts = [.. contactIds];
        string? error = contacts.Length == 0 ? $"There are no contacts. Use {nameof(ClearContactsAsync)} to unlink all contacts."
            : Array.Exists(contacts, static contact => contact <= 0) ? "The ID of a contact is not positive."
            : contacts.Distinct().Count() < contacts.Length ? "A contact is in the list twice."
            : primaryId is { } primary && !contacts.Contains(primary) ? "The primary contact is not in the list."
            : null;
        return error is null
            ? ContactCalls.ReplaceAsync(GetCalls(client), TRecord.Entity, Positive(id), contacts, primaryId ?? contacts[0], cancellationToken)
            : throw new ArgumentException(error, nameof(contactIds));
    }

    /// <summary>Unlinks all contacts of a record. An update can't do this: a portal ignores an empty <c>CONTACT_IDS</c>.</summary>
    /// <remarks>The call does not change <c>IS_RETURN_CUSTOMER</c>, which a portal computes when it saves the record itself. The call is retried after an unknown outcome.</remarks>
    /// <typeparam name="TRecord">The generated read model, which identifies the entity.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="id">The ID of the record.</param>
    /// <param name="cancellationToken">Cancels the wait; the portal may process the call anyway.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ID is not positive.</exception>
    /// <exception cref="Bitrix24NotFoundException">The record does not exist.</exception>
    /// <exception cref="Bitrix24Exception">The portal returned another error, or the outcome is unknown.</exception>
    /// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/management-communication/crm-lead-contact-items-delete.html"/>
    public static Task ClearContactsAsync<TRecord>(this Bitrix24Client client, long id, CancellationToken cancellationToken = default)
        where TRecord : CrmRecord, ICrmRecord<TRecord> => ContactCalls.ClearAsync(GetCalls(client), TRecord.Entity, Positive(id), cancellationToken);

    /// <summary>Reads all product rows of a record, in the order of their IDs.</summary>
    /// <typeparam name="TRecord">The generated read model, which identifies the entity.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="id">The ID of the record.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ID is not positive.</exception>
    /// <exception cref="Bitrix24Exception">The portal returned an error or no valid result.</exception>
    /// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/universal/product-rows/crm-item-productrow-list.html"/>
    public static Task<IReadOnlyList<CrmProductRow>> GetProductRowsAsync<TRecord>(this Bitrix24Client client, long id, CancellationToken cancellationToken = default)
        where TRecord : CrmRecord, ICrmRecord<TRecord> => ProductRowCalls.GetAsync(GetCalls(client), TRecord.Entity, Positive(id), cancellationToken);

    /// <summary>Replaces all product rows of a record: the existing rows are deleted, and the portal gives the new rows new IDs.</summary>
    /// <remarks>
    /// A portal then replaces the amount of the record with the sum of the rows, unless it was entered manually (<c>IS_MANUAL_OPPORTUNITY</c>). The call is retried after an unknown outcome, because
    /// it leads to the same rows. Rows that another user adds in the meantime are deleted, too.
    /// </remarks>
    /// <typeparam name="TRecord">The generated read model, which identifies the entity.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="id">The ID of the record.</param>
    /// <param name="rows">The rows; empty to delete all. Their IDs are not sent.</param>
    /// <param name="cancellationToken">Cancels the wait; the portal may process the call anyway.</param>
    /// <returns>The rows as the portal stored them.</returns>
    /// <exception cref="ArgumentException">A value can't be sent, or a portal would round it. Nothing was sent.</exception>
    /// <exception cref="Bitrix24NotFoundException">The record does not exist.</exception>
    /// <exception cref="Bitrix24Exception">The portal returned another error, or the outcome is unknown.</exception>
    /// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/universal/product-rows/crm-item-productrow-set.html"/>
    public static Task<IReadOnlyList<CrmProductRow>> ReplaceProductRowsAsync<TRecord>(
        this Bitrix24Client client, long id, IEnumerable<CrmProductRow> rows, CancellationToken cancellationToken = default)
        where TRecord : CrmRecord, ICrmRecord<TRecord>
    {
        ArgumentNullException.ThrowIfNull(rows);
        return ProductRowCalls.ReplaceAsync(GetCalls(client), TRecord.Entity, Positive(id), [.. rows.Select(static row => ProductRowCalls.Check(row, nameof(rows)))], cancellationToken);
    }

    /// <summary>Adds a product row to a record. The call is not repeated after an unknown outcome, because a second row would be added.</summary>
    /// <typeparam name="TRecord">The generated read model, which identifies the entity.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="id">The ID of the record.</param>
    /// <param name="row">The row. Its ID is not sent.</param>
    /// <param name="cancellationToken">Cancels the wait; the portal may add the row anyway.</param>
    /// <returns>The row as the portal stored it, with its ID.</returns>
    /// <exception cref="ArgumentException">A value can't be sent, or a portal would round it. Nothing was sent.</exception>
    /// <exception cref="Bitrix24NotFoundException">The record does not exist.</exception>
    /// <exception cref="Bitrix24Exception">The portal returned another error, or the outcome is unknown.</exception>
    /// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/universal/product-rows/crm-item-productrow-add.html"/>
    public static Task<CrmProductRow> AddProductRowAsync<TRecord>(this Bitrix24Client client, long id, CrmProductRow row, CancellationToken cancellationToken = default)
        where TRecord : CrmRecord, ICrmRecord<TRecord> => ProductRowCalls.AddAsync(GetCalls(client), TRecord.Entity, Positive(id), ProductRowCalls.Check(row, nameof(row)), cancellationToken);

    /// <summary>Changes a product row. Only values that are not <see langword="null"/> are sent. The call is retried after an unknown outcome.</summary>
    /// <typeparam name="TRecord">The generated read model, which identifies the entity.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="row">The row, with its ID and that of its record, such as a row that was read.</param>
    /// <param name="cancellationToken">Cancels the wait; the portal may change the row anyway.</param>
    /// <returns>The row as the portal stored it.</returns>
    /// <exception cref="ArgumentException">The row has no ID or no <see cref="CrmProductRow.RecordId"/>, or a value can't be sent, or a portal would round it. Nothing was sent.</exception>
    /// <exception cref="Bitrix24NotFoundException">The row does not exist.</exception>
    /// <exception cref="Bitrix24Exception">The portal returned another error, or the outcome is unknown.</exception>
    /// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/universal/product-rows/crm-item-productrow-update.html"/>
    public static Task<CrmProductRow> UpdateProductRowAsync<TRecord>(this Bitrix24Client client, CrmProductRow row, CancellationToken cancellationToken = default)
        where TRecord : CrmRecord, ICrmRecord<TRecord> => ProductRowCalls.UpdateAsync(GetCalls(client), TRecord.Entity, CheckExisting(ProductRowCalls.Check(row, nameof(row))), cancellationToken);

    /// <summary>Deletes a product row. The call is retried after an unknown outcome. If a retry finds that the row does not exist, it counts as deleted.</summary>
    /// <typeparam name="TRecord">The generated read model, which identifies the entity.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="row">The row, with its ID and that of its record, such as a row that was read. Its other values are not used.</param>
    /// <param name="cancellationToken">Cancels the wait; the portal may delete the row anyway.</param>
    /// <exception cref="ArgumentException">The row has no ID or no <see cref="CrmProductRow.RecordId"/>. Nothing was sent.</exception>
    /// <exception cref="Bitrix24NotFoundException">The row does not exist, and no earlier attempt of the call could have deleted it.</exception>
    /// <exception cref="Bitrix24Exception">The portal returned another error, or the outcome is unknown.</exception>
    /// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/universal/product-rows/crm-item-productrow-delete.html"/>
    public static Task DeleteProductRowAsync<TRecord>(this Bitrix24Client client, CrmProductRow row, CancellationToken cancellationToken = default)
        where TRecord : CrmRecord, ICrmRecord<TRecord>
    {
        ArgumentNullException.ThrowIfNull(row);
        return ProductRowCalls.DeleteAsync(GetCalls(client), TRecord.Entity, CheckExisting(row), cancellationToken);
    }

    /// <summary>Adds a comment to the timeline of a record. The call is not repeated after an unknown outcome, because a second comment would be added.</summary>
    /// <typeparam name="TRecord">The generated read model, which identifies the entity.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="id">The ID of the record.</param>
    /// <param name="text">The text, which users see.</param>
    /// <param name="cancellationToken">Cancels the wait; the portal may add the comment anyway.</param>
    /// <returns>The ID of the comment.</returns>
    /// <exception cref="ArgumentException">The ID is not positive, or the text is blank or can't be sent. Nothing was sent.</exception>
    /// <exception cref="Bitrix24NotFoundException">The record does not exist.</exception>
    /// <exception cref="Bitrix24Exception">The portal returned another error, or the outcome is unknown.</exception>
    /// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/timeline/comments/crm-timeline-comment-add.html"/>
    public static Task<long> AddCommentAsync<TRecord>(this Bitrix24Client client, long id, string text, CancellationToken cancellationToken = default)
        where TRecord : CrmRecord, ICrmRecord<TRecord>
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return TextFormat.GetTextError(text) is { } error
            ? throw new ArgumentException($"The text can't be sent: {error}.", nameof(text))
            : CommentCalls.AddAsync(GetCalls(client), TRecord.Entity, Positive(id), text, cancellationToken);
    }

    private static PortalCalls GetCalls(Bitrix24Client client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.Calls;
    }

    private static long Positive(long id)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(id);
        return id;
    }

    // The record whose amount the call changes: updates from its values that were read before must not be sent.
    private static CrmProductRow CheckExisting(CrmProductRow row) =>
        row.Id is not > 0 ? throw new ArgumentException("The product row has no ID. Read the rows of the record first.", nameof(row))
        : row.RecordId is not > 0 ? throw new ArgumentException($"The product row has no {nameof(CrmProductRow.RecordId)}. Set it to the ID of the record that the row belongs to, or use a row that was read.", nameof(row))
        : row;
}
