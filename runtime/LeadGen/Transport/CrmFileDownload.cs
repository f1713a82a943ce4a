namespace LeadGen;

/// <summary>Represents a file that is being downloaded. Dispose it to release the connection.</summary>
public sealed class CrmFileDownload : IDisposable
{
    private readonly HttpResponseMessage _response;

    internal CrmFileDownload(HttpResponseMessage response, string? fileName, Stream content)
    {
        _response = response;
        FileName = fileName;
        ContentType = response.Content.Headers.ContentType?.MediaType;
        Length = response.Content.Headers.ContentLength;
        Content = content;
    }

    /// <summary>Gets the name of the file, without a path and control characters; <see langword="null"/> if the portal returned none. It was chosen by a user, so do not use it as the name of a file on your server.</summary>
    public string? FileName { get; }

    /// <summary>Gets the media type, such as <c>application/pdf</c>; <see langword="null"/> if the portal returned none.</summary>
    public string? ContentType { get; }

    /// <summary>Gets the length in bytes; <see langword="null"/> if the portal did not return it, for example because the reply is compressed.</summary>
    public long? Length { get; }

    /// <summary>
    /// Gets the content. It can be read once, asynchronously: with <see cref="Stream.ReadAsync(Memory{byte}, CancellationToken)"/> or <see cref="Stream.CopyToAsync(Stream, CancellationToken)"/>.
    /// Reading throws a <see cref="Bitrix24ReplyException"/> if the file is longer than the maximum, and a <see cref="Bitrix24TransportException"/> if the connection is lost or no bytes
    /// arrive within <see cref="Bitrix24ClientOptions.Timeout"/>.
    /// </summary>
    public Stream Content { get; }

    /// <summary>Ends the download.</summary>
    public void Dispose()
    {
        Content.Dispose();
        _response.Dispose();
    }

    /// <summary>Returns a description without the name, which may be personal data.</summary>
    public override string ToString() => $"download of {(Length is { } length ? $"{length} bytes" : "a file")}";
}
