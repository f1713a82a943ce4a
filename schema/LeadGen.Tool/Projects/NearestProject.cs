using System.Xml;
using System.Xml.Linq;
using LeadGen.Schema;
using LeadGen.Tool.Output;

namespace LeadGen.Tool.Projects;

/// <summary>Reads settings of a portal folder from the nearest projects, so that the tool and the build use the same settings.</summary>
internal static class NearestProject
{
    /// <summary>Gets the metadata of the <c>LeadSchema</c> item for a portal folder, or <see langword="null"/> if no project has one.</summary>
    public static SchemaItemMetadata? GetItem(ToolEnvironment environment, string portalFolder)
    {
        string schema = Path.Combine(portalFolder, PortalFiles.FieldsName);
        XElement? item = FindProjects(environment, portalFolder)
            .SelectMany(static p => p.Content.Descendants().Where(static e => e.Name.LocalName == ProjectFile.Item), static (p, e) => (p.Folder, Element: e))
            .FirstOrDefault(i => ProjectFile.Includes(i.Element, i.Folder, schema)).Element;
        return item is null ? null : new SchemaItemMetadata(GetMetadata("ClassName"), GetMetadata("Identifiers"), GetMetadata("Language"));

        string? GetMetadata(string name) => (item.Attribute(name)?.Value ?? item.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value)?.Trim() is { Length: > 0 } value
            ? value
            : null;
    }

    /// <summary>Gets the user-secrets ID of the nearest project that has one.</summary>
    public static string? GetUserSecretsId(ToolEnvironment environment, string portalFolder) => FindProjects(environment, portalFolder)
        .Select(static p => p.Content.Descendants().FirstOrDefault(static e => e.Name.LocalName == "UserSecretsId")?.Value.Trim())
        .FirstOrDefault(static id => !string.IsNullOrEmpty(id));

    // From the portal folder and from the working folder, up to the root.
    private static IEnumerable<(string Folder, XDocument Content)> FindProjects(ToolEnvironment environment, string portalFolder)
    {
        foreach (string start in new[] { portalFolder, environment.WorkingFolder })
        {
            for (DirectoryInfo? at = new(start); at is not null; at = at.Parent)
            {
                foreach (string path in at.Exists ? Directory.GetFiles(at.FullName, "*.csproj").Order(StringComparer.Ordinal).ToArray() : [])
                {
                    if (Read(path) is { } content)
                    {
                        yield return (at.FullName, content);
                    }
                }
            }
        }
    }

    // A project that can't be read is skipped: the build reports it, and another project may be meant.
    private static XDocument? Read(string path)
    {
        try
        {
            byte[] content = BoundedFile.ReadAllBytes(path, ProjectXml.MaxLength);
            return ProjectXml.Read(path, settings => XmlReader.Create(new MemoryStream(content), settings)).Content;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ToolException)
        {
            return null;
        }
    }
}

/// <summary>Represents the metadata of a <c>LeadSchema</c> item. Values are <see langword="null"/> if they are not set.</summary>
internal sealed record SchemaItemMetadata(string? ClassName, string? Identifiers, string? Language);
