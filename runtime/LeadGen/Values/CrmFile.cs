namespace LeadGen;

/// <summary>A file of a lead. Read only: see https://apidocs.bitrix24.com/api-reference/files/how-to-update-files.html for writing.</summary>
/// <param name="id">The file's id.</param>
/// <param name="showUrl">Where people see it, relative to the portal.</param>
/// <param name="downloadUrl">Where programs get it, relative to the portal.</param>
public sealed class CrmFile(long id, string? showUrl, string? downloadUrl)
{
    /// <summary>The file's id.</summary>
    public long Id { get; } = id;

    /// <summary>Where people see the file, relative to the portal. Holds a token: do not log it.</summary>
    public string? ShowUrl { get; } = showUrl;

    /// <summary>Where programs get the file, relative to the portal. Holds a token: do not log it.</summary>
    public string? DownloadUrl { get; } = downloadUrl;

    /// <summary>The id alone: the addresses hold a token.</summary>
    public override string ToString() => $"file {Id}";
}
