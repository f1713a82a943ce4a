using System.Security;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using LeadGen.Schema.Naming;
using LeadGen.Tool.Output;
using LeadGen.Tool.Snapshots;

namespace LeadGen.Tool.Projects;

/// <summary>Represents a project file. Adding items does not change the existing text.</summary>
/// <remarks>
/// MSBuild's object model writes each tag anew, so attributes on separate lines are joined. <c>dotnet msbuild -getItem</c> only
/// reads, and takes 1.3 seconds for each project; most commands read several projects.
/// </remarks>
internal sealed partial class ProjectFile
{
    public const string Item = "LeadSchema";

    private readonly ToolEnvironment _environment;
    private readonly XDocument _content;
    private readonly Encoding _encoding;
    private readonly string _original;
    private string _text;

    private ProjectFile(string path, string text, Encoding encoding, XDocument content, ToolEnvironment environment)
    {
        Path = path;
        _original = _text = text;
        _encoding = encoding;
        _content = content;
        _environment = environment;
    }

    public string Path { get; }

    /// <summary>Gets whether the project references the LeadGen package or project.</summary>
    public bool ReferencesPackage => Named("PackageReference").Concat(Named("ProjectReference"))
        .Any(static e => System.IO.Path.GetFileNameWithoutExtension(e.Attribute("Include")?.Value.Replace('\\', '/')) == "LeadGen"
            || e.Attribute("Include")?.Value == "LeadGen");

    /// <exception cref="ToolException">The file is not a project, or its encoding is neither UTF-8 nor UTF-16 with a byte order mark.</exception>
    public static ProjectFile Open(string path, ToolEnvironment environment)
    {
        byte[] bytes = BoundedFile.ReadAllBytes(path, ProjectXml.MaxLength);
        Encoding encoding = GetEncoding(bytes);
        try
        {
            string text = encoding.GetString(bytes.AsSpan(encoding.GetPreamble().Length));
            (XDocument content, string prefix) = ProjectXml.Read(environment.Display(path), settings => XmlReader.Create(new StringReader(text), settings));
            if (content.Declaration?.Encoding is { } declared && !encoding.WebName.StartsWith(declared, StringComparison.OrdinalIgnoreCase))
            {
                throw NotUnicode();
            }

            if (prefix.Length > 0)
            {
                throw new ToolException(
                    $"The root of '{environment.Display(path)}' has the XML prefix '{prefix}', and MSBuild does not build such a project (MSB4041).",
                    $"write <Project> without a prefix, and remove '{prefix}:' from the other elements.");
            }

            return content.Root?.Name.LocalName == "Project"
                ? new ProjectFile(path, text, encoding, content, environment)
                : throw new ToolException($"'{environment.Display(path)}' is not an MSBuild project.", "specify a .csproj file with --project.");
        }
        catch (DecoderFallbackException)
        {
            throw NotUnicode();
        }

        ToolException NotUnicode() => new($"'{environment.Display(path)}' is not in UTF-8.", "save it in UTF-8, or write the LeadSchema item by hand.");
    }

    // The encoding of the byte order mark; UTF-8 without one.
    private static Encoding GetEncoding(byte[] bytes) => bytes.AsSpan() switch
    {
        [0xEF, 0xBB, 0xBF, ..] => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true),
        [0xFF, 0xFE, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
        [0xFE, 0xFF, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
        _ => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true),
    };

    /// <summary>Determines whether an item of a project in <paramref name="folder"/> includes a file.</summary>
    public static bool Includes(XElement item, string folder, string file) => (item.Attribute("Include")?.Value ?? "").Split(';')
        .Any(other => System.IO.Path.GetFullPath(Uri.UnescapeDataString(other.Trim()).Replace('\\', '/'), folder) == file);

    /// <summary>Adds an item for a schema file if there is none.</summary>
    /// <returns>Whether an item was added.</returns>
    public bool AddSchema(string schemaPath, string? name, NamingChoice naming)
    {
        string folder = System.IO.Path.GetDirectoryName(Path)!;
        if (Named(Item).Any(e => Includes(e, folder, schemaPath)))
        {
            return false;
        }

        string include = Special().Replace(
            System.IO.Path.GetRelativePath(folder, schemaPath).Replace('\\', '/'), static m => Uri.HexEscape(m.Value[0]));
        string metadata = Metadata("Namespace", name)
            + Metadata("ClassName", naming.ClassName)
            + Metadata("Identifiers", naming.Style is IdentifierStyle.Native ? nameof(IdentifierStyle.Native) : null);
        string newLine = _text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        string indent = Indent().Match(_text) is { Success: true } first ? first.Groups[1].Value : "  ";
        string item = string.Join(
            newLine,
            $"{indent}<ItemGroup>",
            $"{indent}{indent}<{Item} Include=\"{SecurityElement.Escape(include)}\"{metadata} />",
            $"{indent}</ItemGroup>",
            "");

        int end = EndOfRoot(_text);
        if (_content.Root!.IsEmpty)
        {
            _text = $"{_text[..end].TrimEnd()}>{newLine}{item}</Project>{_text[(end + "/>".Length)..]}";
            return true;
        }

        // Keeps the indentation of the end tag, and surrounds the new group with blank lines if the previous group has them.
        int start = _text[..end].TrimEnd(' ', '\t').Length;
        bool isSpaced = _text[..start].EndsWith(newLine + newLine, StringComparison.Ordinal);
        _text = _text[..start] + (isSpaced ? "" : newLine) + item + (isSpaced ? newLine : "") + _text[start..];
        return true;
    }

    /// <summary>Writes the changes to the file.</summary>
    /// <returns>Whether the file was changed.</returns>
    public async Task<bool> SaveAsync(CancellationToken cancellationToken)
    {
        if (_text == _original)
        {
            return false;
        }

        await AtomicFile.WriteAsync(Path, _text, _encoding, _environment, cancellationToken).ConfigureAwait(false);
        return true;
    }

    // Only comments and processing instructions can follow the root element, and they may contain an end tag.
    private static int EndOfRoot(string text)
    {
        string rest = text.TrimEnd();
        while (rest.EndsWith("-->", StringComparison.Ordinal) || rest.EndsWith("?>", StringComparison.Ordinal))
        {
            rest = rest[..rest.LastIndexOf(rest.EndsWith("-->", StringComparison.Ordinal) ? "<!--" : "<?", StringComparison.Ordinal)].TrimEnd();
        }

        return rest.EndsWith("/>", StringComparison.Ordinal) ? rest.Length - "/>".Length : rest.LastIndexOf("</", StringComparison.Ordinal);
    }

    private static string Metadata(string name, string? value) => value is null ? "" : $" {name}=\"{SecurityElement.Escape(value)}\"";

    private IEnumerable<XElement> Named(string name) => _content.Descendants().Where(e => e.Name.LocalName == name);

    // Characters with a special meaning in MSBuild.
    [GeneratedRegex("[%*?@$();']")]
    private static partial Regex Special();

    // The indentation of the first indented element, which is a child of the root.
    [GeneratedRegex("\n([ \t]+)<[A-Za-z]")]
    private static partial Regex Indent();
}
