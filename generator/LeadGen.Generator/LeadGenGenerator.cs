using System.Collections.Immutable;
using LeadGen.Generator.Emit;
using LeadGen.Generator.Input;
using LeadGen.Generator.Model;
using LeadGen.Schema;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeadGen.Generator;

/// <summary>Generates typed classes from the portal folders in a project's <c>LeadSchema</c> items.</summary>
/// <remarks>
/// Only the schema files, the references and the C# version matter: no step depends on the compilation, so editing code does not re-run the generator.
/// Models contain no locations, so that a blank line in the JSON moves diagnostics and does not change the source.
/// </remarks>
[Generator(LanguageNames.CSharp)]
public sealed class LeadGenGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<SchemaItem> files = context.AdditionalTextsProvider
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (x, ct) => SchemaItem.Read(x.Left, x.Right, ct))
            .Where(static file => file is not null)
            .Select(static (file, _) => file!)
            .WithTrackingName(Steps.Read);

        IncrementalValuesProvider<PortalResult> portals = files
            .Collect()
            .SelectMany(static (all, _) => PortalInput.Group(all).Where(static input => input.IsGenerated))
            .WithTrackingName(Steps.Group)
            .Select(static (input, ct) => PortalResult.Create(input, ct))
            .WithTrackingName(Steps.Parse);

        IncrementalValueProvider<ImmutableArray<SchemaNamespace>> claims = portals
            .Select(static (portal, _) => new SchemaNamespace(portal.Namespace, portal.Location))
            .Collect();

        IncrementalValueProvider<EquatableArray<NamespaceConflict>> conflicts = claims
            .Select(static (claims, _) => NamespaceConflict.Find(claims))
            .WithTrackingName(Steps.Conflicts);

        IncrementalValueProvider<bool> hasRuntime = context.MetadataReferencesProvider
            .Select(static (reference, _) => ProjectCheck.IsRuntime(reference))
            .Where(static isRuntime => isRuntime)
            .Collect()
            .Select(static (found, _) => !found.IsEmpty);

        IncrementalValueProvider<string> targetFramework = context.AnalyzerConfigOptionsProvider
            .Select(static (options, _) => options.GlobalOptions.TryGetValue("build_property.TargetFramework", out string? framework) ? framework : "");

        IncrementalValueProvider<ProjectCheck> project = context.ParseOptionsProvider
            .Combine(hasRuntime.Combine(targetFramework))
            .Select(static (x, _) => ProjectCheck.Create((CSharpParseOptions)x.Left, x.Right.Left, x.Right.Right))
            .WithTrackingName(Steps.Project);

        IncrementalValuesProvider<(PortalResult Portal, PortalCheck Check)> checkedPortals = portals
            .Combine(conflicts.Combine(project))
            .Select(static (x, _) => (x.Left, PortalCheck.Create(x.Left, x.Right.Left, x.Right.Right)));

        context.RegisterSourceOutput(
            checkedPortals.SelectMany(static (x, _) => x.Portal.Diagnostics.Concat(x.Check.Diagnostics)).WithTrackingName(Steps.Diagnostics),
            static (output, diagnostic) => output.ReportDiagnostic(Rules.ToRoslyn(diagnostic)));

        IncrementalValuesProvider<PortalModel> models = checkedPortals.Where(static x => x.Check.IsGenerated).Select(static (x, _) => x.Portal.Model!).WithTrackingName(Steps.Model);
        context.RegisterSourceOutput(
            models.SelectMany(static (model, _) => FieldGroup.Create(model)).WithTrackingName(Steps.FieldGroups),
            static (output, group) =>
            {
                foreach (GeneratedFile file in PortalEmitter.Emit(group))
                {
                    Add(output, file);
                }
            });
        context.RegisterSourceOutput(
            models.Select(static (model, _) => FieldTable.Create(model)).WithTrackingName(Steps.FieldTable), static (output, table) => Add(output, PortalEmitter.Emit(table)));
        context.RegisterSourceOutput(
            models.SelectMany(static (model, _) => EnumerationGroup.Create(model)).WithTrackingName(Steps.Enumerations), static (output, group) => Add(output, PortalEmitter.Emit(group)));
        context.RegisterSourceOutput(
            models.SelectMany(static (model, _) => StatusGroup.Create(model)).WithTrackingName(Steps.Statuses), static (output, group) => Add(output, PortalEmitter.Emit(group)));

        context.RegisterSourceOutput(
            claims.Combine(project).Select(static (x, _) => x.Right.Report(x.Left)).WithTrackingName(Steps.ProjectDiagnostics),
            static (output, diagnostics) =>
            {
                foreach (SchemaDiagnostic diagnostic in diagnostics)
                {
                    output.ReportDiagnostic(Rules.ToRoslyn(diagnostic));
                }
            });
    }

    private static void Add(SourceProductionContext output, GeneratedFile file) => output.AddSource(file.HintName, file.Source);
}
