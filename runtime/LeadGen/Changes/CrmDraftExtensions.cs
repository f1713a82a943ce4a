namespace LeadGen;

/// <summary>Adds files to the values of a new record.</summary>
/// <remarks>
/// A draft with files is sent in a separate call, never in a batch. A portal reports success even if it does not store a file, for example because its settings do not permit the
/// extension: set <see cref="CrmUpdateOptions.Verify"/> to compare the number of stored files with the draft.
/// </remarks>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/files/how-to-upload-files.html"/>
public static class CrmDraftExtensions
{
    /// <summary>Sets the file of a field that is not multiple. It replaces a file that was set before.</summary>
    /// <typeparam name="TDraft">The generated draft.</typeparam>
    /// <param name="draft">The draft.</param>
    /// <param name="field">The field, such as <c>LeadFields.Passport</c>.</param>
    /// <param name="file">The file.</param>
    /// <returns>The draft.</returns>
    /// <exception cref="CrmValueException">The field is read-only, or the files of the draft are longer than <see cref="CrmFileContent.MaxLength"/> together.</exception>
    public static TDraft SetFile<TDraft>(this TDraft draft, CrmField<CrmFile> field, CrmFileContent file)
        where TDraft : CrmDraft => Add(draft, field, file);

    /// <summary>Adds a file to a multiple field.</summary>
    /// <inheritdoc cref="SetFile{TDraft}(TDraft, CrmField{CrmFile}, CrmFileContent)"/>
    public static TDraft AddFile<TDraft>(this TDraft draft, CrmField<IReadOnlyList<CrmFile>> field, CrmFileContent file)
        where TDraft : CrmDraft => Add(draft, field, file);

    private static TDraft Add<TDraft>(TDraft draft, CrmField field, CrmFileContent file)
        where TDraft : CrmDraft
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(file);
        draft.RecordFile(field, file);
        return draft;
    }
}
