namespace LeadGen;

/// <summary>
/// The exception that is thrown when a portal processed a change of files, but the field then does not have the expected files: a file that was to be kept is missing, a file that was
/// to be removed is still there, or a new file was not stored. Read the record before you repeat the call.
/// </summary>
/// <remarks>
/// The usual reason is that a user or another program changed the field at the same time. <see cref="Bitrix24Exception.IsOutcomeUnknown"/> is <see langword="true"/>, as for all calls
/// that the portal may have processed.
/// </remarks>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/files/how-to-update-files.html"/>
public sealed class Bitrix24FileException : Bitrix24Exception
{
    internal Bitrix24FileException(string message, CallFailure failure, string code, IReadOnlyList<CrmFile> files, IReadOnlyList<long> missingFiles, IReadOnlyList<long> remainingFiles, int lostFiles)
        : base(message, failure)
    {
        Code = code;
        Files = files;
        MissingFiles = missingFiles;
        RemainingFiles = remainingFiles;
        LostFiles = lostFiles;
    }

    /// <summary>Gets the code of the field.</summary>
    public string Code { get; }

    /// <summary>Gets the files that the field has after the call.</summary>
    public IReadOnlyList<CrmFile> Files { get; }

    /// <summary>Gets the IDs of the files that were to be kept and that the field no longer has. Their content may be lost.</summary>
    public IReadOnlyList<long> MissingFiles { get; }

    /// <summary>Gets the IDs of the files that were to be removed and that the field still has.</summary>
    public IReadOnlyList<long> RemainingFiles { get; }

    /// <summary>Gets the number of new files that the portal did not store. The portal's reply does not show which ones.</summary>
    public int LostFiles { get; }

    internal override Bitrix24Exception With(CallFailure failure) => new Bitrix24FileException(Reason, failure, Code, Files, MissingFiles, RemainingFiles, LostFiles);
}
