using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace LeadGen.Tool.Projects;

/// <summary>Reads project files from an untrusted folder. Document types are rejected because their entities can exhaust memory, and the depth is limited.</summary>
internal static class ProjectXml
{
    /// <summary>The maximum length of a project file in bytes. Project files that people write have a few kilobytes.</summary>
    public const int MaxLength = 8 * 1024 * 1024;

    // Building a tree takes quadratic time in its depth. The elements of MSBuild are nested about ten levels deep.
    private const int MaxDepth = 64;

    private static readonly XmlReaderSettings s_settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaxLength,
        IgnoreWhitespace = true,
    };

    /// <summary>Reads a project.</summary>
    /// <param name="name">The file's name for messages.</param>
    /// <param name="open">Opens a reader at the start of the file. It is called twice.</param>
    /// <returns>The project, and the XML prefix of its root.</returns>
    /// <exception cref="ToolException">The file is not valid XML, contains a document type, or is nested too deeply.</exception>
    public static (XDocument Content, string RootPrefix) Read(string name, Func<XmlReaderSettings, XmlReader> open)
    {
        try
        {
            string prefix;
            using (XmlReader check = open(s_settings))
            {
                check.MoveToContent();
                prefix = check.Prefix;
                while (check.Read())
                {
                    if (check.Depth > MaxDepth)
                    {
                        throw new ToolException(
                            string.Create(CultureInfo.InvariantCulture, $"The elements of '{name}' are nested more than {MaxDepth} levels deep."), "check the project file.");
                    }
                }
            }

            using XmlReader reader = open(s_settings);
            return (XDocument.Load(reader), prefix);
        }
        catch (XmlException e)
        {
            // The parser gives no line for a document type and for an empty file.
            throw new ToolException(
                e.LineNumber == 0 ? $"'{name}' is not valid XML, or contains a document type (<!DOCTYPE>), which the tool does not read."
                    : string.Create(CultureInfo.InvariantCulture, $"'{name}' is not valid XML: line {e.LineNumber}, column {e.LinePosition}."),
                "correct the project file first.");
        }
    }
}
