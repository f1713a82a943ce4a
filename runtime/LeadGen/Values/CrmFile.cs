namespace LeadGen;

/// <summary>Represents a file of a lead. Files are read-only; see https://apidocs.bitrix24.com/api-reference/files/how-to-update-files.html for writing.</summary>
/// <param name="id">The ID of the file.</param>
/// <param name="showUrl">The URL that users open in a browser, relative to the portal.</param>
/// <param name="downloadUrl">The URL from which programs download the file, relative to the portal.</param>
public sealed class CrmFile(long id, string? showUrl, string? downloadUrl)
{
    /// <summary>Gets the ID of the file.</summary>
    public long Id { get; } = id;

    /// <summary>Gets the URL that users open in a browser, relative to the portal. It contains a token: do not log it.</summary>
    public string? ShowUrl { get; } = showUrl;

    /// <summary>Gets the URL from which programs download the file, relative to the portal. It contains a token: do not log it.</summary>
    public string? DownloadUrl { get; } = downloadUrl;

    /// <summary>Returns the ID only, because the URLs contain a token.</summary>
    public override string ToString() => $"file {Id}";
}
