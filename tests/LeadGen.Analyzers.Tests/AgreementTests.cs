using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using LeadGen.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeadGen.Analyzers.Tests;

/// <summary>Compiles and runs the same source: the emulated portal must lose exactly the values that the compiler warned about.</summary>
public sealed class AgreementTests
{
    [Fact]
    public async Task The_journal_of_the_portal_agrees_with_the_warnings()
    {
        string code = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "tests/LeadGen.Analyzers.Tests/Running/Calls.cs"));
        SyntaxTree tree = CSharpSyntaxTree.ParseText("#nullable enable\n" + code, CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp13));
        ImmutableArray<Diagnostic> found = await Analysis.RunAsync(tree.ToString(), SamplePortal.Files);
        string[] lines = tree.ToString().Split('\n');
        HashSet<int> warned = [.. found.Where(static d => d.Severity >= DiagnosticSeverity.Warning).Select(static d => d.Location.GetLineSpan().StartLinePosition.Line)];

        string folder = Directory.CreateTempSubdirectory("leadgen-agreement-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "crm.lead.fields.json"), SamplePortal.Fields);
            await File.WriteAllTextAsync(Path.Combine(folder, "crm.status.list.json"), SamplePortal.Statuses);
            await using PortalEmulator portal = await PortalEmulator.StartAsync(folder);
            using var http = new HttpClient();
            var lost = new HashSet<int>();
            foreach (MethodInfo method in Load(tree).GetType("Calls")!.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            {
                long id = portal.AddLead([new("TITLE", "Заявка"), new("BIRTHDATE", "1970-01-01")]);
                await (Task)method.Invoke(null, [http, portal.Webhook.AbsoluteUri, id])!;
                PortalCall call = portal.Journal[^1];
                Assert.True(call.LeadId == id, $"{method.Name} did not update the lead");
                foreach (string fieldCode in call.Fields.Concat(call.Parameters).Where(static f => f.Outcome != FieldOutcome.Kept).Select(static f => f.Code))
                {
                    int line = LineOf(lines, method.Name, fieldCode);
                    Assert.True(line >= 0, $"{method.Name} loses {fieldCode}, but none of its lines contains the field");
                    lost.Add(line);
                }
            }

            Assert.True(lost.Count > 40, "the portal lost too few values");
            Assert.Equal(lost.Order().Select(l => $"{l}: {lines[l].Trim()}"), warned.Order().Select(l => $"{l}: {lines[l].Trim()}"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The journal does not list conditions. A condition was ignored if the portal returns the lead, which does not meet it.</summary>
    [Theory]
    [InlineData("TITLE", "\"Другая\"")]
    [InlineData("%TITLE", "\"Другая\"")]
    [InlineData("!%TITLE", "\"Зая\"")]
    [InlineData("!=%TITLE", "\"Зая%\"")]
    [InlineData("!%UF_CRM_1712000002", "\"23\"")]
    [InlineData("!UF_CRM_1712000002", "\"1234\"")]
    [InlineData("!@STATUS_ID", "new[] { \"NEW\" }")]
    [InlineData("CONTACT_IDS", "999")]
    [InlineData("COMPANY_ID", "999")]
    [InlineData("PHONE", "\"+7\"")]
    [InlineData("NAEM", "\"x\"")]
    [InlineData("LOGIC", "\"OR\"")]
    [InlineData("title", "\"Другая\"")]
    public async Task A_condition_that_the_portal_ignores_is_reported(string condition, string value)
    {
        string folder = Directory.CreateTempSubdirectory("leadgen-filter-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "crm.lead.fields.json"), SamplePortal.Fields);
            await File.WriteAllTextAsync(Path.Combine(folder, "crm.status.list.json"), SamplePortal.Statuses);
            await using PortalEmulator portal = await PortalEmulator.StartAsync(folder);
            portal.AddLead([new("TITLE", "Заявка"), new("STATUS_ID", "NEW"), new("UF_CRM_1712000002", "1234")]);
            using var http = new HttpClient();
            string json = value.Replace("new[] {", "[", StringComparison.Ordinal).Replace('}', ']');
            using var content = new StringContent($$"""{"filter": {"{{condition}}": {{json}}}, "select": ["ID"]}""", System.Text.Encoding.UTF8, "application/json");
            using HttpResponseMessage response = await http.PostAsync(new Uri(portal.Webhook, "crm.lead.list"), content);
            bool isIgnored = (await response.Content.ReadAsStringAsync()).Contains("\"ID\"", StringComparison.Ordinal);

            ImmutableArray<Diagnostic> found = await Analysis.RunAsync(
                $$"""
                using System.Collections.Generic;
                class C { System.Threading.Tasks.Task M() => Rest.CallAsync("crm.lead.list", new { filter = new Dictionary<string, object> { ["{{condition}}"] = {{value}} }, select = new[] { "ID" } }); }
                """,
                SamplePortal.Files);
            Assert.Equal(isIgnored, found.Any(static d => d.Severity == DiagnosticSeverity.Warning));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Finds the line of the method, or of a method that it calls, that contains the field. A serializer may have changed the case.
    private static int LineOf(string[] lines, string method, string code)
    {
        int start = Array.FindIndex(lines, l => l.Contains($" {(method == "Classes" ? "class Form1" : method == "Helper" ? "void Fill" : method + "(HttpClient")}", StringComparison.Ordinal));
        for (int i = start; i < lines.Length && (i == start || lines[i].Length == 0 || !lines[i].StartsWith("    public static", StringComparison.Ordinal)); i++)
        {
            if (lines[i].Contains($"\"{code}\"", StringComparison.OrdinalIgnoreCase) || lines[i].Contains($"\\\"{code}\\\"", StringComparison.Ordinal)
                || lines[i].Contains($"fields.{code} =", StringComparison.Ordinal) || lines[i].Contains($"[{code}]", StringComparison.OrdinalIgnoreCase)
                || lines[i].Contains($" {code} {{ get;", StringComparison.OrdinalIgnoreCase)
                || lines[i].Trim().StartsWith($"{code} =", StringComparison.OrdinalIgnoreCase))
            {
                if (!lines[i].Trim().StartsWith(code + " =", StringComparison.Ordinal) && lines[i].Trim().StartsWith($"{code} =", StringComparison.OrdinalIgnoreCase)
                    && Array.FindIndex(lines, i + 1, Math.Min(5, lines.Length - i - 1), l => l.Trim().StartsWith(code + " =", StringComparison.Ordinal)) is var exact and >= 0)
                {
                    return exact;
                }

                return i;
            }
        }

        return -1;
    }

    private static Assembly Load(SyntaxTree tree)
    {
        var compilation = CSharpCompilation.Create(
            "Running", [tree], SamplePortal.References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        Assert.Empty(compilation.Emit(image).Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error));
        image.Position = 0;
        return new AssemblyLoadContext("Running", isCollectible: true).LoadFromStream(image);
    }
}
