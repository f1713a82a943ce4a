// Similar code without errors: other entities, other systems with similar words, and correct updates of leads.
using System.Collections.Specialized;
using System.Dynamic;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Web;
using Corpus.Wrapped;
using Flurl.Http;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using RestSharp;
using JsonSerializer = System.Text.Json.JsonSerializer;

#pragma warning disable SYSLIB0014

namespace Corpus.SilentMore;

public sealed class DealModel
{
    [JsonPropertyName("TITLE")] public string? Title { get; set; }
    [JsonPropertyName("STAGE_ID")] public string? Stage { get; set; }
    [JsonPropertyName("CATEGORY_ID")] public int Category { get; set; }
    [JsonPropertyName("BEGINDATE")] public DateTime Begin { get; set; }
    [JsonPropertyName("UF_CRM_1599999999")] public string? Number { get; set; }
    [JsonPropertyName("OPENED")] public bool Opened { get; set; }
}

public sealed class LeadModel
{
    [JsonPropertyName("TITLE")] public string? Title { get; set; }
    [JsonPropertyName("OPPORTUNITY")] public decimal Sum { get; set; }
    [JsonPropertyName("BIRTHDATE")] public DateOnly? Birthday { get; set; }
    [JsonPropertyName("PHONE")] public List<PhoneModel> Phones { get; set; } = [];
    [JsonPropertyName("UF_CRM_1665555555")] public int? Delivery { get; set; }
    [System.Text.Json.Serialization.JsonIgnore] public string? Note { get; set; }
}

public sealed record PhoneModel([property: JsonPropertyName("VALUE")] string Value, [property: JsonPropertyName("VALUE_TYPE")] string Type = "WORK");

public sealed class CrmUpdateReply
{
    [JsonPropertyName("ID")] public string? Id { get; set; }
    [JsonPropertyName("DATE_CREATE")] public DateTimeOffset Created { get; set; }
    [JsonPropertyName("HAS_PHONE")] public string? HasPhone { get; set; }
    [JsonPropertyName("CUSTOM")] public string? Custom { get; set; }
}

public abstract class Silent(HttpClient http, RestClient rest, string hook, ILogger log)
{
    private const string DealUpdate = "crm.deal.update";
    private static readonly JsonSerializerOptions s_camel = new(JsonSerializerDefaults.Web);

    protected abstract Task<T> CallAsync<T>(string method, object? arguments = null, CancellationToken ct = default);

    public Task Deal(int id, DealModel deal) => CallAsync<bool>(DealUpdate, new { id, fields = deal });

    public async Task DealByForm(int id)
    {
        using var web = new WebClient();
        var data = new NameValueCollection { ["id"] = id.ToString(), ["fields[STAGE_ID]"] = "WON", ["fields[OPENED]"] = "true" };
        await web.UploadValuesTaskAsync(hook + "crm.deal.update", data);
    }

    public string DealByRequest(int id)
    {
        var request = (HttpWebRequest)WebRequest.Create(hook + "crm.deal.update");
        request.Method = "POST";
        using (var writer = new StreamWriter(request.GetRequestStream()))
        {
            writer.Write(JsonConvert.SerializeObject(new { id, fields = new { STAGE_ID = "WON", CLOSED = "Y" } }));
        }

        return new StreamReader(request.GetResponse().GetResponseStream()).ReadToEnd();
    }

    public Task ContactText(int id) => http.PostAsync(hook + "crm.contact.update", new StringContent($$"""{"id": {{id}}, "fields": {"PHOTO": 5, "PHONE": "x"} }"""));

    public Task CompanyQuery(int id) => http.GetAsync($"{hook}crm.company.update?id={id}&fields[COMPANY_TYPE]=CUSTOMER&fields[LOGO]=1");

    public async Task ContactThenLead(JObject form)
    {
        var contact = new JObject { ["NAME"] = form["name"], ["TYPE_ID"] = "CLIENT", ["SOURCE_ID"] = "WEB" };
        int id = await CallAsync<int>("crm.contact.add", new { fields = contact });
        var lead = new JObject { ["TITLE"] = "Заявка", ["COMPANY_ID"] = id, ["SOURCE_ID"] = "WEB" };
        await CallAsync<int>("crm.lead.add", new { fields = lead });
    }

    public async Task LeadThenDeal(int id)
    {
        var lead = await CallAsync<JObject>("crm.lead.get", new { id });
        Dictionary<string, object?> fields = new()
        {
            ["TITLE"] = lead["TITLE"],
            ["LEAD_ID"] = id,
            ["CATEGORY_ID"] = 3,
            ["UF_CRM_1599999999"] = lead["UF_CRM_1657000123"],
            ["CLOSEDATE"] = DateTime.Now.AddDays(7),
            ["OPENED"] = true,
        };
        await CallAsync<int>("crm.deal.add", new { fields });
    }

    public Task Process(int type, int id) => CallAsync<bool>("crm.item.update", new { entityTypeId = type, id, fields = new { ufCrm7_1700000000 = "x", STAGE = "x", title = "y" } });

    public Task Invoice(int id) => CallAsync<bool>("crm.item.update", new Dictionary<string, object> { ["entityTypeId"] = 31, ["id"] = id, ["fields"] = new { stageId = "DT31_2:P", UF_CRM_SMART_INVOICE_1 = "x" } });

    public Task LeadItem(int id) => CallAsync<bool>("crm.item.update", new { entityTypeId = 1, id, fields = new { title = "x", stageId = "NEW", ufCrm_1657000123 = "5", assignedById = 5, opened = "Y" } });

    public Task Task1(int id) => CallAsync<bool>("tasks.task.update", new { taskId = id, fields = new { UF_CRM_TASK = new[] { "L_5" }, RESPONSIBLE_ID = 5, UF_AUTO_1 = "x", DEADLINE = DateTime.Now } });

    public Task Event() => CallAsync<bool>("calendar.event.add", new { type = "user", ownerId = 5, name = "x", UF_CRM_CAL_EVENT = new[] { "L_5" }, from = DateTime.Now });

    public Task Activity(int id) => CallAsync<int>("crm.activity.add", new { fields = new { OWNER_ID = id, OWNER_TYPE_ID = 1, TYPE_ID = 2, SUBJECT = "x", COMMUNICATIONS = new[] { new { VALUE = "+7", ENTITY_TYPE_ID = 1 } } } });

    public Task Comment(int id) => CallAsync<int>("crm.timeline.comment.add", new { fields = new { ENTITY_ID = id, ENTITY_TYPE = "lead", COMMENT = "x" } });

    public Task Chat() => CallAsync<int>("im.message.add", new { DIALOG_ID = "chat5", MESSAGE = "crm.lead.update: ok", ATTACH = new { BLOCKS = new[] { new { LINK = new { NAME = "x" } } } } });

    public Task Products(int id) => CallAsync<bool>("crm.lead.productrows.set", new { id, rows = new[] { new { PRODUCT_NAME = "x", PRICE = 5.5m, QUANTITY = 1, TAX_INCLUDED = "Y" } } });

    public Task Stages() => CallAsync<JArray>("crm.status.list", new { filter = new { ENTITY_ID = "STATUS" }, order = new { SORT = "ASC" } });

    public Task Duplicates(string phone) => CallAsync<JObject>("crm.duplicate.findbycomm", new { type = "PHONE", values = new[] { phone }, entity_type = "LEAD" });

    public Task Automation(int id) => CallAsync<bool>("crm.automation.trigger.execute", new { CODE = "x", OWNER_TYPE_ID = 1, OWNER_ID = id });

    public Task Robot() => CallAsync<bool>("bizproc.workflow.start", new { TEMPLATE_ID = 5, DOCUMENT_ID = new[] { "crm", "CCrmDocumentLead", "LEAD_5" }, PARAMETERS = new { Sum = 5 } });

    public Task UserField() => CallAsync<int>("crm.lead.userfield.add", new { fields = new { FIELD_NAME = "NUMBER", EDIT_FORM_LABEL = "x", USER_TYPE_ID = "string", XML_ID = "x", SETTINGS = new { DEFAULT_VALUE = "x" } } });

    public Task Details() => CallAsync<bool>("crm.lead.details.configuration.set", new { scope = "P", userId = 1, data = new[] { new { name = "main", elements = new[] { new { name = "TITLES" } } } } });

    public Task Recurring(int id) => CallAsync<bool>("crm.deal.recurring.update", new { id, fields = new { DEAL_ID = id, PARAMS = new { MODE = "single" } } });

    public Task Any(string entity, int id, Dictionary<string, object> fields)
    {
        fields["ASSIGNED"] = 5;
        return CallAsync<bool>($"crm.{entity}.update", new { id, fields });
    }

    public Task Chosen(bool isLead, int id) => CallAsync<bool>(isLead ? "crm.lead.update" : "crm.deal.update", new { id, fields = new Dictionary<string, object> { [isLead ? "STATUS_ID" : "STAGE_ID"] = "NEW", ["CATEGORY_ID"] = 1 } });

    public Task Map(string name) => CallAsync<bool>(name switch { "lead" => "crm.lead.add", "deal" => "crm.deal.add", _ => throw new ArgumentException(null, nameof(name)) }, new { fields = new { CATEGORY_ID = 1 } });

    public Task Whole(int id, LeadModel lead) => CallAsync<bool>("crm.lead.update", new { id, fields = lead, @params = new { REGISTER_SONET_EVENT = "N" } });

    public Task WholeByCamel(int id, LeadModel lead) => http.PostAsJsonAsync(hook + "crm.lead.update", new { id, fields = lead }, s_camel);

    public Task NewtonsoftKeeps(int id) => http.PostAsync(hook + "crm.lead.update", new StringContent(JsonConvert.SerializeObject(new { id, fields = new { TITLE = "x", UF_CRM_1655290011 = new[] { "x" } } }, new JsonSerializerSettings { NullValueHandling = NullValueHandling.Ignore }), Encoding.UTF8, "application/json"));

    public async Task Read(int id)
    {
        var lead = await CallAsync<CrmUpdateReply>("crm.lead.get", new { id });
        var report = new Dictionary<string, object?> { ["id"] = lead.Id, ["custom"] = lead.Custom, ["TITLE"] = "x", ["CUSTOM_VALUE"] = 5 };
        log.Info("lead {Report}", report);
    }

    public async Task Update(int id, string body)
    {
        var fields = JsonConvert.SerializeObject(new { TITLE = body });
        await CallAsync<bool>("crm.lead.update", JObject.Parse("{\"id\":" + id + ",\"fields\":" + fields + "}"));
    }

    public async Task Search(DateTime since)
    {
        int start = 0;
        do
        {
            var page = await CallAsync<JObject>("crm.lead.list", new
            {
                order = new Dictionary<string, string> { ["ID"] = "ASC" },
                filter = new Dictionary<string, object> { [">=DATE_CREATE"] = since, ["@STATUS_ID"] = new[] { "NEW", "IN_PROCESS" }, ["!UF_CRM_1657000123"] = "", ["%TITLE"] = "x", ["=HAS_PHONE"] = "Y" },
                select = new[] { "ID", "TITLE", "UF_*", "PHONE", "*" },
                start,
            });
            start = page["next"] is { } next ? (int)next : -1;
        }
        while (start > 0);
    }

    public async Task Everything(int id, string mail, DateTime visit, bool call)
    {
        dynamic fields = new ExpandoObject();
        fields.TITLE = "x";
        fields.UF_CRM_1660500000 = call;
        fields.UF_CRM_1662000300 = visit;
        fields.UF_CRM_1661122334 = visit.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        fields.EMAIL = new[] { new { VALUE = mail, VALUE_TYPE = "HOME" } };
        fields.OPPORTUNITY = 12.5m;
        fields.CURRENCY_ID = "RUB";
        await CallAsync<bool>("crm.lead.update", new { id, fields = (object)fields });
        var query = HttpUtility.ParseQueryString("");
        query["id"] = id.ToString(CultureInfo.InvariantCulture);
        query["fields[TITLE]"] = "x";
        query["fields[EMAIL][0][VALUE]"] = mail;
        query["fields[EMAIL][0][VALUE_TYPE]"] = "WORK";
        query["params[REGISTER_SONET_EVENT]"] = "Y";
        await http.GetAsync(hook + "crm.lead.update?" + query);
    }

    public Task Batch(int id) => http.PostAsJsonAsync(hook + "batch", new
    {
        halt = 1,
        cmd = new Dictionary<string, string>
        {
            ["lead"] = $"crm.lead.get?id={id}",
            ["contact"] = "crm.contact.get?id=$result[lead][CONTACT_ID]",
            ["deal"] = $"crm.deal.add?fields[LEAD_ID]={id}&fields[STAGE_ID]=NEW&fields[CONTACT_ID]=$result[contact][ID]",
            ["update"] = $"crm.lead.update?id={id}&fields[STATUS_ID]=CONVERTED",
            ["item"] = $"crm.item.add?entityTypeId=177&fields[parentId1]={id}&fields[ufCrm5_1]=x",
        },
    });

    public Task Rest(int id) => rest.ExecuteAsync(new RestRequest("crm.deal.update", RestSharp.Method.Post).AddJsonBody(new { id, fields = new { STAGE_ID = "WON" } }));

    public Task Flurl(int id) => $"{hook}/crm.contact.update".PostJsonAsync(new { id, fields = new { TYPE_ID = "CLIENT" } });

    public Task OtherSystem(string token) => http.PostAsJsonAsync("https://api.example.org/crm/lead.update", new { token, fields = new { TITLES = "x" }, STATUS = 5 });

    public Task OtherTable(string city) => Sql("update lead set TITLE = @TITLE, CITY = @CITY where ID = @ID", new { TITLE = "x", CITY = city, ID = 5 });

    public async Task LeadAndTable(int id, string city)
    {
        await CallAsync<bool>("crm.lead.update", new { id, fields = new { ADDRESS_CITY = city, ADDRESS = "x", ADDRESS_2 = "", ADDRESS_POSTAL_CODE = "1", ADDRESS_REGION = "", ADDRESS_PROVINCE = "", ADDRESS_COUNTRY = "x", ADDRESS_COUNTRY_CODE = "" } });
        await Sql("update lead set TITLE = @TITLE, CITY = @CITY where ID = @ID", new { TITLE = "x", CITY = city, ID = id });
    }

    public async Task LeadAndHook(int id)
    {
        await CallAsync<bool>("crm.lead.update", new { id, fields = new { TITLE = "x" } });
        await http.PostAsJsonAsync("https://hooks.example.org/notify", new { text = "ok", fields = new[] { new { title = "ID", value = id, @short = true } } });
        await http.PostAsync("https://mail.example.org/send", new FormUrlEncodedContent(new Dictionary<string, string> { ["to"] = "a@example.org", ["fields[SUBJECT]"] = "x" }));
    }

    protected abstract Task Sql(string sql, object arguments);
}
