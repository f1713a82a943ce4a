using System.Reflection;
using System.Runtime.Serialization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LeadGen.Generator.Tests.Harness;
using LeadGen.TestKit.Compiling;
using Microsoft.CodeAnalysis;
using static LeadGen.Generator.Tests.Harness.LeadSchemaItem;

namespace LeadGen.Generator.Tests;

/// <summary>Tests code that uses former names. It compiles with a warning that contains the new name, and behaves as before.</summary>
public class FormerNameTests
{
    private const string Delivery = "UF_CRM_1712000000";

    private static readonly LeadSchemaItem s_renamed = Create(
        Field("ID", "integer"),
        Field("TITLE", "string", "Название"),
        Field("STATUS_ID", "crm_status", "Стадия", "\"statusType\": \"STATUS\""),
        Field("PHONE", "crm_multifield", "Телефон"),
        Field("COMPANY_ID", "crm_company", "Компания", "\"isDeprecated\": true"),
        Field(Delivery, "enumeration", "Доставка", "\"items\": [{\"ID\": 11, \"VALUE\": \"Курьер\"}, {\"ID\": 12, \"VALUE\": \"Почта\"}]"),
        Field("UF_CRM_1712000001", "enumeration", "Размер", "\"items\": [{\"ID\": 1, \"VALUE\": \"S\"}, {\"ID\": 2, \"VALUE\": \"L\"}]"),
        Field("UF_CRM_1712000002", "string", "Слова").Replace("\"isMultiple\": false", "\"isMultiple\": true", StringComparison.Ordinal)) with
    {
        Statuses = """{"result": [{"ENTITY_ID": "STATUS", "STATUS_ID": "UC_1", "NAME": "Авито"}, {"ENTITY_ID": "STATUS", "STATUS_ID": "NEW", "NAME": "Новый"}]}""",
        Names = """
            {
              "fields": {"TITLE": "Topic", "PHONE": "Tel", "COMPANY_ID": "Person", "UF_CRM_1712000000": "Delivery", "UF_CRM_1712000001": "Size", "UF_CRM_1712000002": "value"},
              "items": {"UF_CRM_1712000000": {"11": "Courier", "12": "Post"}, "UF_CRM_1712000001": {"2": "Large"}},
              "statuses": {"STATUS": {"UC_1": "Avito"}},
              "renamed": {
                "fields": {"TITLE": "OldTopic", "PHONE": "OldTel", "COMPANY_ID": "OldPerson", "UF_CRM_1712000000": "OldDelivery", "UF_CRM_1712000002": "Oldvalue"},
                "items": {"UF_CRM_1712000000": {"12": "OldPost"}, "UF_CRM_1712000001": {"2": "OldLarge"}},
                "statuses": {"STATUS": {"UC_1": "OldAvito"}}
              }
            }
            """,
    };

    // Without 'Old' in each former name, this is the new code.
    private const string OldCode = """
        using System;
        using System.Linq;
        using System.Net.Http;
        using System.Threading.Tasks;
        using Acme.Crm;
        using LeadGen;

        internal static class Program
        {
            public static async Task<string> Run(HttpMessageHandler portal)
            {
                using var client = new Bitrix24Client("https://acme.example/rest/1/secret/", new HttpClient(portal));
                Lead read = (await client.GetAsync<Lead>(5))!;
                Lead changed = read.Copy();
                changed.OldTopic = "changed";
                changed.OldDelivery = OldDelivery.OldPost;
                changed.OldTel = changed.OldTel.Skip(1).ToArray();
                changed.Oldvalue = new[] { "c" };
                await client.UpdateAsync(LeadUpdate.FromChanges(read, changed));
                await client.UpdateAsync(new LeadUpdate(5)
                    .SetOldTopic("set")
                    .SetOldDelivery(OldDelivery.OldPost)
                    .SetSize(Size.OldLarge)
                    .SetStatusId(LeadStatus.OldAvito)
                    .SetOldvalue(new[] { "a", "b" })
                    .AddOldTel("+7 1", PhoneType.Work)
                    .ChangeOldTel(read.OldTel[0], "+7 2")
                    .RemoveOldTel(read.OldTel[1]));
                read = (await client.GetAsync<Lead>(5))!;
                await client.UpdateAsync(new LeadUpdate(5).ClearOldDelivery().ClearOldvalue().ReplaceOldTel(read, read.OldTel.Take(1)));
                string delivery = read.OldDelivery switch { OldDelivery.Courier => "by courier", OldDelivery.OldPost => "by post", _ => "?" };
                return string.Join("|", read.OldTopic, delivery, read.OldDelivery, changed.OldDelivery, Size.OldLarge, read.StatusId == LeadStatus.OldAvito,
                    LeadFields.OldDelivery.Code, LeadFields.Codes.OldTel, LeadFields.All.Count,
                    new LeadDraft().SetOldTopic("new").SetOldDelivery(OldDelivery.Courier).SetOldvalue(new[] { "a" }).AddOldTel("+7 5", PhoneType.Work));
            }
        }
        """;

    [Fact]
    public async Task Code_with_former_names_compiles_with_warnings_and_behaves_like_new_code()
    {
        string newCode = OldCode.Replace("Old", "", StringComparison.Ordinal);
        GeneratorRun oldRun = GeneratorRun.Create(OldCode, s_renamed);
        GeneratorRun newRun = GeneratorRun.Create(newCode, s_renamed);

        // An item of the former enum does not cause a separate warning.
        Diagnostic[] warnings = [.. oldRun.CompilerDiagnostics];
        Assert.All(warnings, w => Assert.Equal(("CS0618", "/app/Program.cs"), (w.Id, w.Location.SourceTree!.FilePath)));
        Assert.Equal(
            Regex.Matches(OldCode, @"\w*Old\w+").Select(m => m.Value.Replace("Old", "", StringComparison.Ordinal)).Except(["Post"]).Distinct().Order(StringComparer.Ordinal),
            warnings.Select(w => Regex.Match(w.GetMessage(null), "'Renamed to (.*)\\.'").Groups[1].Value).Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(newRun.CompilerDiagnostics);

        (string oldResult, string[] oldCalls) = await RunAsync(oldRun);
        (string newResult, string[] newCalls) = await RunAsync(newRun);
        Assert.Equal("read|by courier|Courier|Post|Large|True|UF_CRM_1712000000|PHONE|8|new lead: TITLE, UF_CRM_1712000000, UF_CRM_1712000002, PHONE", newResult);
        Assert.Equal(newResult, oldResult);
        Assert.Equal(5, newCalls.Length);
        Assert.Equal(newCalls, oldCalls);
    }

    [Fact]
    public void A_former_name_in_JSON_does_not_overwrite_the_current_one()
    {
        Type type = GeneratorRun.Create(s_renamed).Output.Load().GetType("Acme.Crm.Lead", throwOnError: true)!;
        object lead = Activator.CreateInstance(type)!;
        foreach (PropertyInfo property in type.GetProperties().Where(static p => p.CanWrite && !p.Name.StartsWith("Old", StringComparison.Ordinal)))
        {
            property.SetValue(lead, property.Name == "Topic" ? "read" : property.PropertyType.IsGenericType && !property.PropertyType.IsValueType ? Array.CreateInstance(property.PropertyType.GetGenericArguments()[0], 0) : null);
        }

        JsonObject json = JsonSerializer.SerializeToNode(lead, type)!.AsObject();
        Assert.DoesNotContain(json, static member => member.Key.StartsWith("Old", StringComparison.Ordinal));
        json["Topic"] = "changed";
        json["OldTopic"] = "read";
        Assert.Equal("changed", type.GetProperty("Topic")!.GetValue(json.Deserialize(type)));
        Assert.All(type.GetProperties().Where(static p => p.Name.StartsWith("Old", StringComparison.Ordinal)), static p => Assert.NotNull(p.GetCustomAttribute<IgnoreDataMemberAttribute>()));
    }

    [Fact]
    public void A_former_name_that_is_not_needed_adds_nothing()
    {
        LeadSchemaItem portal = s_renamed with { Names = null };
        Assert.Equal(
            GeneratorRun.Create(portal).Sources,
            GeneratorRun.Create(portal with { Names = """{"renamed": {"fields": {"TITLE": "Title", "UF_CRM_404": "Gone"}, "statuses": {}}}""" }).Sources);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(12, 12)]
    [InlineData(16, 16)]
    [InlineData(31, 1)]
    public void ToString_of_a_renamed_item_returns_its_current_name(int count, int renamed)
    {
        Type type = CreateEnumeration(count, renamed);
        Assert.Equal(count + renamed, Enum.GetNames(type).Length);
        for (int i = 1; i <= renamed; i++)
        {
            object value = Enum.ToObject(type, i * 7);
            Assert.Equal(value, Enum.Parse(type, $"Old{i}"));
            Assert.Equal($"New{i}", value.ToString());
            Assert.Equal($"New{i}", Enum.GetName(type, value));
        }
    }

    [Theory]
    [InlineData(32, 1)]
    [InlineData(17, 16)]
    [InlineData(200, 3)]
    public void A_long_list_has_no_former_item_names(int count, int renamed)
    {
        Type type = CreateEnumeration(count, renamed);
        Assert.Equal(count, Enum.GetNames(type).Length);
        Assert.All(Enumerable.Range(1, count), i => Assert.Equal(i <= renamed ? $"New{i}" : $"V{i}", Enum.ToObject(type, i * 7).ToString()));
    }

    [Fact]
    public void Former_names_of_fields_that_swap_names_are_dropped()
    {
        GeneratorRun run = GeneratorRun.Create(Create(Field("UF_CRM_1", "string"), Field("UF_CRM_2", "string")) with
        {
            Names = """{"fields": {"UF_CRM_1": "B", "UF_CRM_2": "A"}, "renamed": {"fields": {"UF_CRM_1": "A", "UF_CRM_2": "B"}}}""",
        });
        Assert.Empty(run.CompilerDiagnostics);
        Assert.All(run.Sources.Values, s => Assert.DoesNotContain("Obsolete", s, StringComparison.Ordinal));
        Assert.Contains("[\"A\",\"UF_CRM_2\",", run.Source("LeadFields.All.g.cs").Split('\n').Where(static l => l.StartsWith("        [", StringComparison.Ordinal)).ElementAt(1), StringComparison.Ordinal);
        Assert.Contains("SetA(string value) { RecordText(1, value);", run.Source("LeadUpdate.g.cs"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ToString")]
    [InlineData("RecordId")]
    [InlineData("Copy")]
    [InlineData("SetAddress")]
    [InlineData("Title")]
    [InlineData("Lead")]
    [InlineData("Codes")]
    public void A_former_name_that_is_taken_is_dropped(string name)
    {
        LeadSchemaItem portal = Create(Field("TITLE", "string"), Field(Delivery, "enumeration", "Доставка", "\"items\": [{\"ID\": 1, \"VALUE\": \"Да\"}]"));
        GeneratorRun run = GeneratorRun.Create(portal with { Names = Renamed(Delivery, name) });
        Assert.Empty(run.Diagnostics);
        Assert.Equal(GeneratorRun.Create(portal).Sources, run.Sources);
    }

    [Theory]
    [InlineData("class")]
    [InlineData("get_Title")]
    [InlineData("")]
    public void An_invalid_former_name_is_an_error(string name) => Assert.Equal(
        "LG0010",
        Assert.Single(GeneratorRun.Create(Create(Field("TITLE", "string")) with { Names = Renamed("TITLE", name) }).Diagnostics).Id);

    [Fact]
    public void The_former_enum_omits_items_that_a_class_can_not_declare()
    {
        LeadSchemaItem portal = Create(Field(Delivery, "enumeration", "Доставка", """ "items": [{"ID": 1, "VALUE": "a"}, {"ID": 2, "VALUE": "b"}, {"ID": 3, "VALUE": "c"}] """)) with
        {
            Names = """
                {"items": {"UF_CRM_1712000000": {"1": "ToString", "2": "Old", "3": "Dostavka"}}, "renamed": {"fields": {"UF_CRM_1712000000": "Old"}}}
                """,
        };
        GeneratorRun run = GeneratorRun.Create("class C { object o = Acme.Crm.Old.Dostavka; }", portal);

        Assert.Equal(["CS0618"], run.CompilerDiagnostics.Select(d => d.Id));
        Assert.Equal(1, run.Source("Enumerations.g.cs").Split("public const").Length - 1);
    }

    private static string Renamed(string code, string former) => "{\"renamed\": {\"fields\": {" + $"\"{code}\": \"{former}\"" + "}}}";

    private static Type CreateEnumeration(int count, int renamed)
    {
        LeadSchemaItem portal = Create(Field(Delivery, "enumeration", "Доставка", $"\"items\": [{Join(count, i => $"{{\"ID\": {i * 7}, \"VALUE\": \"V{i}\"}}")}]")) with
        {
            Names = $"{{\"items\": {{\"{Delivery}\": {{{Join(renamed, i => $"\"{i * 7}\": \"New{i}\"")}}}}}, "
                + $"\"renamed\": {{\"items\": {{\"{Delivery}\": {{{Join(renamed, i => $"\"{i * 7}\": \"Old{i}\"")}}}}}}}}}",
        };
        return GeneratorRun.Create(portal).Output.Load().GetType("Acme.Crm.Dostavka")!;

        static string Join(int count, Func<int, string> item) => string.Join(", ", Enumerable.Range(1, count).Select(item));
    }

    private static async Task<(string Result, string[] Calls)> RunAsync(GeneratorRun run)
    {
        using var portal = new StubPortal(ReplyAsync);
        var main = run.Output.Load().GetType("Program")!.GetMethod("Run")!.CreateDelegate<Func<HttpMessageHandler, Task<string>>>();
        return (await main(portal), [.. portal.Requests.Select(static r => r.Body)]);
    }

    // Replies to a read with a lead, and to other calls with true.
    private static Task<HttpResponseMessage> ReplyAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        const string Lead = """
            {"result": {"ID": "5", "TITLE": "read", "STATUS_ID": "UC_1", "UF_CRM_1712000000": "11", "UF_CRM_1712000001": "1", "UF_CRM_1712000002": ["a"],
              "PHONE": [{"ID": "1", "VALUE": "+7 3", "VALUE_TYPE": "WORK", "TYPE_ID": "PHONE"}, {"ID": "2", "VALUE": "+7 4", "VALUE_TYPE": "HOME", "TYPE_ID": "PHONE"}]}}
            """;
        bool isRead = request.RequestUri!.AbsolutePath.Contains("crm.lead.get", StringComparison.Ordinal);
        return Task.FromResult(new HttpResponseMessage { Content = new StringContent(isRead ? Lead : "{\"result\": true}", Encoding.UTF8, "application/json") });
    }
}
