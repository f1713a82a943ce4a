using System.Text;
using LeadGen.Schema.Json;
using LeadGen.Schema.Kinds;

namespace LeadGen.Schema;

/// <summary>Represents a file of a portal folder.</summary>
public sealed record SchemaFile(string Path, string Text)
{
    private LineMap? _lines;

    /// <summary>Gets the name of the file without the folder.</summary>
    public string Name => Path.Substring(Path.LastIndexOfAny(['/', '\\']) + 1);

    /// <inheritdoc/>
    public bool Equals(SchemaFile? other) => other is not null && Path == other.Path && Text == other.Text;

    /// <inheritdoc/>
    public override int GetHashCode() => unchecked((StringComparer.Ordinal.GetHashCode(Path) * 31) + Text.Length);

    /// <summary>Gets the location of a range of this file.</summary>
    public SchemaLocation Locate(TextRange range)
    {
        LineMap lines = _lines ??= new LineMap(Text);
        return new SchemaLocation(Path, range, lines.At(range.Start), lines.At(range.End));
    }
}

/// <summary>Represents the files of a portal folder: the portal's replies and the pinned names.</summary>
public sealed record PortalFiles(SchemaFile Fields, SchemaFile? Statuses = null, SchemaFile? UserFields = null, SchemaFile? Names = null)
{
    /// <summary>The name of the file with the reply to <c>crm.lead.fields</c>.</summary>
    public static readonly string FieldsName = EntitySchema.Lead.FieldsMethod + ".json";

    /// <summary>The name of the file with the reply to <c>crm.status.list</c>.</summary>
    public const string StatusesName = "crm.status.list.json";

    /// <summary>The name of the file with the reply to <c>crm.lead.userfield.list</c>.</summary>
    public static readonly string UserFieldsName = EntitySchema.Lead.UserFieldsMethod + ".json";

    /// <summary>The name of the file with the pinned C# names.</summary>
    public const string NamesName = "leadgen.names.json";

    /// <summary>
    /// The folder where a refresh stores its files before it moves them to the portal folder. If it exists, it contains a complete
    /// snapshot that is newer than the files outside, some of which may already be replaced.
    /// </summary>
    public const string StagedFolder = ".leadgen/staged";

    /// <summary>Reads a portal folder from disk. The files belong to the same snapshot, even if another process replaces them at the same time.</summary>
    /// <exception cref="FileNotFoundException">The folder has no <see cref="FieldsName"/>.</exception>
    public static async Task<PortalFiles> ReadFolderAsync(string folder, CancellationToken cancellationToken = default)
    {
        // A refresh replaces the files one by one. If two reads are equal, they did not overlap with a refresh.
        const int MaxReads = 50;
        PortalFiles? last = await ReadOnceAsync(folder, cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < MaxReads; i++)
        {
            PortalFiles? next = await ReadOnceAsync(folder, cancellationToken).ConfigureAwait(false);
            if (next == last)
            {
                return next ?? throw new FileNotFoundException($"The folder '{folder}' is not a portal folder: it has no {FieldsName}.", System.IO.Path.Combine(folder, FieldsName));
            }

            last = next;
        }

        throw new IOException($"The folder '{folder}' changes faster than it can be read.");
    }

    private static async Task<PortalFiles?> ReadOnceAsync(string folder, CancellationToken cancellationToken)
    {
        string staged = System.IO.Path.Combine(folder, StagedFolder);
        string from = File.Exists(System.IO.Path.Combine(staged, FieldsName)) ? staged : folder;
        return await ReadAsync(FieldsName).ConfigureAwait(false) is { } fields
            ? new PortalFiles(
                fields,
                await ReadAsync(StatusesName).ConfigureAwait(false),
                await ReadAsync(UserFieldsName).ConfigureAwait(false),
                await ReadAsync(NamesName).ConfigureAwait(false))
            : null;

        async Task<SchemaFile?> ReadAsync(string name)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string path = System.IO.Path.Combine(from, name);
            try
            {
                using var reader = new StreamReader(path);
                return new SchemaFile(path, await ReadBoundedAsync(reader, cancellationToken).ConfigureAwait(false));
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                return null;
            }
        }
    }

    // Reads past the limit, so that the caller can detect that the file is too long.
    private static async Task<string> ReadBoundedAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        char[] buffer = new char[64 * 1024];
        int read;
        while (text.Length <= SchemaLimits.FileLength && (read = await reader.ReadAsync(buffer, 0, buffer.Length).ConfigureAwait(false)) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            text.Append(buffer, 0, read);
        }

        return text.ToString();
    }
}
