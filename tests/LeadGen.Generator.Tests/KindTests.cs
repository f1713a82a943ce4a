using System.Reflection;
using LeadGen.Generator.Tests.Harness;
using LeadGen.Schema.Kinds;
using LeadGen.Schema.Naming;
using Microsoft.CodeAnalysis;

namespace LeadGen.Generator.Tests;

/// <summary>The table of field kinds against the runtime that it names, and the reserved names against the classes that have them.</summary>
public class KindTests
{
    public static TheoryData<string> Types => [.. FieldKinds.All.SelectMany(k => k.Types).Append("rest_7_widget")];

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
        string single = Portal.Field("UF_CRM_1712000001", type, "Одно", more);
        string multiple = Portal.Field("UF_CRM_1712000002", type, "Много", more).Replace("\"isMultiple\": false", Multiple, StringComparison.Ordinal);
        string standard = Portal.Field("OWN", type, "Своё", more);

        GeneratorRun run = GeneratorRun.Of(Portal.Of(single, multiple, standard));

        Assert.Empty(run.CompilerComplaints);
        Assert.DoesNotContain(run.Diagnostics, d => d.Severity > DiagnosticSeverity.Info);
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
    public void The_runtime_knows_every_way_to_empty_a_field() =>
        Assert.Equal(Enum.GetNames<Schema.Kinds.ClearForm>(), Enum.GetNames<ClearForm>());

    [Fact]
    public void Members_of_the_base_classes_are_reserved()
    {
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        IEnumerable<string> names = new[] { typeof(LeadRecord) }
            .SelectMany(t => t.GetMembers(Any))
            .Where(m => m is MethodInfo { IsPrivate: false, IsSpecialName: false } or PropertyInfo)
            .Select(m => m.Name);
        Assert.Empty(names.Except(ReservedNames.Members));
    }

    [Fact]
    public void No_generated_type_can_have_the_name_of_a_runtime_type() => Assert.Equal(
        typeof(LeadClient).Assembly.GetExportedTypes().Select(t => t.Name.Split('`')[0]).Distinct().Order(StringComparer.Ordinal),
        ReservedNames.RuntimeTypes.Order(StringComparer.Ordinal));
}
