using System.Collections.Immutable;
using System.Text;
using LeadGen.Testing;
using Microsoft.CodeAnalysis;

namespace LeadGen.Analyzers.Tests;

/// <summary>
/// Tests the mistakes in the documentation's examples of crm.lead.update (cURL, JavaScript, the PHP SDK, CRest, a plain HTTPS address),
/// written as C# dictionaries with one argument per line. Exactly the lines whose values a portal drops or changes must be reported.
/// </summary>
public sealed class DocumentationExampleTests
{
    // A value in C#, and the JSON that a serializer writes for it.
    private static readonly (string Key, string Code, string Json)[] s_fields =
    [
        ("TITLE", "\"ИП Титов\"", "\"ИП Титов\""),
        ("TITLE", "\"\"", "\"\""),
        ("NAME", "\"Глеб\"", "\"Глеб\""),
        ("STATUS_ID", "\"IN_PROCESS\"", "\"IN_PROCESS\""),
        ("STATUS_ID", "\"В работе\"", "\"В работе\""),
        ("OPENED", "\"Y\"", "\"Y\""),
        ("OPENED", "true", "true"),
        ("OPPORTUNITY", "12500.5", "12500.5"),
        ("OPPORTUNITY", "\"12500\"", "\"12500\""),
        ("BIRTHDATE", "\"1980-05-17\"", "\"1980-05-17\""),
        ("BIRTHDATE", "\"1980-05-17T00:00:00+02:00\"", "\"1980-05-17T00:00:00+02:00\""),
        ("BIRTHDATE", "null", "null"),
        ("PHONE", "new[] { new { VALUE = \"+79991234567\", VALUE_TYPE = \"WORK\" } }", "[{\"VALUE\": \"+79991234567\", \"VALUE_TYPE\": \"WORK\"}]"),
        ("PHONE", "\"+79991234567\"", "\"+79991234567\""),
        ("EMAIL", "\"titov@example.org\"", "\"titov@example.org\""),
        ("COMPANY_ID", "7", "7"),
        ("CONTACT_IDS", "new[] { 3, 4 }", "[3, 4]"),
        ("CONTACT_IDS", "new int[0]", "[]"),
        ("DATE_CREATE", "\"2026-01-01T00:00:00+03:00\"", "\"2026-01-01T00:00:00+03:00\""),
        ("UF_CRM_1712000000", "11", "11"),
        ("UF_CRM_1712000000", "\"Курьер\"", "\"Курьер\""),
        ("ufCrm_1712000000", "11", "11"),
        ("UF_CRM_1234567890", "\"x\"", "\"x\""),
        ("UF_CRM_1712000001", "\"сайт\"", "\"сайт\""),
        ("UF_CRM_1712000005", "new[] { \"а\", \"б\" }", "[\"а\", \"б\"]"),
        ("UF_CRM_1712000005", "\"а\"", "\"а\""),
    ];

    private static readonly (string Key, string Code, string Json)[] s_arguments =
    [
        ("params", "new Dictionary<string, object> { [\"REGISTER_SONET_EVENT\"] = \"Y\" }", "{\"REGISTER_SONET_EVENT\": \"Y\"}"),
        ("options", "new Dictionary<string, object> { [\"REGISTER_SONET_EVENT\"] = \"Y\" }", "{\"REGISTER_SONET_EVENT\": \"Y\"}"),
        ("REGISTER_SONET_EVENT", "\"Y\"", "\"Y\""),
    ];

    [Fact]
    public async Task Exactly_the_values_that_a_portal_loses_are_reported()
    {
        string folder = Directory.CreateTempSubdirectory("leadgen-examples-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "crm.lead.fields.json"), SamplePortal.Fields);
            await File.WriteAllTextAsync(Path.Combine(folder, "crm.status.list.json"), SamplePortal.Statuses);
            await using PortalEmulator portal = await PortalEmulator.StartAsync(folder);
            using var http = new HttpClient();
            var mismatches = new List<string>();
            foreach ((string key, string code, string json) in s_fields)
            {
                await CompareAsync(portal, http, $"[\"{key}\"] = {code},", $"\"fields\": {{\"{key}\": {json}}}", inFields: true, mismatches);
            }

            foreach ((string key, string code, string json) in s_arguments)
            {
                await CompareAsync(portal, http, $"[\"{key}\"] = {code},", $"\"fields\": {{\"NAME\": \"Глеб\"}}, \"{key}\": {json}", inFields: false, mismatches);
            }

            Assert.Empty(mismatches);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task CompareAsync(PortalEmulator portal, HttpClient http, string line, string json, bool inFields, List<string> mismatches)
    {
        long id = portal.AddLead([new("TITLE", "Заявка"), new("BIRTHDATE", "1970-01-01")]);
        using var content = new StringContent($"{{\"id\": {id}, {json}}}", Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await http.PostAsync(new Uri(portal.Webhook, "crm.lead.update"), content);
        Assert.True(response.IsSuccessStatusCode);
        PortalCall call = portal.Journal[^1];
        bool isLost = call.Fields.Concat(call.Parameters).Any(f => f.Outcome != FieldOutcome.Kept);

        ImmutableArray<Diagnostic> found = await Analysis.RunAsync(
            $$"""
            #nullable enable
            using System.Collections.Generic;
            class C
            {
                System.Threading.Tasks.Task M() => Rest.CallAsync("crm.lead.update", new Dictionary<string, object?>
                {
                    ["id"] = 5,
            {{(inFields ? "" : line)}}
                    ["fields"] = new Dictionary<string, object?>
                    {
            {{(inFields ? line : "[\"NAME\"] = \"Глеб\",")}}
                    },
                });
            }
            """,
            SamplePortal.Files);
        string[] warned = [.. found.Where(d => d.Severity >= DiagnosticSeverity.Warning).Select(d => d.Id)];
        if (isLost != warned.Length > 0)
        {
            mismatches.Add($"{line} the portal {(isLost ? "loses" : "keeps")} it, the compiler says {string.Join(", ", warned.DefaultIfEmpty("nothing"))}");
        }
    }
}
