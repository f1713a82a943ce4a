using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace LeadGen.Generator.Input;

/// <summary>Represents a file of a portal folder, with the metadata of its <c>LeadSchema</c> item.</summary>
/// <param name="File">The file.</param>
/// <param name="IsFields">Whether it is the file of the item, and not another file of the folder.</param>
/// <param name="IsGenerated">Whether the types are generated here. The schema of a referenced project is for analysis only: its types are in that project.</param>
/// <param name="Namespace">The namespace of the generated types.</param>
/// <param name="ClassName">The name of the read model.</param>
/// <param name="Identifiers">How labels with non-ASCII letters are converted to identifiers, as written in the project.</param>
internal sealed record SchemaItem(SchemaFile File, bool IsFields, bool IsGenerated, string Namespace, string ClassName, string Identifiers)
{
    private const string Metadata = "build_metadata.AdditionalFiles.";

    /// <summary>Reads an additional file; <see langword="null"/> if it is not a file of a portal folder.</summary>
    public static SchemaItem? Read(AdditionalText text, AnalyzerConfigOptionsProvider options, CancellationToken cancellationToken)
    {
        AnalyzerConfigOptions item = options.GetOptions(text);
        if (!item.TryGetValue(Metadata + "LeadSchema", out string? role) || role.Length == 0)
        {
            return null;
        }

        string rootNamespace = options.GlobalOptions.TryGetValue("build_property.RootNamespace", out string? root) ? root : "";
        return new SchemaItem(
            new SchemaFile(text.Path, GetText(text.GetText(cancellationToken))),
            role is "fields" or "analysis",
            role != "analysis",
            Get("Namespace", rootNamespace),
            Get("ClassName", EntitySchema.Lead.ClassName),
            Get("Identifiers", ""));

        // One character beyond the limit shows that the file is too long.
        static string GetText(SourceText? text) => text is null ? ""
            : text.Length <= SchemaLimits.FileLength ? text.ToString()
            : text.ToString(new TextSpan(0, SchemaLimits.FileLength + 1));

        string Get(string name, string otherwise) =>
            item.TryGetValue(Metadata + name, out string? value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : otherwise;
    }
}
