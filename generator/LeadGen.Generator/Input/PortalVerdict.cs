using LeadGen.Generator.Model;
using LeadGen.Schema;

namespace LeadGen.Generator.Input;

/// <summary>Whether a portal's types are generated, given the other portals and the project.</summary>
internal sealed record PortalVerdict(bool Emits, EquatableArray<SchemaDiagnostic> Diagnostics)
{
    public static PortalVerdict Of(PortalResult portal, EquatableArray<NamespaceConflict> conflicts, ProjectCheck project)
    {
        var diagnostics = new List<SchemaDiagnostic>();
        if (conflicts.FirstOrDefault(c => c.Place.Path == portal.Place.Path) is { } conflict)
        {
            Report(SchemaRules.SharedNamespace, portal.Namespace, conflict.OwnerPath);
        }

        return new PortalVerdict(
            portal.Model is not null && project.Problem is null && diagnostics.Count == 0, diagnostics.ToEquatableArray());

        void Report(SchemaRule rule, params string[] arguments) =>
            diagnostics.Add(new SchemaDiagnostic(rule, portal.Place, arguments.ToEquatableArray()));
    }
}
