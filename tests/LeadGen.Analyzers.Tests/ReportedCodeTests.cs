namespace LeadGen.Analyzers.Tests;

/// <summary>Tests diagnostics that depend on more than one string: codes of other entities, serializers, forms of calls, types and letter case.</summary>
public sealed class ReportedCodeTests
{
    private const string Head = """
        #nullable enable
        using System;
        using System.Collections.Generic;
        using System.Net.Http;
        using System.Net.Http.Json;
        using System.Text;
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using System.Threading.Tasks;

        """;

    [Fact]
    public Task Codes_of_other_entities_are_not_unknown_lead_fields() => Analysis.VerifyAsync(Head + """
        public class Other
        {
            public Task Deal() => Rest.CallAsync("crm.deal.update", new { id = 1, fields = new { UF_CRM_1800000001 = 1 } });
            public Task Todo() => Rest.CallAsync("tasks.task.add", new { fields = new { TITLE = "t", UF_CRM_TASK = new[] { "L_5" } } });
            public Task Item() => Rest.CallAsync("crm.item.update", new { entityTypeId = 1042, id = 1, fields = new { UF_CRM_5_1800000002 = 1 } });
            public string Event => "UF_CRM_CAL_EVENT";
        }
        public class DealRow { [JsonPropertyName({|LG1021:"UF_CRM_1800000001"|})] public int? Order { get; set; } }
        """);

    [Fact]
    public Task Members_that_the_serializer_renames_are_reported() => Analysis.VerifyAsync(Head + """
        public class Camel(HttpClient http, string hook)
        {
            public Task A() => http.PostAsJsonAsync($"{hook}crm.lead.update", new { id = 5, fields = new { {|LG1017:TITLE|} = "x", {|LG1017:UF_CRM_1712000003|} = 7 } });
            public Task B() => http.PostAsync($"{hook}crm.lead.update", JsonContent.Create(new { id = 5, fields = new { {|LG1017:TITLE|} = "x" } }));
            public Task C() => http.PostAsJsonAsync($"{hook}crm.lead.update", new { id = 5, fields = new Dictionary<string, object> { ["TITLE"] = "x" } });
        }
        """);

    [Fact]
    public Task The_parts_of_a_call_are_found_in_other_statements_and_methods() => Analysis.VerifyAsync(Head + """
        public class Shapes(HttpClient http, string hook)
        {
            public Task LocalAddress(string t) { var request = new { fields = new { {|LG1001:TITEL|} = t } }; var url = hook.TrimEnd('/') + "/crm.lead.add.json"; return http.PostAsJsonAsync(url, request); }
            public Task FormatAddress(string t) { string url = string.Format("{0}crm.lead.add.json", hook); return http.PostAsJsonAsync(url, new { fields = new { {|LG1001:TITEL|} = t } }); }
            public Task SerializedBefore(string t) { var data = new { fields = new { {|LG1001:TITEL|} = t } }; var content = new StringContent(JsonSerializer.Serialize(data), Encoding.UTF8, "application/json"); return http.PostAsync($"{hook}crm.lead.add.json", content); }
            public Task MethodInALocal(string t) { var method = "crm.lead.add"; return http.PostAsJsonAsync($"{hook}{method}", new { fields = new { {|LG1001:TITEL|} = t } }); }
            public Task TokenInTheQuery(string t, string token) => http.PostAsJsonAsync($"{hook}crm.lead.add.json?auth={token}", new { fields = new { {|LG1001:TITEL|} = t } });
            public Task Query(string t) => http.GetAsync($"{hook}crm.lead.update?id=5&fields[{|LG1001:TITEL|}]={t}");
            public Task Form() => http.PostAsync($"{hook}crm.lead.update", new FormUrlEncodedContent(new Dictionary<string, string> { ["id"] = "5", [{|LG1001:"fields[TITEL]"|}] = "x" }));
            private static Dictionary<string, object> Make() => new() { [{|LG1001:"TITEL"|}] = "x" };
            public Task MadeElsewhere() => http.PostAsJsonAsync($"{hook}crm.lead.update", new { id = 5, fields = Make() });
        }
        """);

    [Fact]
    public Task Values_are_checked_by_their_static_type() => Analysis.VerifyAsync(Head + """
        public class Types
        {
            public Task A(DateTime day, bool open, string phone, string[] many) => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new {
                BIRTHDATE = {|LG1015:day|}, OPENED = {|LG1015:open|}, PHONE = {|LG1009:phone|}, TITLE = {|LG1015:many|} } });
            public Task B() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new {
                PHONE = {|LG1009:new { VALUE = "1", VALUE_TYPE = "WORK" }|}, EMAIL = new[] { new { VALUE = "a@b.c", {|LG1018:TYPE|} = "WORK" } } } });
        }
        """);

    [Fact]
    public Task A_webhook_in_an_interpolated_string_is_a_secret() => Analysis.VerifyAsync(Head + """
        public static class Hook { public static string Url(string t) => {|LG1013:$"https://acme.bitrix24.ru/rest/1/a1b2c3d4e5f6g7h8/crm.lead.add?fields[TITLE]={t}"|}; }
        """);

    [Fact]
    public Task Argument_names_are_case_insensitive() => Analysis.VerifyAsync(Head + """
        public class Upper
        {
            public Task A() => Rest.CallAsync("crm.lead.update", new { ID = 5, FIELDS = new { {|LG1001:TITEL|} = "x", PHONE = {|LG1009:"123"|} } });
            public Task B() => Rest.CallAsync("crm.lead.list", new { FILTER = new { {|LG1001:TITEL|} = "x" }, SELECT = new[] { {|LG1001:"TITEL"|} } });
        }
        """);

    [Fact]
    public Task The_filter_does_not_support_LOGIC() => Analysis.VerifyAsync(Head + """
        public class Logic { public Task A() => Rest.CallAsync("crm.lead.list", new { filter = new Dictionary<string, object> { [{|LG1019:"LOGIC"|}] = "OR", ["TITLE"] = "a", ["OPENED"] = "Y" } }); }
        """);
}
