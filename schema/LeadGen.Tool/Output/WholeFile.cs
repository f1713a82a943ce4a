using System.Text;

namespace LeadGen.Tool.Output;

/// <summary>Writes files whole or not at all: half a report or half a project would be taken for the thing itself.</summary>
internal static class WholeFile
{
    /// <summary>Writes a text in UTF-8.</summary>
    /// <param name="path">The file; one that is there is replaced at once.</param>
    /// <param name="text">What it is to hold.</param>
    /// <param name="hasMark">Whether it begins with a byte order mark.</param>
    /// <param name="cancellationToken">Ends the writing; the file is as it was.</param>
    public static async Task WriteAsync(string path, string text, bool hasMark, CancellationToken cancellationToken)
    {
        var encoding = new UTF8Encoding(hasMark);
        if (new FileInfo(path) is { Exists: true } there && (there.Length == 0 || there.LinkTarget is not null))
        {
            // A device or a pipe has no length, and stands for something else, as a link does: putting a file in its place would break it.
            await File.WriteAllTextAsync(path, text, encoding, cancellationToken).ConfigureAwait(false);
            return;
        }

        string beside = path + ".leadgen";
        try
        {
            await File.WriteAllTextAsync(beside, text, encoding, cancellationToken).ConfigureAwait(false);
            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }
}
