using System.Globalization;
using System.Text;
using LeadGen.Schema;

namespace LeadGen.Tool.Output;

/// <summary>Reads files from an untrusted folder, up to a maximum length.</summary>
internal static class BoundedFile
{
    /// <summary>The content of a file.</summary>
    /// <exception cref="ToolException">The file is too long.</exception>
    public static byte[] ReadAllBytes(string path)
    {
        using FileStream file = File.OpenRead(path);

        // A device has no length and may never end.
        byte[] buffer = new byte[Math.Min(file.CanSeek ? file.Length : 0, SchemaLimits.FileLength) + 1];
        int length = 0;
        int read;
        while ((read = file.Read(buffer, length, buffer.Length - length)) > 0)
        {
            length += read;
            if (length > SchemaLimits.FileLength)
            {
                throw new ToolException(
                    string.Create(CultureInfo.InvariantCulture, $"'{path}' is longer than {SchemaLimits.FileLength} bytes, and the tool does not read more."),
                    "check the file, and restore it from version control.");
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(length * 2, SchemaLimits.FileLength + 1));
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
