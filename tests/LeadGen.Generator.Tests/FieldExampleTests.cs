using System.Collections.Immutable;
using System.Net.Http.Json;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LeadGen.Generator.Tests.Harness;
using LeadGen.Generator.Usage;
using LeadGen.Schema;
using LeadGen.Schema.Naming;
using LeadGen.TestKit.Compiling;
using LeadGen.Testing;
using LeadGen.Tool.Commands;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeadGen.Generator.Tests;

/// <summary>Tests that the examples of <c>leadgen explain</c> compile, and that a portal stores their values.</summary>
public class FieldExampleTests
{
    private const string ExampleLead = "1608";

    public static TheoryData<string> Portals => ["romashka", "harbor"];

    [Fact]
    public Task Every_typed_example_compiles_without_warnings_and_is_stored() => AssertTypedExamplesAsync("harbor");

    [Fact]
    [Trait("Category", "Nightly")]
    public Task Every_typed_example_of_each_field_type_compiles_without_warnings_and_is_stored() => AssertTypedExamplesAsync("romashka");

    [Theory]
    [MemberData(nameof(Portals))]
    public async Task Every_untyped_example_is_stored_unchanged(string portal)
    {
        await using PortalEmulator emulator = await StartAsync(portal);
        using var http = new HttpClient();
        foreach (JsonNode card in Cards(portal))
        {
            Assert.Equal((bool)card["isWritable"]!, card["untypedExample"] is not null);
            if ((string?)card["untypedExample"] is { } example)
            {
                string[] parts = example.Split(' ', 2);
                using var content = new StringContent(parts[1], Encoding.UTF8, "application/json");
                using HttpResponseMessage response = await http.PostAsync(new Uri(emulator.Webhook, parts[0]), content);
                Assert.True((await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("result").GetBoolean(), example);
                FieldResult result = emulator.Journal[^1].Fields.Single(f => f.Code == (string)card["code"]!);
                Assert.Equal(((string)card["code"]!, FieldOutcome.Kept, (string?)null), (result.Code, result.Outcome, result.Reason));
            }
        }
    }

    [Fact]
    public async Task An_example_respects_the_limits_of_its_field()
    {
        (string Type, string More, string Expected)[] fields =
        [
            ("string", """{"MAX_LENGTH": 4}""", "\"ИП Т\""),
            ("string", """{"MIN_LENGTH": 20, "MAX_LENGTH": 22}""", "\"ИП ТитовИП ТитовИП Тит\""),
            ("string", """{"REGEXP": "/^\\d{12}$/", "MIN_LENGTH": 12, "MAX_LENGTH": 12}""", "\"123456789012\""),
            ("integer", """{"MAX_VALUE": 7}""", "7"),
            ("integer", """{"MIN_VALUE": 100, "MAX_VALUE": 200}""", "100"),
            ("double", """{"MAX_VALUE": -0.5}""", "-0.5m"),
            ("double", """{"MIN_VALUE": 20000}""", "20000m"),
            ("crm", """{"DEAL": "Y", "LEAD": "N"}""", "new CrmLink(CrmEntityType.WithoutPrefix, 12)"),
            ("crm", """{"LEAD": "Y", "SMART_INVOICE": "Y"}""", "new CrmLink(CrmEntityType.Lead, 12)"),
            ("crm", """{"DYNAMIC_148": "Y", "DYNAMIC_150": "Y"}""", "new CrmLink(CrmEntityType.SmartProcess(148), 12)"),
            ("crm", "[]", "new CrmLink(CrmEntityType.Deal, 12)"),
            ("enumeration", "[]", "(UfCrm11)1"),
            ("crm_status\", \"statusType\": \"SOURCE", "[]", "LeadSource.FromCode(\"CODE\")"),
            ("hlblock", "[]", "System.Text.Json.JsonDocument.Parse(\"\\\"ИП Титов\\\"\").RootElement"),
        ];
        LeadSchemaItem portal = LeadSchemaItem.Create([.. fields.Select((f, i) => $$"""
            "UF_CRM_{{i}}": {"type": "{{f.Type}}", "isDynamic": true, "settings": {{f.More}}}
            """)]);
        NamedPortal named = Name(portal);
        string[] values = [.. named.Schema.Fields.OrderBy(f => int.Parse(f.Code["UF_CRM_".Length..], null)).Select(f => FieldExample.Create(named, f).Code)];

        Assert.Equal(fields.Select(f => f.Expected), values);
        GeneratorRun run = GeneratorRun.Create(
            CreateProgram(values.Select((v, i) => $"await client.UpdateAsync(new LeadUpdate(1608).Set{named.Names.GetFieldName($"UF_CRM_{i}")}({v}), ct);")), portal);
        Assert.Empty(run.CompilerDiagnostics.Select(d => d.ToString()));
        // A list field without items has no valid value. All other examples are valid.
        Diagnostic warning = Assert.Single(await AnalyzeAsync(run));
        Assert.Contains("UF_CRM_11", warning.GetMessage(null), StringComparison.Ordinal);
    }

    private static async Task AssertTypedExamplesAsync(string portal)
    {
        (string Code, string Example)[] examples = [.. Cards(portal).Select(c => ((string)c["code"]!, (string)c["example"]!))];
        GeneratorRun run = GeneratorRun.Create(CreateProgram(examples.Select(e => e.Example)), Read(portal));

        // The use of a deprecated field causes a warning.
        Assert.Empty(run.CompilerDiagnostics.Where(d => d.Id != "CS0618" || !d.GetMessage(null).Contains("ContactId", StringComparison.Ordinal)).Select(d => d.ToString()));
        Assert.Empty((await AnalyzeAsync(run)).Select(d => d.ToString()));

        await using PortalEmulator emulator = await StartAsync(portal);
        using var client = new Bitrix24Client(new Bitrix24ClientOptions { Webhook = emulator.Webhook.ToString(), Limits = PortalLimits.None });
        Type program = run.Output.Load().GetType("Examples")!;
        for (int i = 0; i < examples.Length; i++)
        {
            if (!examples[i].Example.Contains("UpdateAsync", StringComparison.Ordinal))
            {
                continue;
            }

            emulator.ClearJournal();
            await (Task)program.GetMethod($"Example{i}")!.Invoke(null, [client, CancellationToken.None])!;
            IReadOnlyList<FieldResult> results = emulator.Journal.Single().Fields;
            Assert.NotEmpty(results);
            Assert.All(results, f => Assert.Equal(FieldOutcome.Kept, f.Outcome));
            Assert.True(examples[i].Code.StartsWith("ADDRESS", StringComparison.Ordinal) || results[0].Code == examples[i].Code, examples[i].ToString());
        }
    }

    // Gets the output of 'leadgen explain CODE --json'.
    private static JsonNode[] Cards(string portal)
    {
        NamedPortal named = Name(Read(portal));
        JsonNode[] cards = [.. named.Schema.Fields.Select(f => JsonNode.Parse(new FieldCard(named, f).ToJson())!)];
        Assert.NotEmpty(cards);
        return cards;
    }

    private static async Task<PortalEmulator> StartAsync(string portal)
    {
        PortalEmulator emulator = await PortalEmulator.StartAsync(GetFolder(portal));
        emulator.AddLead([KeyValuePair.Create("ID", ExampleLead), KeyValuePair.Create("TITLE", "Заявка")]);
        return emulator;
    }

    private static string CreateProgram(IEnumerable<string> examples) =>
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        using LeadGen;
        using Acme.Crm;

        internal static class Examples
        {

        """
        + string.Join('\n', examples.Select((example, i) => $"    public static async Task Example{i}(Bitrix24Client client, CancellationToken ct) {{ {example} }}"))
        + "\n}\n";

    private static async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(GeneratorRun run) => await run.Output
        .WithAnalyzers(
            [new LeadCallAnalyzer(), new LiteralAnalyzer(), new TypedUsageAnalyzer()],
            run.Project.Options)
        .GetAnalyzerDiagnosticsAsync();

    private static string GetFolder(string portal) => Path.Combine(Repository.Root, "schema", "portals", portal);

    private static LeadSchemaItem Read(string portal)
    {
        return new LeadSchemaItem(Text(PortalFiles.FieldsName)!)
        {
            Statuses = Text(PortalFiles.StatusesName), UserFields = Text(PortalFiles.UserFieldsName), Names = Text(PortalFiles.NamesName),
        };

        string? Text(string name) => Path.Combine(GetFolder(portal), name) is var path && File.Exists(path) ? File.ReadAllText(path) : null;
    }

    private static NamedPortal Name(LeadSchemaItem portal) => NamedPortal.Load(
        new PortalFiles(GetFile("f", portal.Fields)!, GetFile("s", portal.Statuses), GetFile("u", portal.UserFields), GetFile("n", portal.Names)), new NamingOptions(), out _)!;

    private static SchemaFile? GetFile(string path, string? text) => text is null ? null : new SchemaFile(path, text);
}
