using System.Globalization;
using System.Text;
using LeadGen.Schema.Kinds;

namespace LeadGen;

/// <summary>Represents a new file: its name and its bytes. Immutable, except that the bytes are not copied.</summary>
/// <remarks>
/// A file is sent in the body of the request, in Base64, which is a third longer. A cloud portal accepts requests of up to 2 GB and ends a call after one minute. The client keeps the whole
/// request in memory, so the files of one call together have at most <see cref="MaxLength"/> bytes.
/// </remarks>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/files/how-to-upload-files.html"/>
public sealed class CrmFileContent
{
    /// <summary>The maximum length of all files of one call together, in bytes: 128 MiB.</summary>
    public const int MaxLength = 128 * 1024 * 1024;

    // The length of the database column for file names in a portal.
    private const int MaxNameLength = 255;

    /// <summary>Initializes a file.</summary>
    /// <param name="name">The name with its extension, such as <c>contract.pdf</c>, of at most 255 characters. Not a path.</param>
    /// <param name="content">The bytes. They are not copied: do not change them until the call has ended.</param>
    /// <exception cref="ArgumentException">
    /// The name is blank or too long, or contains a slash, a backslash, a control character or half a surrogate pair; or the file is empty or longer than <see cref="MaxLength"/>.
    /// The message contains neither the name nor the content.
    /// </exception>
    public CrmFileContent(string name, ReadOnlyMemory<byte> content)
    {
        ArgumentNullException.ThrowIfNull(name);
        string? error = PhpText.IsBlank(name) || name is "." or ".." ? "is blank"
            : name.Length > MaxNameLength ? string.Create(CultureInfo.InvariantCulture, $"has more than {MaxNameLength} characters")
            : name.AsSpan().ContainsAny('/', '\\') ? "contains a slash or a backslash; remove the path"
            : name.Any(char.IsControl) ? "contains a control character"
            : name.EnumerateRunes().Contains(Rune.ReplacementChar) ? "is not valid Unicode"
            : null;
        if (error is not null)
        {
            throw new ArgumentException($"The name of the file {error}.", nameof(name));
        }

        if (content.IsEmpty || content.Length > MaxLength)
        {
            throw new ArgumentException(
                content.IsEmpty ? "The file is empty, and a portal does not store an empty file."
                    : string.Create(CultureInfo.InvariantCulture, $"The file has {content.Length} bytes, but the files of a call may have at most {MaxLength} bytes together."),
                nameof(content));
        }

        Name = name;
        Content = content;
    }

    /// <summary>Gets the name with its extension.</summary>
    public string Name { get; }

    /// <summary>Gets the bytes.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>Returns the length only, because the name and the content may be personal data.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"new file of {Content.Length} bytes");

    /// <summary>Gets the reason why files can't be sent in one call; <see langword="null"/> if they can.</summary>
    internal static string? GetLengthError(IEnumerable<CrmFileContent> files) => files.Sum(static f => (long)f.Content.Length) is var length and > MaxLength
        ? string.Create(CultureInfo.InvariantCulture, $"the files have {length} bytes, but the files of a call may have at most {MaxLength} bytes together; send them in several calls")
        : null;
}
