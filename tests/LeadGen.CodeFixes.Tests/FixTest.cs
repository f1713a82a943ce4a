using Basic.Reference.Assemblies;
using LeadGen.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace LeadGen.CodeFixes.Tests;

/// <summary>A fix on a project with one portal: its files, the types that are generated from them, and the runtime.</summary>
internal sealed class FixTest<TAnalyzer, TFix> : CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TFix : CodeFixProvider, new()
{
    private const string Folder = "/portals/acme/";

    private const string Fields = """
        {"result": {
          "ID": {"type": "integer", "isReadOnly": true, "title": "Номер"},
          "TITLE": {"type": "string", "title": "Тема"},
          "NAME": {"type": "string", "title": "Имя"},
          "STATUS_ID": {"type": "crm_status", "statusType": "STATUS", "title": "Этап"},
          "ADDRESS": {"type": "string", "title": "Улица"},
          "ADDRESS_CITY": {"type": "string", "title": "Город"},
          "PHONE": {"type": "crm_multifield", "isMultiple": true, "title": "Телефоны"},
          "EMAIL": {"type": "crm_multifield", "isMultiple": true, "title": "Почта"},
          "UF_CRM_1712000000": {"type": "enumeration", "isDynamic": true, "title": "UF_CRM_1712000000", "formLabel": "Доставка",
            "items": [{"ID": "11", "VALUE": "Курьер"}, {"ID": "12", "VALUE": "Самовывоз"}]}
        }}
        """;

    private const string Statuses = """
        {"result": [{"ENTITY_ID": "STATUS", "STATUS_ID": "NEW", "NAME": "Новый"}, {"ENTITY_ID": "STATUS", "STATUS_ID": "IN_PROCESS", "NAME": "В работе"}]}
        """;

    private const string Config = $"""
        is_global = true
        build_property.RootNamespace = App

        [{Folder}crm.lead.fields.json]
        build_metadata.AdditionalFiles.LeadSchema = fields
        build_metadata.AdditionalFiles.Namespace = Acme.Crm

        [{Folder}crm.status.list.json]
        build_metadata.AdditionalFiles.LeadSchema = sidecar
        """;

    // What untyped code calls: any client will do.
    private const string Client = """
        public static class Rest
        {
            public static System.Threading.Tasks.Task CallAsync(string method, object arguments) => System.Threading.Tasks.Task.CompletedTask;
        }
        """;

    private FixTest(string before, string after)
    {
        ReferenceAssemblies = new ReferenceAssemblies("none");
        TestBehaviors = TestBehaviors.SkipGeneratedSourcesCheck;
        CompilerDiagnostics = CompilerDiagnostics.Errors;
        TestCode = before;
        FixedCode = after;
        foreach (SolutionState state in new[] { TestState, FixedState })
        {
            state.Sources.Add(("/app/Rest.cs", Client));
            state.AdditionalFiles.Add((Folder + "crm.lead.fields.json", Fields));
            state.AdditionalFiles.Add((Folder + "crm.status.list.json", Statuses));
            state.AnalyzerConfigFiles.Add(("/app/.globalconfig", Config));
            state.AdditionalReferences.AddRange(Net100.References.All);
            state.AdditionalReferences.Add(typeof(LeadClient).Assembly);
        }
    }

    /// <summary>Applies the fix to one place after the other, and to all at once.</summary>
    public static Task Fixes(string before, string after) => new FixTest<TAnalyzer, TFix>(before, after).RunAsync();

    /// <summary>Expects the warning and no fix for it.</summary>
    public static Task OffersNothing(string code) => new FixTest<TAnalyzer, TFix>(code, code).RunAsync();

    protected override IEnumerable<Type> GetSourceGenerators() => [typeof(LeadGenGenerator)];

    protected override ParseOptions CreateParseOptions() =>
        ((CSharpParseOptions)base.CreateParseOptions()).WithLanguageVersion(LanguageVersion.CSharp12);
}
