using System.Collections;
using System.Reflection;
using LeadGen.Generator.Tests.Harness;
using LeadGen.TestKit.Compiling;
using Microsoft.CodeAnalysis;
using static LeadGen.Generator.Tests.Harness.LeadSchemaItem;

namespace LeadGen.Generator.Tests;

/// <summary>Tests which steps run again after an edit. Every <see cref="GeneratorRun"/> asserts that an edit of C# code re-runs none.</summary>
public class IncrementalTests
{
    private static readonly LeadSchemaItem s_acme = Create(
        Field("TITLE", "string", "Название"), Field("UF_CRM_1712000000", "string", "Паспорт")) with
    {
        Names = """{"fields": {}}""",
    };

    private static readonly LeadSchemaItem s_other = s_acme with { Folder = "/portals/other", Namespace = "Other.Crm" };

    [Fact]
    public void Spaces_in_the_JSON_move_diagnostics_and_emit_nothing()
    {
        LeadSchemaItem before = Create(Field("TITLE", "string"), Field("UF_CRM_1", "hlblock", "Виджет"));
        GeneratorRunResult after = Edit(before, before with { Fields = "\n\n" + before.Fields });

        Assert.Equal([IncrementalStepRunReason.Unchanged], Reasons(after, Steps.Model));
        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(after, Steps.Diagnostics));
        Assert.Equal(2, after.Diagnostics.Single().Location.GetLineSpan().StartLinePosition.Line
            - GeneratorRun.Create(before).Diagnostics.Single().Location.GetLineSpan().StartLinePosition.Line);
    }

    [Fact]
    public void Reordered_fields_emit_nothing()
    {
        LeadSchemaItem reordered = s_acme with { Fields = Create(Field("UF_CRM_1712000000", "string", "Паспорт"), Field("TITLE", "string", "Название")).Fields };
        Assert.NotEqual(s_acme.Fields, reordered.Fields);
        Assert.Equal([IncrementalStepRunReason.Cached], Reasons(Edit(s_acme, reordered), Steps.Model));
    }

    [Theory]
    [InlineData("\\u041f", "\\u0411")]
    [InlineData("\"isRequired\": false", "\"isRequired\": true")]
    [InlineData("UF_CRM_1712000000", "UF_CRM_1712000001")]
    public void An_edit_of_one_portal_leaves_the_other_cached(string old, string @new)
    {
        LeadSchemaItem edited = s_acme with { Fields = s_acme.Fields.Replace(old, @new, StringComparison.Ordinal) };
        GeneratorRunResult after = Run([s_acme, s_other], [edited, s_other]);

        foreach (string step in new[] { Steps.Group, Steps.Parse, Steps.Model })
        {
            IncrementalStepRunReason[] reasons = Reasons(after, step);
            Assert.Equal(2, reasons.Length);
            Assert.Equal(IncrementalStepRunReason.Modified, reasons[0]);
            Assert.True(reasons[1] is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{step}: {reasons[1]}");
        }

        Assert.All(
            after.TrackedOutputSteps.SelectMany(s => s.Value).SelectMany(s => s.Outputs).Skip(1).Take(1),
            o => Assert.Equal(IncrementalStepRunReason.Cached, o.Reason));
    }

    [Fact]
    public void An_edit_of_one_field_emits_only_its_group_again()
    {
        LeadSchemaItem before = Create([.. Enumerable.Range(0, 200).Select(static i => Field($"UF_CRM_{1_712_000_000 + i}", "string", $"Поле {i}"))]);
        LeadSchemaItem after = before with { Fields = Create([.. Enumerable.Range(0, 200).Select(static i => Field($"UF_CRM_{1_712_000_000 + i}", "string", i == 100 ? "Поле сто" : $"Поле {i}"))]).Fields };
        Assert.Equal(
            [IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Unchanged],
            Reasons(Edit(before, after), Steps.FieldGroups));
    }

    [Fact]
    public void A_new_portal_leaves_the_first_unchanged()
    {
        IncrementalStepRunReason[] reasons = Reasons(Run([s_acme], [s_acme, s_other]), Steps.Model);
        Assert.Equal(IncrementalStepRunReason.New, reasons[1]);
        Assert.True(reasons[0] is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged);
    }

    [Fact]
    public void A_pin_renames_a_field()
    {
        GeneratorRunResult after = Edit(s_acme, s_acme with { Names = """{"fields": {"UF_CRM_1712000000": "Passport"}}""" });
        Assert.Contains(after.GeneratedSources, s => s.SourceText.ToString().Contains("SetPassport(", StringComparison.Ordinal));
    }

    [Fact]
    public void A_former_name_can_be_added_and_removed()
    {
        LeadSchemaItem pinned = s_acme with { Names = """{"fields": {"UF_CRM_1712000000": "Passport"}}""" };
        LeadSchemaItem renamed = s_acme with { Names = """{"fields": {"UF_CRM_1712000000": "Passport"}, "renamed": {"fields": {"UF_CRM_1712000000": "Pasport"}}}""" };

        GeneratorRunResult added = Edit(pinned, renamed);
        GeneratorRunResult removed = Edit(renamed, pinned);

        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(added, Steps.Model));
        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(removed, Steps.Model));
        Assert.Contains(added.GeneratedSources, s => s.SourceText.ToString().Contains("SetPasport(", StringComparison.Ordinal));
        Assert.DoesNotContain(removed.GeneratedSources, s => s.SourceText.ToString().Contains("Pasport(", StringComparison.Ordinal));
    }

    [Fact]
    public void A_former_name_that_is_moved_or_taken_emits_nothing()
    {
        LeadSchemaItem renamed = s_acme with { Names = """{"renamed": {"fields": {"UF_CRM_1712000000": "Passport"}}}""" };
        LeadSchemaItem moved = s_acme with { Names = """{"renamed":""" + "\n" + """{"fields": {"TITLE": "Title", "UF_CRM_1712000000": "Passport"}}}""" };
        Assert.Equal([IncrementalStepRunReason.Cached], Reasons(Edit(renamed, moved), Steps.Model));
    }

    [Fact]
    public void Every_step_is_tracked_by_its_name()
    {
        GeneratorRunResult run = GeneratorRun.Create(Create(
            Field("UF_CRM_1", "hlblock", "Виджет"), Field("UF_CRM_2", "enumeration", "Доставка", "\"items\": [{\"ID\": 1, \"VALUE\": \"Курьер\"}]"), Field("STATUS_ID", "crm_status", "Стадия", "\"statusType\": \"STATUS\""))).Result;
        Assert.All(Steps.All, name => Assert.Contains(name, run.TrackedSteps.Keys));
    }

    [Fact]
    public void No_step_keeps_the_compilation_alive()
    {
        GeneratorRunResult run = GeneratorRun.Create(s_acme, s_other).Result;
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (object value in Steps.All.Where(run.TrackedSteps.ContainsKey).SelectMany(s => run.TrackedSteps[s]).SelectMany(s => s.Outputs).Select(o => o.Value))
        {
            Walk(value);
        }

        Assert.True(seen.Count > 20, "the walk found too few objects");

        void Walk(object? node)
        {
            if (node is null || node is string || node.GetType().IsPrimitive || node.GetType().IsEnum || !seen.Add(node))
            {
                return;
            }

            Assert.False(
                node is ISymbol or SyntaxNode or SyntaxTree or Compilation or SemanticModel or AdditionalText or Location,
                $"a model holds a {node.GetType()}");
            if (node is IEnumerable items)
            {
                foreach (object? item in items)
                {
                    Walk(item);
                }
            }

            for (Type? type = node.GetType(); type is not null && type.Namespace?.StartsWith("LeadGen", StringComparison.Ordinal) == true; type = type.BaseType)
            {
                foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
                {
                    Walk(field.GetValue(node));
                }
            }
        }
    }

    private static GeneratorRunResult Edit(LeadSchemaItem before, LeadSchemaItem after) => Run([before], [after]);

    private static GeneratorRunResult Run(LeadSchemaItem[] before, LeadSchemaItem[] after)
    {
        GeneratorRun run = GeneratorRun.Create(before);
        GeneratorDriver driver = run.Driver.WithUpdatedAnalyzerConfigOptions(new LeadSchemaItemOptions(after));
        foreach (CompilerFile text in after.SelectMany(p => p.Texts()))
        {
            // Like an editor, replaces an existing file and adds a new one.
            driver = run.Project.Files.FirstOrDefault(t => t.Path == text.Path) is not { } known ? driver.AddAdditionalTexts([text])
                : known.Content == text.Content ? driver
                : driver.ReplaceAdditionalText(known, text);
        }

        return driver.RunGenerators(run.Input).GetRunResult().Results.Single();
    }

    private static IncrementalStepRunReason[] Reasons(GeneratorRunResult run, string step) =>
        [.. run.TrackedSteps[step].SelectMany(s => s.Outputs).Select(o => o.Reason)];
}
