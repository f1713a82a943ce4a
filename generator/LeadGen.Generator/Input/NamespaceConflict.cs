using System.Collections.Immutable;
using LeadGen.Schema;

namespace LeadGen.Generator.Input;

/// <summary>A portal's wish for a namespace.</summary>
internal sealed record NamespaceClaim(string Namespace, SchemaLocation Place);

/// <summary>A portal whose namespace is generated from another schema already.</summary>
/// <param name="Place">The schema that is left out.</param>
/// <param name="OwnerPath">The schema that has the namespace.</param>
internal sealed record NamespaceConflict(SchemaLocation Place, string OwnerPath)
{
    /// <summary>The first claim of each namespace wins. Names that differ in case only are one: they would be one file.</summary>
    public static EquatableArray<NamespaceConflict> Find(ImmutableArray<NamespaceClaim> claims) => claims
        .GroupBy(static c => c.Namespace, StringComparer.OrdinalIgnoreCase)
        .SelectMany(static g => g.Skip(1).Select(c => new NamespaceConflict(c.Place, g.First().Place.Path)))
        .ToEquatableArray();
}
