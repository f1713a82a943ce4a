using System.Collections.Immutable;
using LeadGen.Schema;

namespace LeadGen.Generator.Input;

/// <summary>Represents the namespace that a portal's types are to be generated in.</summary>
internal sealed record NamespaceClaim(string Namespace, SchemaLocation Location);

/// <summary>Represents a portal whose namespace is already used by another schema.</summary>
/// <param name="Location">The schema that no types are generated for.</param>
/// <param name="OwnerPath">The path of the schema that uses the namespace.</param>
internal sealed record NamespaceConflict(SchemaLocation Location, string OwnerPath)
{
    /// <summary>Finds all claims of a namespace but the first. Namespaces are compared without case, because file names are.</summary>
    public static EquatableArray<NamespaceConflict> Find(ImmutableArray<NamespaceClaim> claims) => claims
        .GroupBy(static c => c.Namespace, StringComparer.OrdinalIgnoreCase)
        .SelectMany(static g => g.Skip(1).Select(c => new NamespaceConflict(c.Location, g.First().Location.Path)))
        .ToEquatableArray();
}
