using System.Collections.Immutable;
using LeadGen.Schema;

namespace LeadGen.Generator.Input;

/// <summary>Represents a schema and the namespace for its generated types.</summary>
internal sealed record SchemaNamespace(string Namespace, SchemaLocation Location);

/// <summary>Represents a schema whose namespace is already used by another schema.</summary>
/// <param name="Location">The location of the schema for which no types are generated.</param>
/// <param name="OwnerPath">The path of the schema that uses the namespace.</param>
internal sealed record NamespaceConflict(SchemaLocation Location, string OwnerPath)
{
    /// <summary>Finds the schemas whose namespace an earlier schema already uses. The comparison ignores case, because namespaces become file names.</summary>
    public static EquatableArray<NamespaceConflict> Find(ImmutableArray<SchemaNamespace> claims) => claims
        .GroupBy(static c => c.Namespace, StringComparer.OrdinalIgnoreCase)
        .SelectMany(static g => g.Skip(1).Select(c => new NamespaceConflict(c.Location, g.First().Location.Path)))
        .ToEquatableArray();
}
