// Older ways to send a request: WebClient, HttpWebRequest, concatenated strings, forms, XML replies.
using System.Collections.Specialized;
using System.Globalization;
using System.IO;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Web;
using System.Xml.Linq;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

#pragma warning disable SYSLIB0014 // Older programs use WebRequest and WebClient.

namespace Corpus.Legacy;

public enum BitrixMethod
{
    LeadAdd,
    LeadUpdate,
}

public class LegacyClient
{
    private readonly string webHook;
    private static readonly Dictionary<BitrixMethod, string> MethodNames = new Dictionary<BitrixMethod, string>
    {
        { BitrixMethod.LeadAdd, "crm.lead.add" },
        { BitrixMethod.LeadUpdate, "crm.lead.update" },
    };

    public LegacyClient(string webHook)
    {
        this.webHook = webHook;
    }

    public string SendCommand(string command, string parameters, string body)
    {
        string url = webHook + command + "?" + parameters;
        HttpWebRequest request = (HttpWebRequest)WebRequest.Create(url);
        request.Method = "POST";
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        using (Stream stream = request.GetRequestStream())
        {
            stream.Write(bytes, 0, bytes.Length);
        }

        using (var response = (HttpWebResponse)request.GetResponse())
        using (var reader = new StreamReader(response.GetResponseStream()))
        {
            return reader.ReadToEnd();
        }
    }

    public string AddLead(string title, string phone)
    {
        var data = new
        {
            fields = new
            {
                TITLE = title,
                FULL_NAME = title, // expect: unknown-field
                PHONE = phone, // expect: multi-field
            },
            @params = new { REGISTER_SONET_EVENT = "Y" },
        };
        string contentText = JsonConvert.SerializeObject(data);
        return SendCommand("crm.lead.add", "", contentText);
    }

    public string UpdateLead(int id, string comment)
    {
        return SendCommand("crm.lead.update", "id=" + id.ToString() + "&fields[COMMENTARY]=" + comment, ""); // expect: unknown-field
    }

    public string UploadString(int id)
    {
        using (WebClient client = new WebClient())
        {
            client.Encoding = Encoding.UTF8;
            client.Headers[HttpRequestHeader.ContentType] = "application/json";
            string json = "{\"id\": " + id + ", \"fields\": {\"TITLE\": \"x\", \"MANAGER\": 5}}"; // expect: unknown-field
            return client.UploadString(webHook + "crm.lead.update.json", "POST", json);
        }
    }

    public byte[] UploadValues(int id, string status)
    {
        using (WebClient client = new WebClient())
        {
            NameValueCollection data = new NameValueCollection();
            data["id"] = id.ToString(CultureInfo.InvariantCulture);
            data["fields[STATUS]"] = status; // expect: unknown-field
            data["fields[COMMENTS]"] = "x";
            data.Add("fields[DATE_MODIFY]", "2026-01-01T00:00:00"); // expect: read-only
            return client.UploadValues(webHook + "crm.lead.update", "POST", data);
        }
    }

    public string DownloadString(string name)
    {
        var web = new WebClient();
        return web.DownloadString(string.Format("{0}crm.lead.add?fields[TITLE]={1}&fields[NAMES]={1}", webHook, HttpUtility.UrlEncode(name))); // expect: unknown-field
    }

    public string WebRequestWriter(int id, string name)
    {
        var request = (HttpWebRequest)WebRequest.Create(webHook + "crm.lead.update");
        request.Method = "POST";
        request.ContentType = "application/json";
        using (var writer = new StreamWriter(request.GetRequestStream()))
        {
            writer.Write(JsonConvert.SerializeObject(new Dictionary<string, object>
            {
                { "id", id },
                { "fields", new Dictionary<string, object> { { "NAME", name }, { "SURNAME", name } } }, // expect: unknown-field
            }));
            writer.Flush();
        }

        return new StreamReader(request.GetResponse().GetResponseStream()).ReadToEnd();
    }

    public void WebRequestBytes(string name)
    {
        WebRequest request = WebRequest.Create(webHook + "crm.lead.add.json");
        request.Method = "POST";
        request.ContentType = "application/x-www-form-urlencoded";
        string postData = "fields[TITLE]=" + name;
        postData += "&fields[FAMILY]=" + name; // expect: unknown-field
        byte[] byteArray = Encoding.UTF8.GetBytes(postData);
        request.ContentLength = byteArray.Length;
        Stream dataStream = request.GetRequestStream();
        dataStream.Write(byteArray, 0, byteArray.Length);
        dataStream.Close();
        request.GetResponse().Close();
    }

    public async Task<string> Builder(HttpClient http, int id, string note)
    {
        StringBuilder sb = new StringBuilder();
        sb.Append("{");
        sb.Append("\"id\":").Append(id).Append(",");
        sb.Append("\"fields\":{");
        sb.Append("\"COMMENTS\":\"").Append(note).Append("\",");
        sb.Append("\"NOTE\":\"x\""); // expect: unknown-field
        sb.Append("}}");
        var response = await http.PostAsync(webHook + "crm.lead.update", new StringContent(sb.ToString(), Encoding.UTF8, "application/json"));
        return await response.Content.ReadAsStringAsync();
    }

    public async Task Query(HttpClient http, int id, string note)
    {
        var query = HttpUtility.ParseQueryString(string.Empty);
        query["id"] = id.ToString();
        query["fields[COMMENT]"] = note; // expect: unknown-field
        query["fields[COMMENTS]"] = note;
        var builder = new UriBuilder(webHook + "crm.lead.update") { Query = query.ToString() };
        await http.GetAsync(builder.Uri);
    }

    public async Task QueryLater(HttpClient http, int id, string note)
    {
        var builder = new UriBuilder(webHook);
        builder.Path += "crm.lead.update.json";
        var query = HttpUtility.ParseQueryString(builder.Query);
        query.Add("id", id.ToString());
        query.Add("fields[POSITION]", note); // expect: unknown-field
        builder.Query = query.ToString();
        using (var response = await http.GetAsync(builder.ToString()))
        {
            response.EnsureSuccessStatusCode();
        }
    }

    public async Task Form(HttpClient http, int id, string mail)
    {
        var values = new List<KeyValuePair<string, string>>();
        values.Add(new KeyValuePair<string, string>("id", id.ToString()));
        values.Add(new KeyValuePair<string, string>("fields[NAME]", "x"));
        values.Add(new KeyValuePair<string, string>("fields[E_MAIL][0][VALUE]", mail)); // expect: unknown-field
        values.Add(new KeyValuePair<string, string>("fields[OPENED]", "true")); // expect: value
        await http.PostAsync(webHook + "crm.lead.update", new FormUrlEncodedContent(values));
    }

    public Task FormArray(HttpClient http, int id) => http.PostAsync(webHook + "crm.lead.update/", new FormUrlEncodedContent(new[]
    {
        new KeyValuePair<string, string>("id", id.ToString()),
        new KeyValuePair<string, string>("fields[CITY]", "x"), // expect: unknown-field
        KeyValuePair.Create("fields[UTM_SOURCE]", "x"),
        KeyValuePair.Create("fields[UTM]", "x"), // expect: unknown-field
    }));

    public async Task Multipart(HttpClient http, int id)
    {
        using var form = new MultipartFormDataContent();
        form.Add(new StringContent(id.ToString()), "id");
        form.Add(new StringContent("x"), "fields[SITE]"); // expect: unknown-field
        form.Add(new StringContent("x"), "\"fields[TITLE]\"");
        await http.PostAsync(webHook + "crm.lead.update", form);
    }

    public string Enumerated(BitrixMethod method, JObject body)
    {
        return SendCommand(MethodNames[method], "", body.ToString());
    }

    public XDocument Xml(int id, string title)
    {
        return XDocument.Load(webHook + "crm.lead.update.xml?id=" + id + "&fields[TITLES]=" + Uri.EscapeDataString(title)); // expect: unknown-field
    }

    public void XmlList()
    {
        XDocument doc = XDocument.Load($"{webHook}crm.lead.list.xml?filter[STATUS]=NEW&select[]=ID"); // expect: unknown-field
        foreach (XElement item in doc.Descendants("item"))
        {
            Console.WriteLine(item.Element("TITLE")?.Value + item.Element("UF_X")?.Value);
        }
    }

    public void Verbatim(int id)
    {
        string json = @"{
  ""id"": " + id + @",
  ""fields"": {
    ""TITLE"": ""x"",
    ""TITLLE"": ""x""}}"; // expect: unknown-field
        SendCommand("crm.lead.update", string.Empty, json);
    }

    public void Replaced(string name)
    {
        string template = "{\"fields\":{\"NAME\":\"{name}\",\"NICKNAME\":\"x\"}}"; // expect: unknown-field
        SendCommand("crm.lead.add", "", template.Replace("{name}", name));
    }

    public void Formatted(int id, string name)
    {
        string body = string.Format("{{\"id\":{0},\"fields\":{{\"NAME\":\"{1}\",\"ALIAS\":\"{1}\"}}}}", id, name); // expect: unknown-field
        SendCommand("crm.lead.update", "", body);
    }
}
