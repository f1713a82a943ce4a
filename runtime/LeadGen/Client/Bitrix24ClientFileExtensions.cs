using LeadGen.Client;
using LeadGen.Limits;

namespace LeadGen;

/// <summary>Changes the files of a record, and downloads them. <see cref="CrmDraftExtensions"/> adds files to a new record.</summary>
/// <remarks>
/// Files are changed by <c>crm.item.update</c>, regardless of the API of the client, because <c>crm.lead.update</c> ignores most forms of a file. Each change reads the files first, and
/// compares the files in the portal's reply with the expected ones. A portal has no way to reject an update of files that were changed in the meantime. So if a user or another program
/// adds a file between the two calls, the update deletes it, and the reply does not show that. Do not change the files of one field from two programs at the same time.
/// <para>
/// A change is not repeated after an attempt that the portal may have processed, because a second attempt could add the files again. Read the record to find out which files it has.
/// </para>
/// </remarks>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/files/how-to-update-files.html"/>
public static class Bitrix24ClientFileExtensions
{
    /// <summary>Adds files to a multiple field, and removes files from it. All other files of the field are kept.</summary>
    /// <typeparam name="TRecord">The generated read model.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="id">The ID of the record.</param>
    /// <param name="field">The field, such as <c>LeadFields.Scans</c>.</param>
    /// <param name="add">The new files; <see langword="null"/> for none.</param>
    /// <param name="remove">The IDs of the files to remove (<see cref="CrmFile.Id"/>); <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">Cancels the wait; the portal may process the update anyway.</param>
    /// <returns>The files that the field has after the update. If there is nothing to add or remove, nothing is sent except the call that reads.</returns>
    /// <exception cref="CrmValueException">The field does not have a file that is to be removed, is read-only, or the new files are too long. No update was sent.</exception>
    /// <exception cref="Bitrix24NotFoundException">The record does not exist.</exception>
    /// <exception cref="Bitrix24FileException">The portal processed the update, but the field does not have the expected files.</exception>
    /// <exception cref="Bitrix24Exception">The portal did not process a call, or the outcome is unknown (<see cref="Bitrix24Exception.IsOutcomeUnknown"/>).</exception>
    public static Task<IReadOnlyList<CrmFile>> UpdateFilesAsync<TRecord>(
        this Bitrix24Client client, long id, CrmField<IReadOnlyList<CrmFile>> field, IEnumerable<CrmFileContent>? add = null, IEnumerable<long>? remove = null, CancellationToken cancellationToken = default)
        where TRecord : CrmRecord, ICrmRecord<TRecord>
    {
        long[] removed = [.. (remove ?? []).Distinct()];
        return ChangeAsync<TRecord>(client, id, field, add ?? [], current => removed.Except(current).ToArray() is [var unknown, ..]
            ? throw new CrmValueException(field, $"record {id} does not have file {unknown}, which is to be removed; read the record again")
            : removed, cancellationToken);
    }

    /// <summary>Replaces all files of a multiple field. Files that the field has are deleted, including files that other users added.</summary>
    /// <param name="client">The client.</param>
    /// <param name="id">The ID of the record.</param>
    /// <param name="field">The field.</param>
    /// <param name="files">The new files; none to delete all files.</param>
    /// <param name="cancellationToken">Cancels the wait; the portal may process the update anyway.</param>
    /// <exception cref="CrmValueException">The field is read-only, or the new files are too long. No update was sent.</exception>
    /// <inheritdoc cref="UpdateFilesAsync{TRecord}(Bitrix24Client, long, CrmField{IReadOnlyList{CrmFile}}, IEnumerable{CrmFileContent}?, IEnumerable{long}?, CancellationToken)"/>
    public static Task<IReadOnlyList<CrmFile>> ReplaceFilesAsync<TRecord>(
        this Bitrix24Client client, long id, CrmField<IReadOnlyList<CrmFile>> field, IEnumerable<CrmFileContent> files, CancellationToken cancellationToken = default)
        where TRecord : CrmRecord, ICrmRecord<TRecord>
    {
        ArgumentNullException.ThrowIfNull(files);
        return ChangeAsync<TRecord>(client, id, field, files, static current => current, cancellationToken);
    }

    /// <summary>Sets the file of a field that is not multiple. The portal deletes the file that the field had.</summary>
    /// <param name="client">The client.</param>
    /// <param name="id">The ID of the record.</param>
    /// <param name="field">The field, such as <c>LeadFields.Passport</c>.</param>
    /// <param name="file">The new file.</param>
    /// <param name="cancellationToken">Cancels the wait; the portal may process the update anyway.</param>
    /// <returns>The file that the field has after the update.</returns>
    /// <exception cref="CrmValueException">The field is read-only. No update was sent.</exception>
    /// <inheritdoc cref="UpdateFilesAsync{TRecord}(Bitrix24Client, long, CrmField{IReadOnlyList{CrmFile}}, IEnumerable{CrmFileContent}?, IEnumerable{long}?, CancellationToken)"/>
    public static async Task<CrmFile> SetFileAsync<TRecord>(
        this Bitrix24Client client, long id, CrmField<CrmFile> field, CrmFileContent file, CancellationToken cancellationToken = default)
        where TRecord : CrmRecord, ICrmRecord<TRecord>
    {
        ArgumentNullException.ThrowIfNull(file);
        return (await ChangeAsync<TRecord>(client, id, field, [file], static current => current, cancellationToken).ConfigureAwait(false))[0];
    }

    /// <summary>Deletes the file of a field that is not multiple. If the field is empty, nothing is sent except the call that reads.</summary>
    /// <param name="client">The client.</param>
    /// <param name="id">The ID of the record.</param>
    /// <param name="field">The field.</param>
    /// <param name="cancellationToken">Cancels the wait; the portal may process the update anyway.</param>
    /// <returns>A task that ends when the portal has deleted the file.</returns>
    /// <exception cref="CrmValueException">The field is read-only. No update was sent.</exception>
    /// <inheritdoc cref="UpdateFilesAsync{TRecord}(Bitrix24Client, long, CrmField{IReadOnlyList{CrmFile}}, IEnumerable{CrmFileContent}?, IEnumerable{long}?, CancellationToken)"/>
    public static Task RemoveFileAsync<TRecord>(this Bitrix24Client client, long id, CrmField<CrmFile> field, CancellationToken cancellationToken = default)
        where TRecord : CrmRecord, ICrmRecord<TRecord> => ChangeAsync<TRecord>(client, id, field, [], static current => current, cancellationToken);

    /// <summary>Downloads a file.</summary>
    /// <remarks>
    /// The URL of a file contains a token of the application or the secret of the webhook. It is sent unchanged, only to the client's own portal, and redirects are not followed. The
    /// request counts for the client's limits, and transient failures are retried until the first bytes of the file have arrived.
    /// <para>
    /// The URL is valid for a limited time: if the portal rejects it, read the record again. Read it with <see cref="LeadApi.Item"/> if the client uses a webhook: the URLs of
    /// <c>crm.lead.*</c> then contain no token, and a portal returns its login page.
    /// </para>
    /// </remarks>
    /// <param name="client">The client that has read the record.</param>
    /// <param name="file">The file.</param>
    /// <param name="maxLength">The maximum length in bytes. The default is <see cref="CrmFileContent.MaxLength"/>, 128 MiB. It is checked before and while the content is read.</param>
    /// <param name="cancellationToken">Cancels the request, until the method returns.</param>
    /// <returns>The name and the content, which is read from the portal while your program reads it. Dispose it.</returns>
    /// <exception cref="ArgumentException">The file has no URL, or its URL is not one of the client's portal. Nothing was sent.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is negative.</exception>
    /// <exception cref="Bitrix24AuthenticationException">The token in the URL has expired: read the record again.</exception>
    /// <exception cref="Bitrix24ReplyException">The reply is a web page or a redirect instead of a file, or the file is too long.</exception>
    /// <exception cref="Bitrix24Exception">The portal returned another error or did not answer.</exception>
    /// <seealso href="https://apidocs.bitrix24.com/api-reference/files/how-to-upload-files.html"/>
    public static async Task<CrmFileDownload> DownloadFileAsync(
        this Bitrix24Client client, CrmFile file, long maxLength = CrmFileContent.MaxLength, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(file);
        ArgumentOutOfRangeException.ThrowIfNegative(maxLength);
        string address = file.DownloadUrl is { Length: > 0 } url ? url : throw new ArgumentException("The file has no URL for a download.", nameof(file));
        CrmFileDownload download = null!;
        var traits = new CallTraits(RestMethod.FileDownload);
        await client.Calls.RunAsync(
            traits, async token => download = await client.Calls.Connection.DownloadAsync(traits, address, maxLength, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return download;
    }

    private static Task<IReadOnlyList<CrmFile>> ChangeAsync<TRecord>(
        Bitrix24Client client, long id, CrmField field, IEnumerable<CrmFileContent> add, Func<IReadOnlyList<long>, IReadOnlyList<long>> findRemoved, CancellationToken cancellationToken)
        where TRecord : CrmRecord, ICrmRecord<TRecord>
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(field);
        return FileCalls.ChangeAsync(client.Calls, TRecord.Entity, TRecord.Fields, id, field, [.. add], findRemoved, cancellationToken);
    }
}
