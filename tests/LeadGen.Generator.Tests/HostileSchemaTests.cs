using System.Text.RegularExpressions;
using CsCheck;
using LeadGen.Generator.Tests.Harness;
using LeadGen.Schema.Kinds;
using LeadGen.Schema.Naming;
using Microsoft.CodeAnalysis;

namespace LeadGen.Generator.Tests;

/// <summary>Tests that the code that is generated from random, hostile schemas compiles without errors or warnings.</summary>
public partial class HostileSchemaTests
{
    // The nightly run sets the variable to 1000.
    private static readonly int s_portals = int.TryParse(Environment.GetEnvironmentVariable("LEADGEN_HOSTILE_SCHEMAS"), out int count) ? count : 40;

    private static readonly string[] s_labels =
    [
        "", " ", "Паспорт проекта", "паспорт ПРОЕКТА", "Lead", "LeadUpdate", "LeadDraft", "GetType", "ToString", "class", "Codes", "Cache", "All", "IsKnown", "Label", "LeadLabels", "Item",
        "3D-модель", "\"quoted\" \\ back", "a\r\nb", "\u2028\u2029\u0085", "*/ } class X { /*", "</summary><script>", "&amp;&#0;", "😀🌷", "\ud83d", "\udc00x",
        "名前", "العربية", "é\u0301\u0301", "ǅungla", "_", "__", "@class", "#if X", "///", "ЩЪЬ", "ьъ", "пам'ять", "ID", "Id", "Title", "Value", "Set", "Contains", "Copy", "ReplyTime", "System",
        "Money", "Type", "Task", "LeadStatus", "get_Title", "value__", "a\u200bb", "\0", "١٢٣", "x\u00adY", "\uFFFE", new('я', 10_000),
    ];

    private static readonly Gen<string> s_text = Gen.Frequency(
        (4, OneOf(s_labels)),
        (2, Gen.String[Gen.Char, 0, 12]),
        (1, Gen.Select(OneOf(s_labels), OneOf(s_labels), (a, b) => a.Length + b.Length > 2000 ? a : a + " " + b)));

    private static readonly Gen<string> s_code = Gen.Frequency(
        (6, Gen.Long[1_600_000_000, 1_600_000_040].Select(t => $"UF_CRM_{t}")),
        (3, OneOf("ID", "TITLE", "ADDRESS", "ADDRESS_2", "ADDRESS_CITY", "ADDRESS_LOC_ADDR_ID", "PHONE", "LINK", "STATUS_ID", "CONTACT_IDS", "PARENT_ID_148", "GET_TYPE", "EQUALS", "LEAD", "ALL")),
        (1, s_text));

    private static readonly Gen<string> s_type = Gen.Frequency(
        (9, OneOf(FieldKinds.All.SelectMany(k => k.Types).Select(t => t.Name).ToArray())),
        (3, OneOf("enumeration", "crm_status", "string")),
        (1, s_text.Select(t => t.Length == 0 ? "?" : t)));

    private static readonly Gen<string> s_item = Gen.Select(Gen.Frequency((9, Gen.Long[1, 99]), (1, Gen.Long)), s_text)
        .Select((id, value) => $$"""{"ID": "{{id}}", "VALUE": {{Json.String(value)}}}""");

    private static readonly Gen<string> s_field = Gen.Select(s_code, s_type, Gen.Bool.Array[6], s_text.Array[4], s_item.Array[0, 6], s_text)
        .Select((code, type, flags, labels, items, dictionary) => $$"""
            {{Json.String(code)}}: {"type": {{Json.String(type)}},
              "isRequired": {{Flag(flags[0])}}, "isReadOnly": {{Flag(flags[1] && flags[2])}}, "isImmutable": {{Flag(flags[2] && flags[3])}},
              "isMultiple": {{Flag(flags[3])}}, "isDynamic": {{Flag(flags[4])}}, "isDeprecated": {{Flag(flags[5])}},
              "title": {{Json.String(labels[0])}}, "listLabel": {{Json.String(labels[1])}}, "formLabel": {{Json.String(labels[2])}}, "filterLabel": {{Json.String(labels[3])}},
              "statusType": {{Json.String(dictionary)}}, "items": [{{string.Join(",", items.DistinctBy(i => i.Split('"')[3]))}}],
              "settings": {"MAX_LENGTH": "12", "REGEXP": {{Json.String(dictionary)}}, "PRECISION": 2} }
            """);

    private static readonly Gen<string> s_status = Gen.Select(s_text, s_text, s_text)
        .Where((dictionary, code, _) => dictionary.Length > 0 && code.Length > 0)
        .Select((dictionary, code, name) => $$"""{"ENTITY_ID": {{Json.String(dictionary)}}, "STATUS_ID": {{Json.String(code)}}, "NAME": {{Json.String(name)}}}""");

    private static readonly Gen<string> s_former = Gen.Frequency(
        (3, s_text.Select(t => Identifiers.FromLabel(t, IdentifierStyle.Native)).Where(n => Identifiers.GetValidationError(n) is null)),
        (1, OneOf("Old", "Item1", "Id", "Title", "Phone", "File", "FileOption", "Status", "SetAddress", "Dostavka", "Equals", "_")));

    private static readonly Gen<LeadSchemaItem> s_portal = Gen
        .Select(s_field.Array[1, 30], s_status.Array[0, 20], s_former.Array[30], Gen.Bool)
        .Select((fields, statuses, former, isNative) =>
        {
            fields = [.. fields.DistinctBy(GetCode)];
            statuses = [.. statuses.DistinctBy(s => s[..s.IndexOf(", \"NAME\"", StringComparison.Ordinal)])];
            return LeadSchemaItem.Create(fields) with
            {
                Statuses = $$"""{"result": [{{string.Join(",", statuses)}}]}""",
                Names = Renamed(fields, statuses, former),
                Identifiers = isNative ? "Native" : null,
            };
        });

    [Fact]
    public void Generated_code_compiles_without_warnings() => s_portal.Sample(
        portal =>
        {
            GeneratorRun run = GeneratorRun.Create(portal);
            Assert.DoesNotContain(run.Diagnostics, d => d.Severity == DiagnosticSeverity.Error);
            Assert.Empty(run.CompilerDiagnostics);
        },
        iter: s_portals,
        print: p => p.Fields + p.Statuses + p.Names);

    [Fact]
    [Trait("Category", "Nightly")]
    public void A_thousand_fields_compile_without_a_warning()
    {
        string[] fields = [.. Enumerable.Range(0, 1016).Select(i => LeadSchemaItem.Field(
            $"UF_CRM_{1_600_000_000 + i}", FieldKinds.All[i % FieldKinds.All.Count].Types[0].Name, s_labels[i % s_labels.Length]))];
        GeneratorRun run = GeneratorRun.Create(LeadSchemaItem.Create(fields));
        Assert.Empty(run.CompilerDiagnostics);
        Assert.Equal(5, run.Sources.Count);
    }

    [Fact]
    public void A_stage_with_the_type_of_a_list_compiles_without_a_warning()
    {
        const string Field = """
            "STATUS_ID": {"type": "enumeration", "statusType": "STATUS", "title": "Stage", "items": [{"ID": "5", "VALUE": "New"}]}
            """;
        GeneratorRun run = GeneratorRun.Create(LeadSchemaItem.Create(Field) with { Statuses = """{"result": [{"ENTITY_ID": "STATUS", "STATUS_ID": "NEW", "NAME": "New"}]}""" });
        Assert.DoesNotContain(run.Diagnostics, static d => d.Severity == DiagnosticSeverity.Error);
        Assert.Empty(run.CompilerDiagnostics);
    }

    // Adds a former name to every field, item and status. The names are taken from the list in turn.
    private static string Renamed(string[] fields, string[] statuses, string[] former)
    {
        int next = 0;
        var items = fields.Select(f => (Owner: GetCode(f), Keys: ItemId.Matches(f).Select(m => m.Groups[1].Value)));
        var values = statuses.Select(s => StatusKey.Match(s).Groups).GroupBy(g => g[1].Value, g => g[2].Value).Select(g => (Owner: g.Key, Keys: g.AsEnumerable()));
        return $$"""{"renamed": {"fields": {{Names(fields.Select(GetCode))}}, "items": {{Owners(items)}}, "statuses": {{Owners(values)}}} }""";

        string Names(IEnumerable<string> keys) => "{" + string.Join(", ", keys.Select(k => $"{k}: {Json.String(former[next++ % former.Length])}")) + "}";

        string Owners(IEnumerable<(string Owner, IEnumerable<string> Keys)> owners) => "{" + string.Join(", ", owners.Select(o => $"{o.Owner}: {Names(o.Keys)}")) + "}";
    }

    private static string GetCode(string field) => field[..field.IndexOf(": {", StringComparison.Ordinal)];

    [GeneratedRegex("\\{\"ID\": (\"-?[0-9]+\")")]
    private static partial Regex ItemId { get; }

    [GeneratedRegex("\\{\"ENTITY_ID\": (\".*\"), \"STATUS_ID\": (\".*\"), \"NAME\"")]
    private static partial Regex StatusKey { get; }

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static string Flag(bool isSet) => isSet ? "true" : "false";
}
