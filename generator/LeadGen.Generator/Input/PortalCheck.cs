using LeadGen.Generator.Model;
using LeadGen.Schema;

namespace LeadGen.Generator.Input;

/// <summary>Specifies whether a portal's types can be generated. This depends on the other portals and the project.</summary>
internal sealed record PortalCheck(bool IsGenerated, EquatableArray<SchemaDiagnostic> Diagnostics)
{
    public static PortalCheck Create(PortalResult portal, EquatableArray<NamespaceConflict> conflicts, ProjectCheck project)
    {
        var diagnostics = new List<SchemaDiagnostic>();
        if (conflicts.FirstOrDefault(c => c.Location.Path == portal.Location.Path) is { } conflict)
        {
            Report(SchemaRules.SharedNamespace, portal.Namespace, conflict.OwnerPath);
        }

        return new PortalCheck(
            portal.Model is not null && project.Problem is null && diagnostics.Count == 0, diagnostics.ToEquatableArray());

        void Report(SchemaRule rule, params string[] arguments) =>
            diagnostics.Add(new SchemaDiagnostic(rule, portal.Location, arguments.ToEquatableArray()));
    }
}
