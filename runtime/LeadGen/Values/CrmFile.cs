namespace LeadGen;

/// <summary>
/// Represents a file of a lead. <see cref="Bitrix24ClientFileExtensions"/> changes the files of a lead and downloads them, and <see cref="CrmDraftExtensions"/> adds files to a new lead.
/// </summary>
/// <remarks>The URLs are relative to the portal if the lead was read by <c>crm.lead.*</c>, and absolute if it was read by <c>crm.item.*</c>.</remarks>
/// <param name="id">The ID of the file.</param>
/// <param name="showUrl">The URL that users open in a browser.</param>
/// <param name="downloadUrl">The URL from which programs download the file.</param>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/files/how-to-update-files.html"/>
public sealed class CrmFile(long id, string? showUrl, string? downloadUrl)
{
    /// <summary>Gets the ID of the file.</summary>
    public long Id { get; } = id;

    /// <summary>Gets the URL that users open in a browser. It can contain a token: do not log it.</summary>
    public string? ShowUrl { get; } = showUrl;

    /// <summary>Gets the URL from which programs download the file. It contains a token or the secret of the webhook: do not log or store it.</summary>
    public string? DownloadUrl { get; } = downloadUrl;

    /// <summary>Returns the ID only, because the URLs contain a token.</summary>
    public override string ToString() => $"file {Id}";
}
