using System.Collections.Immutable;
using System.Net;
using System.Reflection;
using System.Text.Json;
using LeadGen.TestKit.Compiling;
using LeadGen.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeadGen.Analyzers.Tests;

/// <summary>Compiles and runs the same source: the emulated portal must lose exactly the values that the compiler warned about.</summary>
public sealed class AgreementTests
{
    // The sample portal, with limits for the elements of a list.
    private static readonly Dictionary<string, string> s_limited = SamplePortal.Files.ToDictionary(
        static f => f.Key,
        static f => f.Value.Replace("\"formLabel\": \"Слова\", \"settings\": []", "\"formLabel\": \"Слова\", \"settings\": {\"MIN_LENGTH\": 2, \"MAX_LENGTH\": 3}", StringComparison.Ordinal));

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
                    int line = GetLine(lines, method.Name, fieldCode);
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

    /// <summary>
    /// The analyzers warn about the constants that the typed client rejects at run time, and that a portal rejects if it checks custom fields. A portal
    /// that does not check them stores them.
    /// </summary>
    [Theory]
    [InlineData("Karta", "UF_CRM_1712000002", "1234", true)]
    [InlineData("Karta", "UF_CRM_1712000002", "123", false)]
    [InlineData("Karta", "UF_CRM_1712000002", "1234567", false)]
    [InlineData("Karta", "UF_CRM_1712000002", "12a4", false)]
    [InlineData("Roz", "UF_CRM_1712000003", 1L, true)]
    [InlineData("Roz", "UF_CRM_1712000003", 0L, false)]
    [InlineData("Roz", "UF_CRM_1712000003", 101L, true)]
    [InlineData("Roz", "UF_CRM_1712000003", 102L, false)]
    [InlineData("Shifr", "UF_CRM_1712000004", "z", true)]
    [InlineData("Slova", "UF_CRM_1712000005", new[] { "ab", "abc" }, true)]
    [InlineData("Slova", "UF_CRM_1712000005", new[] { "ab", "a" }, false)]
    [InlineData("Slova", "UF_CRM_1712000005", new[] { "ab", "abcd" }, false)]
    [InlineData("Slova", "UF_CRM_1712000005", new[] { "ab", "0" }, true)]
    public async Task A_value_that_the_settings_do_not_permit_is_reported_and_rejected(string name, string code, object value, bool isPermitted)
    {
        string json = JsonSerializer.Serialize(value);
        string constant = value is string[] list ? $"new[] {{ {string.Join(", ", list.Select(static e => $"\"{e}\""))} }}" : json;
        string type = value is string[] ? "string[]" : value is long ? "long" : "string";
        (Compilation compilation, AnalyzerOptions options) = Analysis.Compile(
            [("Program.cs", $$"""
                public static class Calls
                {
                    public static object Untyped() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { {{code}} = {{constant}} } });
                    public static object Set({{type}} value) => new Acme.Crm.LeadUpdate(5).Set{{name}}(value);
                    public static object SetNew({{type}} value) => new Acme.Crm.LeadDraft().Set{{name}}(value);
                }
                """)],
            s_limited, SamplePortal.Config, [], mustCompile: true);
        Assert.Equal(!isPermitted, (await Analysis.RunAsync(compilation, options)).Any(static d => d.Id == "LG1005"));

        Type calls = compilation.Load().GetType("Calls")!;
        foreach (string method in new[] { "Set", "SetNew" })
        {
            Exception? e = Record.Exception(() => calls.GetMethod(method)!.Invoke(null, [value]))?.InnerException;
            Assert.Equal(isPermitted ? null : code, (e as CrmValueException)?.Code);
            Assert.Equal(!isPermitted, e is not null);
        }

        string folder = Directory.CreateTempSubdirectory("leadgen-limits-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "crm.lead.fields.json"), s_limited[SamplePortal.Folder + "crm.lead.fields.json"]);
            using var http = new HttpClient();
            foreach (bool isChecked in new[] { false, true })
            {
                await using PortalEmulator portal = await PortalEmulator.StartAsync(folder, new PortalEmulatorOptions { HasCustomFieldCheck = isChecked });
                long id = portal.AddLead([new("TITLE", "Заявка")]);
                using var content = new StringContent($$"""{"id": {{id}}, "fields": {"{{code}}": {{json}} } }""", System.Text.Encoding.UTF8, "application/json");
                using HttpResponseMessage response = await http.PostAsync(new Uri(portal.Webhook, "crm.lead.update"), content);
                Assert.Equal(!isPermitted && isChecked ? HttpStatusCode.BadRequest : HttpStatusCode.OK, response.StatusCode);
                Assert.True(response.StatusCode != HttpStatusCode.OK || portal.Journal[^1].Fields.Single().Outcome == FieldOutcome.Kept);
            }
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
    private static int GetLine(string[] lines, string method, string code)
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
        return compilation.Load();
    }
}
