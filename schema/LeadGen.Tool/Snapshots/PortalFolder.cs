using System.Text;

namespace LeadGen.Schema;

/// <summary>Reads portal folders from disk. Compiled into the tool and the emulator: a compiler gets the files from its host, and analyzers must not read files.</summary>
internal static class PortalFolder
{
    /// <summary>Reads a portal folder from disk. The files belong to the same snapshot, even if another process replaces them at the same time.</summary>
    /// <exception cref="FileNotFoundException">The folder has no <see cref="PortalFiles.FieldsName"/>.</exception>
    public static async Task<PortalFiles> ReadAsync(string folder, CancellationToken cancellationToken = default)
    {
        // A refresh replaces the files one by one. If two reads are equal, they did not overlap with a refresh.
        const int MaxReads = 50;
        PortalFiles? last = await ReadOnceAsync(folder, cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < MaxReads; i++)
        {
            PortalFiles? next = await ReadOnceAsync(folder, cancellationToken).ConfigureAwait(false);
            if (next == last)
            {
                return next ?? throw new FileNotFoundException($"The folder '{folder}' is not a portal folder: it has no {PortalFiles.FieldsName}.", Path.Combine(folder, PortalFiles.FieldsName));
            }

            last = next;
        }

        throw new IOException($"The folder '{folder}' changes faster than it can be read.");
    }

    private static async Task<PortalFiles?> ReadOnceAsync(string folder, CancellationToken cancellationToken)
    {
        string staged = Path.Combine(folder, PortalFiles.StagedFolder);
        string from = File.Exists(Path.Combine(staged, PortalFiles.FieldsName)) ? staged : folder;
        return await ReadFileAsync(PortalFiles.FieldsName).ConfigureAwait(false) is { } fields
            ? new PortalFiles(
                fields,
                await ReadFileAsync(PortalFiles.StatusesName).ConfigureAwait(false),
                await ReadFileAsync(PortalFiles.UserFieldsName).ConfigureAwait(false),
                await ReadFileAsync(PortalFiles.NamesName).ConfigureAwait(false),
                await ReadFileAsync(PortalFiles.ItemFieldsName).ConfigureAwait(false))
            : null;

        async Task<SchemaFile?> ReadFileAsync(string name)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string path = Path.Combine(from, name);
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
        while (text.Length <= SchemaLimits.FileLength && (read = await reader.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            text.Append(buffer, 0, read);
        }

        return text.ToString();
    }
}
