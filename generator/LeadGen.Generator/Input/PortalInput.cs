using System.Collections.Immutable;
using LeadGen.Schema;

namespace LeadGen.Generator.Input;

/// <summary>Represents the files of one portal and the metadata of its item.</summary>
internal sealed record PortalInput(PortalFiles Files, bool IsGenerated, string Namespace, string ClassName, string Identifiers)
{
    /// <summary>Groups the files by folder, in an order that does not depend on their order in the project.</summary>
    public static IEnumerable<PortalInput> Group(ImmutableArray<SchemaItem> items)
    {
        ILookup<string, SchemaItem> sidecars = items
            .Where(static i => !i.IsFields)
            .ToLookup(static i => GetFolder(i.File), StringComparer.Ordinal);
        return items
            .Where(static i => i.IsFields)
            .OrderBy(static i => i.File.Path, StringComparer.Ordinal)
            .ThenBy(static i => i.Namespace, StringComparer.Ordinal)
            .Select(item => new PortalInput(
                new PortalFiles(
                    item.File,
                    FindSidecar(item, PortalFiles.StatusesName),
                    FindSidecar(item, PortalFiles.UserFieldsName),
                    FindSidecar(item, PortalFiles.NamesName),
                    FindSidecar(item, PortalFiles.ItemFieldsName)),
                item.IsGenerated,
                item.Namespace,
                item.ClassName,
                item.Identifiers));

        SchemaFile? FindSidecar(SchemaItem item, string name) =>
            sidecars[GetFolder(item.File)].FirstOrDefault(i => i.File.Name == name)?.File;
    }

    private static string GetFolder(SchemaFile file) => file.Path.Substring(0, file.Path.Length - file.Name.Length);
}
