using System.Security;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using LeadGen.Schema.Naming;
using LeadGen.Tool.Snapshots;

namespace LeadGen.Tool.Commands;

/// <summary>A project file, to which items are added without touching a byte of what people wrote.</summary>
internal sealed class ProjectFile
{
    private const string Item = "LeadSchema";

    private readonly XDocument _content;
    private readonly Encoding _encoding;
    private readonly string _original;
    private string _text;

    private ProjectFile(string path, string text, Encoding encoding, XDocument content)
    {
        Path = path;
        _original = _text = text;
        _encoding = encoding;
        _content = content;
    }

    public string Path { get; }

    /// <summary>Whether the project has the package, or the project it comes from.</summary>
    public bool ReferencesPackage => Named("PackageReference").Concat(Named("ProjectReference"))
        .Any(static e => System.IO.Path.GetFileNameWithoutExtension(e.Attribute("Include")?.Value.Replace('\\', '/')) == "LeadGen"
            || e.Attribute("Include")?.Value == "LeadGen");

    /// <exception cref="ToolException">The file is no project.</exception>
    public static async Task<ProjectFile> OpenAsync(string path, ToolEnvironment environment, CancellationToken cancellationToken)
    {
        byte[] bytes = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        bool hasMark = bytes.AsSpan().StartsWith("\uFEFF"u8);
        var encoding = new UTF8Encoding(hasMark);
        string text = encoding.GetString(hasMark ? bytes.AsSpan(3) : bytes);
        try
        {
            XDocument content = XDocument.Parse(text);
            return content.Root?.Name.LocalName == "Project" && EndOfProject(text) >= 0
                ? new ProjectFile(path, text, encoding, content)
                : throw new ToolException($"'{environment.Display(path)}' is no MSBuild project.", "name a .csproj with --project.");
        }
        catch (XmlException e)
        {
            throw new ToolException($"'{environment.Display(path)}' can't be read: {e.Message}", "mend the project file first.");
        }
    }

    /// <summary>Adds an item for a schema file, unless there is one.</summary>
    /// <returns>Whether it was added.</returns>
    public bool AddSchema(string schemaPath, string? name, NamingChoice naming)
    {
        string folder = System.IO.Path.GetDirectoryName(Path)!;
        string include = System.IO.Path.GetRelativePath(folder, schemaPath).Replace('\\', '/');
        if (Named(Item).Any(e => e.Attribute("Include")?.Value.Replace('\\', '/') is { } other && System.IO.Path.GetFullPath(other, folder) == schemaPath))
        {
            return false;
        }

        string newLine = _text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        string metadata = Metadata("Namespace", name)
            + Metadata("ClassName", naming.ClassName == "Lead" ? null : naming.ClassName)
            + Metadata("Identifiers", naming.Style is IdentifierStyle.Native ? nameof(IdentifierStyle.Native) : null);
        string[] lines =
        [
            "  <ItemGroup>",
            $"    <{Item} Include=\"{SecurityElement.Escape(include)}\"{metadata} />",
            "  </ItemGroup>",
            "",
        ];
        int end = EndOfProject(_text);
        string before = _text[..end];
        string gap = before.TrimEnd().EndsWith("</PropertyGroup>", StringComparison.Ordinal) || before.TrimEnd().EndsWith("</ItemGroup>", StringComparison.Ordinal) ? newLine : "";
        _text = before.TrimEnd(' ', '\t') + gap + string.Join(newLine, lines) + newLine + _text[end..];
        return true;
    }

    /// <summary>Writes what was added.</summary>
    /// <returns>Whether there was anything to write.</returns>
    public async Task<bool> SaveAsync(CancellationToken cancellationToken)
    {
        if (_text == _original)
        {
            return false;
        }

        // Beside it first: a project file cut in the middle would be worse than one without the item.
        string beside = Path + ".leadgen";
        await File.WriteAllTextAsync(beside, _text, _encoding, cancellationToken).ConfigureAwait(false);
        File.Move(beside, Path, overwrite: true);
        return true;
    }

    private static int EndOfProject(string text) => text.LastIndexOf("</Project>", StringComparison.Ordinal);

    private static string Metadata(string name, string? value) => value is null ? "" : $" {name}=\"{SecurityElement.Escape(value)}\"";

    private IEnumerable<XElement> Named(string name) => _content.Descendants().Where(e => e.Name.LocalName == name);
}
