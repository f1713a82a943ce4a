using System.Text.RegularExpressions;
using CsCheck;
using LeadGen.Schema.Naming;

namespace LeadGen.Generator.Tests.Schemas.Naming;

/// <summary>Tests the properties that names have for any labels, including hostile ones.</summary>
public partial class NamingPropertyTests
{
    private sealed record Custom(string Code, string Label, bool IsEnumeration, string[] Items)
    {
        public string Json => IsEnumeration ? MemoryPortal.Enumeration(Code, Label, Items) : MemoryPortal.Field(Code, label: Label);
    }

    private static readonly Gen<Custom[]> s_fields = Gen
        .Select(Generators.CustomCode, Generators.HostileText, Gen.Bool, Generators.HostileText.Array[0, 5])
        .Select(static x => new Custom(x.Item1, x.Item2, x.Item3, x.Item4))
        .Array[1, 8]
        .Select(static fields => fields.DistinctBy(static f => f.Code).ToArray());

    private static readonly string[] s_standard = [MemoryPortal.Field("TITLE"), MemoryPortal.Field("STATUS_ID", "crm_status", more: "\"statusType\":\"STATUS\"")];

    [Fact]
    public void Names_are_unique_identifiers_and_do_not_depend_on_the_order_of_the_file() => Gen
        .Select(s_fields, Gen.OneOf(IdentifierStyle.Transliterated, IdentifierStyle.Native))
        .Sample(
            (fields, style) =>
            {
                PortalNames names = MemoryPortal.Create(s_standard.Concat(fields.Select(f => f.Json))).Name(style);
                PortalNames reversed = MemoryPortal.Create(fields.Reverse().Select(f => f.Json).Concat(s_standard)).Name(style);

                AssertIdentifiers([.. fields.Select(f => names.GetFieldName(f.Code)), "Title", "StatusId", "Lead", "LeadUpdate", "LeadDraft", "LeadFields"]);
                AssertIdentifiers(
                    [.. fields.Where(f => f.IsEnumeration).Select(f => names.GetEnumerationName(f.Code)), "LeadStatus", "Lead", "LeadUpdate", "LeadDraft", "LeadFields", .. ReservedNames.RuntimeTypes]);
                foreach (Custom field in fields)
                {
                    Assert.Equal(names.GetFieldName(field.Code), reversed.GetFieldName(field.Code));
                    if (field.IsEnumeration)
                    {
                        Assert.Equal(names.GetEnumerationName(field.Code), reversed.GetEnumerationName(field.Code));
                        AssertIdentifiers([.. field.Items.Select((_, i) => names.GetItemName(field.Code, i + 1))]);
                    }
                }
            },
            iter: 2_000);

    [Fact]
    public void Values_of_a_dictionary_have_unique_names_that_do_not_depend_on_their_order() => Gen
        .Select(Gen.OneOf(Generators.HostileText.Where(static t => t.Length > 0), Gen.Int[0, 20].Select(static n => $"UC_{n}"), Gen.OneOf("NEW", "new", "New_", "N-EW")), Generators.HostileText)
        .Array[1, 8]
        .Sample(
            rows =>
            {
                (string Code, string Name, int Sort)[] values = rows
                    .Select(static r => (Code: MemoryPortal.Quote(r.Item1).Replace('\uFFFD', '?'), r.Item2)).DistinctBy(static r => r.Code)
                    .Select(static (r, i) => (r.Code, r.Item2, i)).ToArray();
                PortalNames names = (MemoryPortal.Create(s_standard) with { Statuses = MemoryPortal.StatusList("STATUS", values) }).Name();
                PortalNames moved = (MemoryPortal.Create(s_standard) with { Statuses = MemoryPortal.StatusList("STATUS", values.Select(v => (v.Code, v.Name, 99 - v.Sort))) }).Name();

                AssertIdentifiers([.. values.Select(v => names.GetStatusName("STATUS", v.Code)), .. ReservedNames.StatusMembers]);
                Assert.All(values, v => Assert.Equal(names.GetStatusName("STATUS", v.Code), moved.GetStatusName("STATUS", v.Code)));
            },
            iter: 1_000);

    [Fact]
    public void An_added_field_does_not_rename_existing_fields() => Gen
        .Select(
            Gen.Select(Gen.Int[1_400_000_000, 1_900_000_000], Gen.OneOf(Generators.HostileText, Gen.OneOf("Вес", "вес", "Файл", "File", "File option", "Title"))).Array[1, 6],
            Gen.OneOf(Generators.HostileText, Gen.OneOf("Вес", "File", "Ves 1")),
            Gen.Int[0, 2],
            Gen.Bool)
        .Sample(
            (old, label, form, isEnumeration) =>
            {
                Custom[] before = old.DistinctBy(f => f.Item1).Select(f => new Custom(GetCode(f.Item1), f.Item2, isEnumeration, ["x"])).ToArray();
                var added = new Custom(GetCode(old.Max(f => f.Item1) + 1), label, isEnumeration, ["x"]);

                PortalNames names = MemoryPortal.Create(s_standard.Concat(before.Select(f => f.Json))).Name();
                PortalNames more = MemoryPortal.Create(s_standard.Concat(before.Select(f => f.Json).Prepend(added.Json))).Name();

                foreach (Custom field in before)
                {
                    Assert.Equal(names.GetFieldName(field.Code), more.GetFieldName(field.Code));
                    if (isEnumeration)
                    {
                        Assert.Equal(names.GetEnumerationName(field.Code), more.GetEnumerationName(field.Code));
                    }
                }

                string GetCode(int time) => form switch { 0 => $"UF_CRM_{time}", 1 => $"UF_CRM_{time}007", _ => $"UF_CRM_{time:X8}0ABCD" };
            },
            iter: 2_000);

    // The grammar of the C# specification, independent of the checks of the namer.
    [GeneratedRegex(@"^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}]*$")]
    private static partial Regex Identifier { get; }

    private static void AssertIdentifiers(string[] names)
    {
        Assert.All(names, name =>
        {
            Assert.Matches(Identifier, name);
            Assert.Null(Identifiers.GetValidationError(name));
            Assert.InRange(name.Length, 1, 140);
        });
        Assert.Equal(names.Length, names.Distinct(StringComparer.Ordinal).Count());
    }
}
