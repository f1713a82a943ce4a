using System.Globalization;
using System.Text;
using LeadGen.Schema;

namespace LeadGen.Tool.Output;

/// <summary>Reads files from an untrusted folder, up to a maximum length.</summary>
internal static class BoundedFile
{
    /// <summary>Gets the content of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxLength">The maximum length in bytes.</param>
    /// <exception cref="ToolException">The file is too long.</exception>
    public static byte[] ReadAllBytes(string path, int maxLength = SchemaLimits.FileLength)
    {
        using FileStream file = File.OpenRead(path);

        // A device has no length and may never end.
        byte[] buffer = new byte[Math.Min(file.CanSeek ? file.Length : 0, maxLength) + 1];
        int length = 0;
        int read;
        while ((read = file.Read(buffer, length, buffer.Length - length)) > 0)
        {
            length += read;
            if (length > maxLength)
            {
                throw new ToolException(
                    string.Create(CultureInfo.InvariantCulture, $"'{path}' is longer than {maxLength} bytes, and the tool does not read more."),
                    "check the file, and restore it from source control.");
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(length * 2, maxLength + 1));
            }
        }

        return buffer[..length];
    }

    /// <summary>Gets the text of a file, in the encoding of its byte order mark, or UTF-8.</summary>
    /// <exception cref="ToolException">The file is too long.</exception>
    public static string ReadAllText(string path)
    {
        using var reader = new StreamReader(new MemoryStream(ReadAllBytes(path)), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }
}
