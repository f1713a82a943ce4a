using LeadGen.Generator.Emit;
using System.Reflection;
using System.Text.Json.Nodes;
using LeadGen.Generator.Tests.Harness;
using LeadGen.Schema.Kinds;
using LeadGen.Schema.Naming;
using LeadGen.TestKit.Compiling;
using LeadGen.Tool.Texts;
using Microsoft.CodeAnalysis;

namespace LeadGen.Generator.Tests;

/// <summary>Compares the table of field kinds with the runtime, and the reserved names with the members of the base classes.</summary>
public class KindTests
{
    public static TheoryData<string> Types => [.. FieldKinds.All.SelectMany(k => k.Types).Select(t => t.Name), "rest_7_widget", "hlblock"];

    public static TheoryData<string> WritableTypes =>
        [.. FieldKinds.All.Where(k => k.IsWritable).SelectMany(k => k.Types).Select(t => t.Name).Append("hlblock")];

    [Theory]
    [MemberData(nameof(Types))]
    public void A_field_of_each_type_compiles_single_and_multiple(string type)
    {
        const string Multiple = "\"isMultiple\": true";
        string more = type switch
        {
            "enumeration" => "\"items\": [{\"ID\": \"1\", \"VALUE\": \"Один\"}, {\"ID\": \"3000000000\", \"VALUE\": \"Много\"}]",
            "crm_status" => "\"statusType\": \"SOURCE\"",
            _ => "\"settings\": []",
        };
        string single = LeadSchemaItem.Field("UF_CRM_1712000001", type, "Одно", more);
        string multiple = LeadSchemaItem.Field("UF_CRM_1712000002", type, "Много", more).Replace("\"isMultiple\": false", Multiple, StringComparison.Ordinal);
        string standard = LeadSchemaItem.Field("OWN", type, "Своё", more);

        GeneratorRun run = GeneratorRun.Create(LeadSchemaItem.Create(single, multiple, standard));

        Assert.Empty(run.CompilerDiagnostics);
        Assert.DoesNotContain(run.Diagnostics, d => d.Severity > DiagnosticSeverity.Info);
    }

    [Theory]
    [MemberData(nameof(WritableTypes))]
    public async Task The_example_in_CSharp_compiles_and_sends_the_example_in_JSON(string type)
    {
        KindTexts texts = KindTexts.Get(FieldKinds.Get(new FieldType(type)));
        (string own, string value, string wire) = type switch
        {
            "enumeration" => ("Odno", "Odin", "177"),
            "crm_status" => ("LeadSource", "Call", "CALL"),
            _ => ("MultiFieldType", "", ""),
        };
        const string More = """
            "items": [{"ID": "177", "VALUE": "Один"}], "statusType": "SOURCE"
            """;
        var portal = LeadSchemaItem.Create(LeadSchemaItem.Field("UF_CRM_1712000001", type, "Одно", More)) with
        {
            Statuses = """{"result": [{"ENTITY_ID": "SOURCE", "STATUS_ID": "CALL", "NAME": "Звонок"}]}""",
        };

        GeneratorRun run = GeneratorRun.Create(
            $$"""
            using System;
            using Acme.Crm;
            using LeadGen;

            internal static class Example
            {
                public static CrmUpdate Update => new LeadUpdate(1).{{(type == "crm_multifield" ? "Add" : "Set")}}Odno({{Fill(texts.ExampleCode, value)}});
            }
            """,
            portal);

        Assert.Empty(run.CompilerDiagnostics);
        JsonNode sent = (await SendAsync(run.Output))["fields"]!["UF_CRM_1712000001"]!;
        string example = Fill(texts.ExampleJson, wire);
        Assert.Equal(JsonNode.Parse(type == "crm_multifield" ? $"[{example}]" : example)!.ToJsonString(), sent.ToJsonString());

        string Fill(string text, string named) => text.Replace("{0}", own, StringComparison.Ordinal).Replace("{1}", named, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_kind_names_a_wire_format_of_its_type()
    {
        foreach (FieldKind kind in FieldKinds.All.Append(FieldKinds.Raw))
        {
            string name = kind.Format.Split('<', '(')[0];
            MemberInfo member = Assert.Single(typeof(WireFormat).GetMember(name));
            Type format = member is PropertyInfo property ? property.PropertyType : ((MethodInfo)member).ReturnType;
            Type value = format.GetGenericArguments()[0];
            string expected = value switch
            {
                { IsGenericParameter: true } => "{0}",
                { IsGenericType: true } => "global::LeadGen.MultiFieldEntry<{0}>",
                _ when value == typeof(string) => "string",
                _ when value == typeof(long) => "long",
                _ when value == typeof(bool) => "bool",
                _ when value == typeof(decimal) => "decimal",
                _ => "global::" + value.FullName,
            };
            Assert.Equal(expected, kind.ClrType);
            Assert.Equal(!value.IsValueType && !value.IsGenericParameter, kind.IsClass);
        }
    }

    [Fact]
    public void The_runtime_has_every_ClearForm() =>
        Assert.Equal(Enum.GetNames<Schema.Kinds.ClearForm>(), Enum.GetNames<ClearForm>());

    [Fact]
    public void The_rows_have_the_numbers_of_flags_and_forms()
    {
        Assert.Equal(Enum.GetNames<ClearForm>(), FieldTableEmitter.ClearForms);
        Assert.Equal(Enum.GetValues<CrmFieldFlags>().Where(static f => f != CrmFieldFlags.None), FieldTableEmitter.Flags.Select(static (name, i) => name == $"{(CrmFieldFlags)(1 << i)}" ? (CrmFieldFlags)(1 << i) : default));
    }

    [Fact]
    public void Members_of_the_base_classes_are_reserved()
    {
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        IEnumerable<string> names = new[] { typeof(CrmRecord) }
            .SelectMany(t => t.GetMembers(Any))
            .Where(m => m is MethodInfo { IsPrivate: false, IsSpecialName: false } or PropertyInfo)
            .Select(m => m.Name);
        Assert.Empty(names.Except(ReservedNames.Members));
    }

    [Fact]
    public void No_generated_type_can_have_the_name_of_a_runtime_type() => Assert.Equal(
        typeof(Bitrix24Client).Assembly.GetExportedTypes().Select(t => t.Name.Split('`')[0]).Distinct().Order(StringComparer.Ordinal),
        ReservedNames.RuntimeTypes.Order(StringComparer.Ordinal));

    // Runs the compiled example and records the request of the client.
    private static async Task<JsonNode> SendAsync(Compilation compilation)
    {
        PropertyInfo update = compilation.Load().GetType("Example")!.GetProperty("Update")!;
        using StubPortal portal = StubPortal.Answering("""{"result": true}""");
        using Bitrix24Client client = portal.Client();
        await client.UpdateAsync((CrmUpdate)update.GetValue(null)!);
        return JsonNode.Parse(portal.Requests.Single().Body)!;
    }
}
