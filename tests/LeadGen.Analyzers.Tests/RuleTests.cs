using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace LeadGen.Analyzers.Tests;

/// <summary>Tests for each rule which code it reports, which similar code it does not report, and that it can be suppressed.</summary>
public sealed partial class RuleTests
{
    private const string Head = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using LeadGen;
        using Acme.Crm;

        """;

    private static readonly Dictionary<string, string[]> s_reported = new()
    {
        ["LG1001"] =
        [
            """class C { Task M() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { {|LG1001:TITEL|} = "x" } }); }""",
            """class C { Task M() => Rest.CallAsync("https://x.example/rest/crm.lead.update.json", new { id = 5, fields = new { {|LG1001:TITEL|} = "x" } }); }""",
            """class C { Task M(string hook) => Rest.CallAsync($"{hook}/crm.lead.update?a=1", new { id = 5, fields = new { {|LG1001:TITEL|} = "x" } }); }""",
            """class C { Task M() => Rest.CallAsync("crm.lead.update", new Dictionary<string, object> { [{|LG1001:"NAEM"|}] = "x", ["TITLE"] = "y" }); }""",
            """class C { Task M() { var f = new Dictionary<string, object>(); f[{|LG1001:"NAEM"|}] = "x"; f.Add({|LG1001:"TITEL"|}, "y"); return Rest.CallAsync("crm.lead.update", new { id = 5, fields = f }); } }""",
            """class C { Task M() => Rest.CallAsync("crm.lead.list", new { select = new[] { "ID", {|LG1001:"TITEL"|}, "*", "UF_*" }, filter = new Dictionary<string, object> { [{|LG1001:">OPORTUNITY"|}] = 5 }, order = new { {|LG1001:NAEM|} = "ASC" } }); }""",
            """class C { Task M() => Rest.CallAsync("crm.lead.list", new { select = (string[])["ID", {|LG1001:"TITEL"|}] }); }""",
            """class C { Task M(Portal portal) => portal.CountAsync("crm.lead.list", new { filter = new { {|LG1001:TITEL|} = "x" } }); Task N(Portal portal) => portal.TrackAsync("crm.lead.update", new { id = 5, fields = new { {|LG1001:TITEL|} = "x" } }); } class Portal { public Task CountAsync(string method, object arguments) => Task.CompletedTask; public Task TrackAsync(string method, object arguments) => Task.CompletedTask; }""",
            """class AddLeadActivity { Task M() => Post("crm.lead.add", new { fields = new { {|LG1001:TITEL|} = "x" } }); Task Post(string method, object arguments) => Task.CompletedTask; }""",
            """class C { Task M() { var o = new System.Text.Json.Nodes.JsonObject { ["id"] = 5, ["fields"] = new System.Text.Json.Nodes.JsonObject { [{|LG1001:"TITEL"|}] = "x" } }; return Rest.CallAsync("crm.lead.update", o.ToJsonString()); } }""",
            """class C { Task M() { var q = System.Web.HttpUtility.ParseQueryString(""); q[{|LG1001:"fields[TITEL]"|}] = "x"; return Rest.CallAsync($"https://x.example/rest/crm.lead.update?{q.ToString()}", 1); } }""",
            """class C { object? M(Lead lead) => lead[{|LG1001:"TITEL"|}] ?? (object?)LeadFields.All.Find({|LG1001:"NAEM"|}); }""",
        ],
        ["LG1002"] =
        [
            """class C { Task M(string hook) => Rest.CallAsync(hook + "crm.lead.add", new { FIELDS = new { {|LG1002:birthDate|} = "", {|LG1002:title|} = "x" } }); }""",
            """class C { Task M() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { {|LG1002:ufCrm_1712000000|} = 11 } }); }""",
            """class C { object? M(Lead lead) => lead[{|LG1002:"ufCrm1712000000"|}]; }""",
        ],
        ["LG1003"] =
        [
            """class C { Task M() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { {|LG1003:DATE_CREATE|} = "x", {|LG1003:UF_CRM_1712000001|} = "x", CONTACT_ID = 5 } }); }""",
            """class C { Task M() => Rest.CallAsync("crm.item.update", new { entityTypeId = 1, id = 5, fields = new { {|LG1003:createdTime|} = "x", {|LG1003:phone|} = "x" } }); }""",
            """class C { Task M() => Rest.CallAsync("crm.lead.add", new { fields = new { {|LG1003:ID|} = 5, {|LG1003:LAST_ACTIVITY_BY|} = 5 } }); }""",
        ],
        ["LG1004"] =
        [
            """class C { Task M() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { UF_CRM_1712000000 = {|LG1004:"Курьер"|}, STATUS_ID = {|LG1004:"В работе"|} } }); }""",
            """class C { Task M() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { UF_CRM_1712000000 = {|LG1004:99|}, STATUS_ID = {|LG1004:"new"|} } }); }""",
            """class C { object M() => new LeadUpdate(5).SetStatusId(new LeadStatus({|LG1004:"DONE"|})).SetDostavka({|LG1004:(Dostavka)5|}); }""",
            """class C { object M() => new LeadUpdate(5).SetDeliveryMethod({|LG1004:(Dostavka)5|}).SetDeliveryMethod(DeliveryMethod.Kurer); }""",
            """class C { object M() => new LeadDraft().SetStatusId(new LeadStatus({|LG1004:"DONE"|})).SetDostavka({|LG1004:(Dostavka)5|}); }""",
        ],
        ["LG1005"] =
        [
            """class C { Task M() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { UF_CRM_1712000002 = {|LG1005:"1234567"|}, UF_CRM_1712000003 = {|LG1005:0|} } }); }""",
            """class C { object M() => new LeadUpdate(5).SetKarta({|LG1005:"12a4"|}).SetRoz({|LG1005:102|}); }""",
            """class C { object M() => new LeadUpdate(5).SetCard({|LG1005:"12a4"|}); }""",
            """class C { object M() => new LeadDraft().SetKarta({|LG1005:"12a4"|}).SetCard({|LG1005:"1"|}); }""",
        ],
        ["LG1006"] = ["""class C { object M() => new LeadUpdate(5).SetShifr({|LG1006:"a"|}); }"""],
        ["LG1007"] =
        [
            """class C { Task M() => Rest.CallAsync("crm.lead.update", new { id = {|LG1007:0|}, fields = new { NAME = "x" } }); }""",
            """class C { async Task<object> M(Bitrix24Client c) { await c.GetAsync<Lead>({|LG1007:-1|}); return new LeadUpdate({|LG1007:0|}); } }""",
        ],
        ["LG1008"] = ["""class C { Task M() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { {|LG1008:ADDRESS|} = "x" } }); }"""],
        ["LG1009"] = ["""class C { Task M() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { PHONE = {|LG1009:"+7"|} } }); }"""],
        ["LG1010"] =
        [
            """class C { void M() { {|LG1010:new LeadUpdate(5)|}.SetName("x"); } }""",
            """class C { void M() => {|LG1010:new LeadUpdate(5)|}.SetName("x"); void N() { _ = {|LG1010:new LeadUpdate(5)|}.SetName("x"); } }""",
            """class C { void M() { var u = {|LG1010:new LeadUpdate(5)|}; u.SetName("x").SetTitle("y"); } }""",
            """class C { void M() { {|LG1010:new LeadDraft()|}.SetName("x"); var d = {|LG1010:new LeadDraft()|}; d.SetName("y").SetKanal("z"); } }""",
            """class C { void M(Bitrix24Client c, List<LeadUpdate> l) { {|LG1010:c.UpdateManyAsync(l)|}; _ = {|LG1010:c.UpdateManyAsync(l)|}; var r = {|LG1010:c.UpdateManyAsync(l)|}; } }""",
            """class C { Bitrix24Client? f; void M(IAsyncEnumerable<LeadUpdate> l) { f?{|LG1010:.UpdateManyAsync(l)|}; {|LG1010:f!.UpdateManyAsync(l)|}.WithCancellation(default); Action a = () => {|LG1010:f!.UpdateManyAsync(l)|}; } }""",
            """class C { void M(Bitrix24Client c) => {|LG1010:c.UpdateManyAsync([new LeadUpdate(5).SetName("x")])|}; }""",
            """class C { void M() { {|LG1010:new LeadUpdate(5)|}; } }""".Replace("; } }", ".ClearName(); } }", StringComparison.Ordinal),
        ],
        ["LG1011"] =
        [
            """class C { async Task M(Bitrix24Client c) { var u = new LeadUpdate(5).AddPhone("+7", PhoneType.Work); await c.UpdateAsync(u); await {|LG1011:c.UpdateAsync(u)|}; } }""",
            """class C { async Task M(Bitrix24Client c) { var d = new LeadDraft().SetKod("x"); await c.CreateAsync(d); await {|LG1011:c.CreateAsync(d)|}; } }""",
            """class C { async Task M(Bitrix24Client c) { var u = new LeadUpdate(5); u.AddPhone("+7", PhoneType.Work); for (int i = 0; i < 3; i++) { await {|LG1011:c.UpdateAsync(u)|}; } } }""",
            """class C { async Task M(Bitrix24Client c, int n) { var u = new LeadUpdate(5).AddPhone("+7", PhoneType.Work); while (n-- > 0) { await {|LG1011:c.UpdateAsync(u)|}; } } }""",
        ],
        ["LG1012"] =
        [
            """class C { object M() => new LeadUpdate(5).SetName({|LG1012:"до $result[a][b]"|}); }""",
            """class C { object M() => new LeadDraft().SetName({|LG1012:"до $result[a][b]"|}); }""",
            """class C { Task M() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { NAME = {|LG1012:"$result_error[a]"|} } }); }""",
        ],
        ["LG1013"] =
        [
            """class C { const string Key = "k2j4h5g6f7d8"; string M(string domain) => {|LG1013:$"https://{domain}/rest/7/{Key}/crm.lead.get"|}; }""",
            """class C { Task M() => Rest.CallAsync("crm.lead.get", new { id = 5, auth = {|LG1013:"k2j4h5g6f7d8s9a0q1w2e3r4"|} }); }""",
            """class C { string a(string t) => {|LG1013:$"https://acme.bitrix24.ru/rest/1/k2j4h5g6f7d8/crm.lead.get?id={t}"|}; string b = {|LG1013:"https://acme.bitrix24.ru" + "/rest/1/" + "k2j4h5g6f7d8" + "/"|}; }""",
            """class C { string a = {|LG1013:"https://acme.bitrix24.ru/rest/1/k2j4h5g6f7d8/"|}; string b = {|LG1013:"HTTPS://acme.example/rest/17/a1b2c3d4e5/crm.lead.get.json"|}; }""",
        ],
        ["LG1014"] =
        [
            """class C { Task M() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { NAME = "x" }, {|LG1014:options|} = new { REGISTER_SONET_EVENT = "Y" } }); }""",
            """class C { Task M() => Rest.CallAsync("crm.lead.update", new Dictionary<string, object> { ["id"] = 5, ["fields"] = new { NAME = "x" }, [{|LG1014:"REGISTER_SONET_EVENT"|}] = "Y" }); }""",
        ],
        ["LG1015"] =
        [
            """class C { Task M() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new Dictionary<string, object?> { ["BIRTHDATE"] = {|LG1015:null|}, ["COMPANY_ID"] = null, ["OPENED"] = {|LG1015:true|} } }); }""",
            """class C { Task M() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { BIRTHDATE = {|LG1015:"1980-01-02T00:00:00+03:00"|}, NAME = {|LG1015:new[] { "x" }|}, UF_CRM_1712000005 = {|LG1015:"x"|}, TITLE = {|LG1015:""|}, PHONE = {|LG1015:new object[0]|} } }); }""",
            """class C { Task M() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { BIRTHDATE = {|LG1015:"0001-01-01"|} } }); }""",
            """class C { Task M() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { ADDRESS = {|LG1015:""|}, ADDRESS_CITY = "" } }); }""",
            """class C { Task M(string x) => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { NAME = "0", SOURCE_DESCRIPTION = {|LG1015:"0"|}, UF_CRM_1712000007 = {|LG1015:new[] { "1", "0" }|} } }); Task N(string x) => Rest.CallAsync("crm.lead.add", new { fields = new { UF_CRM_1712000006 = "0", SOURCE_DESCRIPTION = {|LG1015:"0"|}, UF_CRM_1712000007 = {|LG1015:new[] { x, "0" }|} } }); }""",
            """class C { Task M() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { NAME = "x" }, @params = new { REGISTER_SONET_EVENT = {|LG1015:true|} } }); }""",
            """class C { Task M(DateTime day, bool open, string[] many, string one) => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { BIRTHDATE = {|LG1015:day|}, OPENED = {|LG1015:open|}, NAME = {|LG1015:many|}, UF_CRM_1712000005 = {|LG1015:one|} } }); }""",
        ],
        ["LG1017"] =
        [
            """class C { Task M(System.Net.Http.HttpClient http) => System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(http, "crm.lead.update", new { id = 5, fields = new { {|LG1017:TITLE|} = "x" }, @params = new { {|LG1017:REGISTER_SONET_EVENT|} = "Y" } }); }""",
            """class C { Task M() => Rest.CallAsync("crm.lead.add", System.Text.Json.JsonSerializer.Serialize(new { fields = new { {|LG1017:NAME|} = "x" } }, s_o)); static System.Text.Json.JsonSerializerOptions s_o = new() { PropertyNamingPolicy = System.Text.Json.JsonNamingPolicy.CamelCase }; }""",
            """class C { Task M() => Rest.CallAsync("crm.lead.add", System.Text.Json.JsonSerializer.Serialize(new { fields = new Dictionary<string, object> { ["PHONE"] = new[] { new { {|LG1017:VALUE|} = "+7", {|LG1017:VALUE_TYPE|} = "WORK" } } } }, System.Text.Json.JsonSerializerOptions.Web)); }""",
        ],
        ["LG1018"] =
        [
            """class C { Task M(string p) => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { PHONE = new[] { new { VALUE = p, {|LG1018:TYPE|} = "WORK" } }, EMAIL = new[] { new { {|LG1018:VALUE|} = p } } } }); }""",
        ],
        ["LG1019"] =
        [
            """class C { Task M() => Rest.CallAsync("crm.lead.list", new { FILTER = new Dictionary<string, object> { [{|LG1019:"LOGIC"|}] = "OR", [{|LG1019:"0"|}] = new { NAME = "x" }, ["NAME"] = "y" } }); }""",
            """class C { Task M() => Rest.CallAsync("crm.lead.list", new { filter = new Dictionary<string, object> { [{|LG1019:"@CONTACT_IDS"|}] = 5, [{|LG1019:"!%TITLE"|}] = "x" }, order = new { {|LG1019:STATUS_ID|} = "ASC", ID = "ASC" } }); }""",
        ],
        ["LG1020"] =
        [
            """class C { async Task M(Bitrix24Client c) { await c.CreateAsync({|LG1020:new LeadDraft()|}.SetName("x")); var d = {|LG1020:new LeadDraft()|}; d.SetTitle("x"); await c.CreateAsync(d); } }""",
        ],
        ["LG1021"] =
        [
            """class C { string a = {|LG1021:"UF_CRM_1799999999"|}; const string B = {|LG1021:"UF_CRM_1799999999"|}; byte[] c = {|LG1021:"UF_CRM_1799999999"u8|}.ToArray(); }""",
            """class C { [System.Text.Json.Serialization.JsonPropertyName({|LG1021:"UF_CRM_1712000O00"|})] public string? D { get; set; } }""",
            """class C { object o = new { {|LG1021:UF_CRM_1799999999|} = 1 }; Dictionary<string, object> d = new() { { {|LG1021:"UF_CRM_1799999999"|}, 1 } }; }""",
        ],
        ["LG1022"] =
        [
            """class C { async Task M(Bitrix24Client c) { await foreach (Lead lead in c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title))) { Console.WriteLine($"{lead.Id}: {lead.Title}, {lead.{|LG1022:Phone|}.Count}"); var row = (lead.Title, lead.{|LG1022:Name|}); } } }""",
            """class C { async Task M(Bitrix24Client c, CancellationToken t, List<Lead> all) { var query = new CrmQuery().Select(LeadFields.Title); var open = query.Where(LeadFields.StatusId.Is(LeadStatus.New)).OrderBy(LeadFields.Name); await foreach (var lead in c.ListAsync<Lead>(open, t).WithCancellation(t).ConfigureAwait(false)) { if (lead.StatusId is null) { Console.WriteLine(lead.{|LG1022:Name|}?.Length); all.Add(lead); } } } }""",
            """class C { async Task M(Bitrix24Client c) { Lead? lead = await c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title)).FirstOrDefaultAsync(); if (lead is not null && lead != null) { Console.WriteLine(lead?.{|LG1022:Phone|}[0].Value + nameof(lead.Name)); Lead copy = lead!.Copy(); copy.Name = "x"; Console.WriteLine(lead.{|LG1022:DeliveryMethod|}); Show(lead); } void Show(Lead l) { } } }""",
            """class C { async Task M(Bitrix24Client c) { var lead = await c.ListAsync<Lead>(query: new CrmQuery().Select(new CrmField[] { LeadFields.Title, LeadFields.Phone }).Select(LeadFields.DeliveryMethod), cancellationToken: default).SingleAsync().ConfigureAwait(false); Console.WriteLine($"{lead.Phone} {lead.Dostavka} {lead.ReplyTime} {lead["TITLE"]} {lead.{|LG1022:Card|}}"); lead.Title = "x"; try { Console.WriteLine(lead.{|LG1022:Address|}); } catch (TimeoutException) { } finally { Console.WriteLine(lead.{|LG1022:Opportunity|}); } } }""",
        ],
    };

    public static IEnumerable<object[]> Reported => s_reported.SelectMany(r => r.Value.Select(code => new object[] { r.Key, code }));

    public static TheoryData<string, string> NearMisses => new()
    {
        { "LG1021", """class C { string[] a = { "UF_CRM_", "UF_CRM_1712000000", "UF_CRM_*", "uf_crm_x", "UF_CRM_abc", "TITEL", "UF_TASK_1", "UF_CRM_TASK", "UF_CRM_CAL_EVENT", "UF_CRM_5_1712000000" }; object o = new { TITEL = 1, UF_CRM_1712000000 = 2 }; }""" },
        { "LG1001", """class C { Task M() => Rest.CallAsync("crm.deal.update", new { id = 5, fields = new { TITEL = "x" } }); Task N() => Rest.CallAsync("log", new { TITEL = "x" }); }""" },
        { "LG1001", """class C { Task M(string key, object fields) => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new Dictionary<string, object> { [key] = 1 } }); Task N(object f) => Rest.CallAsync("crm.lead.update", new { id = 5, fields = f }); }""" },
        { "LG1021", """class C { Task M() => Rest.CallAsync("crm.deal.update", new { id = 5, fields = new { UF_CRM_1799999999 = 1 } }); Task N() => Rest.CallAsync("tasks.task.add", new { fields = new { UF_CRM_1799999999 = 1 } }); }""" },
        { "LG1001", """class C { Task M() => Rest.CallAsync("crm.lead.userfield.add", new { fields = new { FIELD_NAME = "x" } }); Task N(string e) => Rest.CallAsync($"crm.{e}.update", new { fields = new { TITEL = "x" } }); }""" },
        { "LG1001", """class C { object?[] M(CrmFieldSet own, CrmRecord any) => [own.Find("TITEL"), new CrmFieldSet().Find("TITEL"), any["TITEL"]]; }""" },
        { "LG1001", """class C { object? M(DealRecord deal) => deal["TITEL"] ?? (object?)DealFields.All.Find("TITEL"); } class DealRecord() : CrmRecord(new CrmFieldSet()) { } static class DealFields { public static CrmFieldSet All => new(); }""" },
        { "LG1017", """class C { Task M(System.Net.Http.HttpClient http) => System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(http, "crm.lead.update", new { id = 5, fields = new Dictionary<string, object> { ["TITLE"] = "x" } }); Task N() => Rest.CallAsync("crm.lead.update", System.Text.Json.JsonSerializer.Serialize(new { id = 5, fields = new { TITLE = "x" } })); }""" },
        { "LG1018", """class C { Task M(string p) => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { PHONE = new object[] { new { VALUE = p, VALUE_TYPE = "WORK" }, new { ID = 7, DELETE = "Y" }, new { ID = 8, VALUE = "" } } } }); }""" },
        { "LG1019", """class C { Task M() => Rest.CallAsync("crm.item.list", new { entityTypeId = 1, filter = new Dictionary<string, object> { ["0"] = new { logic = "OR" } } }); }""" },
        { "LG1020", """class C { async Task M(Bitrix24Client c, bool b) { var d = new LeadDraft(); if (b) { d.SetKod("x"); } await c.CreateAsync(d); await c.CreateAsync(new LeadDraft().SetKod("x")); await c.CreateAsync(Make()); } LeadDraft Make() => new LeadDraft(); }""" },
        { "LG1008", """class C { Task M() => Rest.CallAsync("crm.lead.add", new { fields = new { ADDRESS = "x" } }); Task N(Dictionary<string, object> f) { f["ADDRESS"] = "x"; return Rest.CallAsync("crm.lead.update", new { id = 5, fields = f }); } }""" },
        { "LG1013", """class C { string a(string s) => $"https://acme.example/rest/1/{s}/crm.lead.get"; string b = "http://localhost:5000" + "/rest/1/" + "k2j4h5g6f7d8/"; }""" },
        { "LG1015", """class C { Task M(DateTimeOffset at, DateOnly day, string text, object any, int id) => Rest.CallAsync("crm.lead.update", new { id, fields = new { BIRTHDATE = day, NAME = text, TITLE = any, UF_CRM_1712000000 = id, COMPANY_ID = id } }); }""" },
        { "LG1015", """class C { Task M() { var o = new System.Text.Json.Nodes.JsonObject { ["a"] = 1 }; var a = new System.Text.Json.Nodes.JsonArray { 1, 2 }; string text = o.ToJsonString(); return Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { SOURCE_DESCRIPTION = o.ToString(), NAME = text, TITLE = a.ToJsonString() } }); } Task N(System.Text.Json.Nodes.JsonObject given) => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { NAME = given.ToString() } }); }""" },
        { "LG1015", """class C { Task M() { var q = System.Web.HttpUtility.ParseQueryString(""); q["a"] = "x"; return Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { SOURCE_DESCRIPTION = q.ToString(), NAME = System.Text.Encoding.UTF8.GetString([65, 66]) } }); } }""" },
        { "LG1014", """class C { Task M(Bus bus) => bus.Publish("crm.lead.update", new { id = 5, changedAt = DateTime.UtcNow, fields = new { TITLE = "x" } }); Task N(Bus queue) => queue.SendAsync("crm.lead.update", new { id = 5, at = 1, fields = new { TITLE = "x" } }); Task O() => Rest.CallAsync("crm.lead.update", new { id = 5, changedAt = 1, fields = new[] { "TITLE" } }); } class Bus { public Task Publish(string topic, object message) => Task.CompletedTask; public Task SendAsync(string topic, object message) => Task.CompletedTask; }""" },
        { "LG1003", """class C { Task M(Proxies clients) => clients.All.SendAsync("crm.lead.update", new { ID = 5, STATUS_ID = "NEW", DATE_MODIFY = 1 }); void N(History history) => history.Write("crm.lead.update", new { id = 5, fields = new { DATE_CREATE = "x" } }); } class Proxies { public Proxy All => new(); } class Proxy { public Task SendAsync(string method, object argument) => Task.CompletedTask; } class History { public void Write(string operation, object data) { } }""" },
        { "LG1001", """class AuditRow { public string Action { get; set; } = ""; public object? Fields { get; set; } public DateTime At { get; set; } } class C { void M(List<AuditRow> rows) => rows.Add(new AuditRow { Action = "crm.lead.update", Fields = new { WHO = 1 }, At = DateTime.Now }); AuditRow N() => new() { Action = "crm.lead.update", Fields = new { WHO = 1 } }; }""" },
        { "LG1014", """class C { void M(Queue<object> queue) => queue.Enqueue(new { method = "crm.lead.add", fields = new { TITLE = "x" }, createdAt = DateTime.UtcNow, jobId = 5 }); }""" },
        { "LG1001", """class Permission { public string Name { get; set; } = ""; public string Title { get; set; } = ""; public string[] Fields { get; set; } = []; } class C { void M(List<object> all) { all.Add(new Permission { Name = "crm.lead.add", Title = "Create", Fields = ["NOTHING"] }); all.Add(new { name = "crm.lead.add", description = "adds", fields = new { CODE = "text" } }); } }""" },
        { "LG1009", """class C { void M(Validator rules) { rules.Describe("crm.lead.add", new { TITLE = "required", PHONE = "required", BUDGET = "optional" }); } void N(Server server) { server.RespondWith("crm.lead.update", new { ID = 1, DATE_CREATE = "x" }); server.Answer("crm.lead.update", new { result = true, fields = new { NOTHING = 1 } }); } } class Validator { public void Describe(string method, object labels) { } } class Server { public void RespondWith(string method, object reply) { } public void Answer(string method, object reply) { } }""" },
        { "LG1001", """class C { object? M(Lead lead) => (lead["observers"], lead["webformId"], lead["parentId150"], lead["phoneWork"]); }""" },
        { "LG1002", """class C { string a = "ufCrm_1712000000"; Task M() => Rest.CallAsync("crm.item.update", new { entityTypeId = 1, id = 5, fields = new { ufCrm_1712000000 = 11 } }); }""" },
        { "LG1003", """class C { Task M() => Rest.CallAsync("crm.lead.add", new { fields = new { UF_CRM_1712000001 = "x" } }); Task N() => Rest.CallAsync("crm.lead.list", new { filter = new { DATE_CREATE = "x" } }); }""" },
        { "LG1004", """class C { Task M(int id) => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { UF_CRM_1712000000 = id, STATUS_ID = "NEW" } }); object N() => new LeadUpdate(5).SetDostavka((Dostavka)11).SetStatusId(new LeadStatus("NEW")); }""" },
        { "LG1005", """class C { object M(string s) => new LeadUpdate(5).SetKarta("1234").SetKarta(s).SetKarta("").SetRoz(1).SetRoz(101); }""" },
        { "LG1005", """class C { Task M() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { UF_CRM_1712000004 = "" } }); }""" },
        { "LG1007", """class C { async Task<object> M(Bitrix24Client c, long id) { await c.GetAsync<Lead>(1); return new LeadUpdate(id); } Task N() => Rest.CallAsync("crm.lead.update", new { id = "5", fields = new { NAME = "x" } }); }""" },
        { "LG1008", """class C { Task M() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { ADDRESS = "x", ADDRESS_CITY = "" } }); }""" },
        { "LG1009", """class C { Task M(object p) => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { PHONE = p, EMAIL = new[] { new { VALUE = "a", VALUE_TYPE = "WORK" } } } }); }""" },
        { "LG1010", """class C { object M() => new LeadUpdate(5).SetName("x"); Task N(Bitrix24Client c) => c.UpdateAsync(new LeadUpdate(5).SetName("x")); void O(List<LeadUpdate> l) { l.Add(new LeadUpdate(5).SetName("x")); } }""" },
        { "LG1010", """class C { LeadUpdate? f; void M() { var u = new LeadUpdate(5); f = u; } void N() { var u = new LeadUpdate(5); Action a = () => Console.WriteLine(u); a(); } IEnumerable<LeadUpdate> O() { var u = new LeadUpdate(5); u.SetName("x"); yield return u; } }""" },
        { "LG1010", """class C { object M() => new LeadDraft().SetName("x"); void N(Action<CrmDraft> send) { var d = new LeadDraft(); d.SetName("x"); send(d); } }""" },
        { "LG1010", """class C { IAsyncEnumerable<CrmUpdateResult>? f; IAsyncEnumerable<CrmUpdateResult> M(Bitrix24Client c, List<LeadUpdate> l) { f = c.UpdateManyAsync(l); var r = c.UpdateManyAsync(l); Console.WriteLine(r); return c.UpdateManyAsync(l); } }""" },
        { "LG1010", """class C { async Task M(Bitrix24Client c, List<LeadUpdate> l) { await foreach (var r in c.UpdateManyAsync(l).ConfigureAwait(false)) { } await foreach (var r in c.UpdateManyAsync(l)) { } var run = c.UpdateManyAsync(l); await foreach (var r in run) { } Console.WriteLine(c.UpdateManyAsync(l)); } }""" },
        { "LG1010", """class C { IAsyncEnumerable<CrmUpdateResult>? M(Bitrix24Client? c, List<LeadUpdate> l) => c?.UpdateManyAsync(l); void N(Bitrix24Client c, List<LeadUpdate> l) { Func<object> g = () => c.UpdateManyAsync(l); var r = c.UpdateManyAsync(l); Action a = () => Console.WriteLine(r); a(); g(); c.GetManyAsync<Lead>([1L]); } }""" },
        { "LG1011", """class C { async Task M(Bitrix24Client c, bool b) { var u = new LeadUpdate(5).AddPhone("+7", PhoneType.Work); if (b) { await c.UpdateAsync(u); } else { await c.UpdateAsync(u); } } }""" },
        { "LG1011", """class C { async Task M(Bitrix24Client c) { var u = new LeadUpdate(5).SetName("x"); await c.UpdateAsync(u); await c.UpdateAsync(u); foreach (int i in new[] { 1 }) { var v = new LeadUpdate(5).AddPhone("+7", PhoneType.Work); await c.UpdateAsync(v); } } }""" },
        { "LG1010", """class C { void Throws(Action a) => a(); void M() { Throws(() => new LeadUpdate(5).SetName("")); } }""" },
        { "LG1011", """class C { async Task M(Bitrix24Client c) { var d = new LeadDraft().SetKod("x"); for (int i = 0; i < 3; i++) { try { await c.CreateAsync(d); break; } catch (TimeoutException) { await Task.Delay(100); } } } }""" },
        { "LG1011", """class C { async Task<int> M(Bitrix24Client c) { var d = new LeadDraft().SetKod("x"); while (true) { try { await c.CreateAsync(d); return 1; } catch (TimeoutException) { await Task.Delay(100); } } } }""" },
        { "LG1011", """class C { async Task M(Bitrix24Client c, Bitrix24Client other, Bitrix24Client[] all) { var d = new LeadDraft().SetKod("x"); await c.CreateAsync(d); await other.CreateAsync(d); foreach (var one in all) { await one.CreateAsync(d); } } }""" },
        { "LG1013", """class C { string[] a = { "https://shop.example/rest/2/products2024/list", "https://api.example.com/rest/1/sendMessage2/", "https://acme.bitrix24.ru/rest/1/yourwebhookcode1/", "https://acme.bitrix24.ru/rest/123/token12345/" }; }""" },
        { "LG1012", """class C { object M() => new LeadUpdate(5).SetName("$resulting $ result[") ; string s = "$result[a]"; }""" },
        { "LG1013", """class C { string[] a = { "https://acme.bitrix24.ru/rest/1/your-secret/", "https://acme.bitrix24.ru/rest/", "https://acme.example/rest/1/xxxxxxxxxxxx/", "http://localhost:5000/rest/1/k2j4h5g6f7d8/", "/rest/1/k2j4h5g6f7d8/", "https://acme.example/rest/api/k2j4h5g6f7d8" }; string b(string s) => $"https://acme.example/rest/1/{s}/"; }""" },
        { "LG1013", """class C { Task M(string token) => Rest.CallAsync("crm.lead.get", new { id = 5, auth = token }); Task N() => Rest.CallAsync("crm.lead.get", new { id = 5, auth = "<access token of the application>" }); }""" },
        { "LG1014", """class C { Task M() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { NAME = "x" }, @params = new { REGISTER_SONET_EVENT = "Y" } }); Task N() => Rest.CallAsync("crm.deal.update", new { options = 1 }); }""" },
        { "LG1015", """class C { Task M() => Rest.CallAsync("crm.lead.add", new { fields = new { ADDRESS = "", ADDRESS_CITY = "" } }); }""" },
        { "LG1022", """class C { async Task M(Bitrix24Client c) { await foreach (Lead lead in c.ListAsync<Lead>()) { _ = lead.Phone; } await foreach (Lead lead in c.ListAsync<Lead>(new CrmQuery().Where(LeadFields.Title.Is("x")).Select())) { _ = lead.Phone; } Lead? one = await c.GetAsync<Lead>(5); _ = one?.Phone; await foreach (CrmReadResult<Lead> read in c.GetManyAsync<Lead>([5])) { _ = read.Record?.Phone; } } }""" },
        { "LG1022", """class C { async Task M(Bitrix24Client c) { await foreach (Lead lead in c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title, LeadFields.AddressCity).Where(LeadFields.DeliveryMethod.Is(DeliveryMethod.Kurer), LeadFields.Card.Contains("1")))) { _ = (lead.Id, lead.Title, lead.DeliveryMethod, lead.Dostavka, lead.Card, lead.Address); } } }""" },
        { "LG1022", """class C { static readonly CrmQuery s_query = new CrmQuery().Select(LeadFields.Title); CrmQuery Make() => new CrmQuery().Select(LeadFields.Title); async Task M(Bitrix24Client c, CrmQuery given, CrmField[] fields, CrmField field, CrmFilter[] filters, CrmFilter filter, bool b) { await foreach (Lead lead in c.ListAsync<Lead>(given)) { _ = lead.Phone; } await foreach (Lead lead in c.ListAsync<Lead>(given.Select(LeadFields.Title))) { _ = lead.Phone; } await foreach (Lead lead in c.ListAsync<Lead>(Make().Select(LeadFields.Title))) { _ = lead.Phone; } await foreach (Lead lead in c.ListAsync<Lead>(s_query)) { _ = lead.Phone; } await foreach (Lead lead in c.ListAsync<Lead>(new CrmQuery().Select(fields))) { _ = lead.Phone; } await foreach (Lead lead in c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title, field))) { _ = lead.Phone; } await foreach (Lead lead in c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title).Where(filters))) { _ = lead.Phone; } await foreach (Lead lead in c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title).Where(filter))) { _ = lead.Phone; } await foreach (Lead lead in c.ListAsync<Lead>(b ? new CrmQuery().Select(LeadFields.Title) : new CrmQuery())) { _ = lead.Phone; } await foreach (Lead lead in c.ListAsync<Lead>(new CrmQuery().Select(b ? LeadFields.Title : LeadFields.Phone))) { _ = lead.Phone; } await foreach (Lead lead in c.ListAsync<Lead>(new CrmQuery().Select([LeadFields.Title]))) { _ = lead.Phone; } await foreach (Lead lead in c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title).Where(Own.Is(LeadFields.Title)))) { _ = lead.Phone; } } } static class Own { public static CrmFilter Is(CrmField<string> field) => LeadFields.Card.Is("1"); }""" },
        { "LG1022", """class C { async Task M(Bitrix24Client c, bool b) { var query = new CrmQuery().Select(LeadFields.Title); if (b) { query = query.Select(LeadFields.Phone); } await foreach (Lead lead in c.ListAsync<Lead>(query)) { if (b) { _ = lead.Phone; } } var other = new CrmQuery().Select(LeadFields.Title); Extend(ref other); await foreach (Lead lead in c.ListAsync<Lead>(other)) { _ = lead.Phone; } var third = new CrmQuery().Select(LeadFields.Title); Action add = () => third = third.Select(LeadFields.Phone); add(); await foreach (Lead lead in c.ListAsync<Lead>(third)) { _ = lead.Phone; } var fourth = new CrmQuery().Select(LeadFields.Title); (fourth, _) = (new CrmQuery(), 1); await foreach (Lead lead in c.ListAsync<Lead>(fourth)) { _ = lead.Phone; } void Extend(ref CrmQuery q) => q = q.Select(LeadFields.Phone); } }""" },
        { "LG1022", """class C { async Task M(Bitrix24Client c) { await foreach (Lead lead in c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title))) { if (lead.Contains(LeadFields.Phone)) { _ = lead.Phone; } } await foreach (Lead lead in c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title))) { if (lead.Codes.Any(x => x == "PHONE")) { _ = lead.Phone; } } await foreach (Lead lead in c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title))) { try { _ = lead.Phone; } catch (CrmFieldNotReadException) { } try { _ = lead.Phone; } catch (Exception e) when (e is not OperationCanceledException) { } try { _ = lead.Phone; } catch { } } try { await foreach (Lead lead in c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title))) { _ = lead.Phone; } } catch (InvalidOperationException) { } } }""" },
        { "LG1022", """class C { async Task M(Bitrix24Client c) { await foreach (Lead lead in c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title))) { lead.Phone = []; _ = lead.Phone; } await foreach (Lead lead in c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title))) { lead.DeliveryMethod = null; _ = lead.Dostavka; } await foreach (Lead lead in c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title))) { lead.SetAddress(new CrmAddress()); _ = lead.Address; } await foreach (Lead lead in c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title))) { (lead.Name, _) = ("x", 1); lead.Card ??= "1"; _ = lead.Name + lead.Card; } } }""" },
        { "LG1022", """class C { async Task M(Bitrix24Client c) { await foreach (Lead lead in c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title))) { await LoadAsync(lead); _ = lead.Phone; } await foreach (Lead lead in c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title))) { for (int i = 0; i < 2; i++) { if (i == 1) { _ = lead.Phone; } await LoadAsync(lead); } } await foreach (Lead lead in c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title))) { var same = lead; same.Name = "x"; _ = lead.Name; } await foreach (Lead lead in c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title))) { if (lead is { } same) { same.Name = "x"; } _ = lead.Name; } await foreach (Lead lead in c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title))) { lead.Load(); _ = lead.Phone; } Task LoadAsync(Lead l) => Task.CompletedTask; } } static class Loading { public static void Load(this Lead lead) => lead.Phone = []; }""" },
        { "LG1022", """class C { async Task M(Bitrix24Client c, Lead full) { var lead = await c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title)).FirstOrDefaultAsync(); lead = await c.GetAsync<Lead>(lead!.Id!.Value); _ = lead!.Phone; var other = await c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title)).FirstOrDefaultAsync(); Load(ref other); _ = other!.Phone; var third = await c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title)).FirstOrDefaultAsync(full); _ = third.Phone; var fourth = await c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title)).Select(Load2).FirstAsync(); _ = fourth.Phone; void Load(ref Lead? l) => l = new Lead { Phone = [] }; Lead Load2(Lead l) => new() { Phone = [] }; } }""" },
        { "LG1022", """class C { async Task M(Bitrix24Client c) { await foreach (Lead lead in c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title))) { Action load = () => lead.Phone = []; load(); _ = lead.Phone; } await foreach (Lead lead in c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title))) { Func<int> count = () => lead.Phone.Count; } Func<Task> act = async () => { await foreach (Lead lead in c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title))) { _ = lead.Phone; } }; await Throws(async () => { await foreach (Lead lead in c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title))) { _ = lead.Phone; } }); async Task Local() { await foreach (Lead lead in c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title))) { _ = lead.Phone; } } await Throws(Local); Task Throws(Func<Task> a) => Task.CompletedTask; } }""" },
        { "LG1022", """class C { [ExpectedException] async Task M(Bitrix24Client c) { await foreach (Lead lead in c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title))) { _ = lead.Phone; } } } class ExpectedExceptionAttribute : Attribute { }""" },
        { "LG1022", """class C { async Task M(Other c) { await foreach (Lead lead in c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title))) { _ = lead.Phone; } } } class Other { public IAsyncEnumerable<T> ListAsync<T>(CrmQuery q) => throw new Exception(); }""" },
        { "LG1022", """class C { async Task M(Bitrix24Client c) { await foreach (Lead lead in All(c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title)))) { _ = lead.Phone; } await foreach (Lead lead in c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title))) { var pair = (lead, 1); pair.lead.Name = "x"; _ = lead.Name; } await foreach (CrmRecord lead in c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title))) { _ = lead["PHONE"]; } await foreach (Lead lead in c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title))) { Console.WriteLine(nameof(lead.Phone)); } IAsyncEnumerable<Lead> All(IAsyncEnumerable<Lead> leads) => leads; } }""" },
        { "LG1022", """class C { async Task M(Bitrix24Client c) { await foreach (Row lead in c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title))) { Console.WriteLine(lead.Phone); } } } class Row { public string Phone { get; set; } = ""; public static implicit operator Row(Lead lead) => new(); }""" },
        { "LG1022", """class C { async Task M(Bitrix24Client c, bool b) { again: await foreach (Lead lead in c.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title))) { int n = 0; next: if (n == 1) { _ = lead.Phone; } else { n++; Load(lead); goto next; } } if (b) { goto again; } void Load(Lead l) { } } }""" },
        { "LG1015", """class C { Task M() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { BIRTHDATE = "", OPENED = "N", COMPANY_ID = 0, UF_CRM_1712000005 = new[] { "x" }, OPPORTUNITY = 12.5, NAME = "" } }); }""" },
    };

    [Theory]
    [MemberData(nameof(Reported))]
    public Task Incorrect_code_is_reported(string rule, string code)
    {
        Assert.Contains(rule, code, StringComparison.Ordinal);
        return Analysis.VerifyAsync("#nullable enable\n" + Head + code);
    }

    [Theory]
    [MemberData(nameof(NearMisses))]
    public Task Similar_correct_code_is_not_reported(string rule, string code)
    {
        Assert.DoesNotContain("{|", code, StringComparison.Ordinal);
        Assert.True(s_reported.ContainsKey(rule));
        return Analysis.VerifyAsync("#nullable enable\n" + Head + code);
    }

    // All cases are separate files of one project, because suppression can be tested without a project for each case.
    [Theory]
    [InlineData("", false)]
    [InlineData("#pragma warning disable {rule}\n", true)]
    [InlineData("// <auto-generated/>\n", true)]
    public async Task All_rules_can_be_suppressed(string head, bool isSilent)
    {
        IEnumerable<string> sources = s_reported.SelectMany(r => r.Value.Select((code, i) =>
            $"{head.Replace("{rule}", r.Key, StringComparison.Ordinal)}#nullable enable\n{Head}namespace {r.Key}_{i};\n{Markup().Replace(code, "$1")}"));
        IEnumerable<Diagnostic> found = (await Analysis.RunAsync(sources, SamplePortal.FilesWithNames)).Where(d => d.Severity > DiagnosticSeverity.Hidden);
        Assert.Equal(isSilent ? [] : s_reported.Keys, found.Select(d => d.Id).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_rule_that_warns_is_tested() => Assert.Equal(
        Analysis.All.SelectMany(a => a.SupportedDiagnostics).Select(d => d.Id).Where(id => id != "LG1016").Distinct().Order(StringComparer.Ordinal),
        s_reported.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Every_rule_has_a_page_and_is_listed_in_the_index_and_the_releases()
    {
        string docs = Path.Combine(Repository.Root, "generator", "docs");
        string list = File.ReadAllText(Path.Combine(docs, "README.md"));
        string releases = File.ReadAllText(Path.Combine(Repository.Root, "generator", "LeadGen.Generator", "AnalyzerReleases.Unshipped.md"));
        Assert.All(Analysis.All.SelectMany(a => a.SupportedDiagnostics), rule =>
        {
            string page = File.ReadAllText(Path.Combine(docs, rule.Id + ".md"));
            Assert.StartsWith($"# {rule.Id}: {rule.Title}\n\nDefault severity: {rule.DefaultSeverity.ToString().ToLowerInvariant()}.\n", page, StringComparison.Ordinal);
            Assert.Contains($"| [{rule.Id}]({rule.Id}.md) | {rule.Title} | {rule.DefaultSeverity} |", list, StringComparison.Ordinal);
            Assert.Contains($"{rule.Id} | {rule.Category} | {rule.DefaultSeverity} | {rule.Title}", releases, StringComparison.Ordinal);
            Assert.EndsWith($"/generator/docs/{rule.Id}.md", rule.HelpLinkUri, StringComparison.Ordinal);
        });
    }

    [Fact]
    public Task A_severity_can_be_set_in_an_editorconfig() => Analysis.VerifyAsync(
        """class C { string a = "UF_CRM_1799999999"; }""", "root = true\n[*.cs]\ndotnet_diagnostic.LG1021.severity = none\n");

    [Fact]
    public Task Codes_of_other_entities_can_be_listed_in_an_editorconfig() => Analysis.VerifyAsync(
        """
        using System.Threading.Tasks;
        class C { string a = "UF_CRM_DEAL_SIZE"; string b = "UF_CRM_1799999999"; string c = {|LG1021:"UF_CRM_1799999998"|}; Task M() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { UF_CRM_DEAL_SIZE = 1 } }); }
        """,
        "root = true\n[*.cs]\nleadgen_other_entity_codes = UF_CRM_DEAL_*, UF_CRM_1799999999\n");

    [GeneratedRegex(@"\{\|LG\d{4}:(.*?)\|\}")]
    private static partial Regex Markup();
}
