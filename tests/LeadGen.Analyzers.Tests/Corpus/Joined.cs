// Queries that are joined from the entries of a dictionary or from a list, and maps that methods of the project extend.
using System.Net;

namespace Corpus.Joined;

public sealed class Joined(HttpClient http, string hook)
{
    public Task Entries(string t)
    {
        var query = new Dictionary<string, string> { ["fields[TITLE]"] = t, ["fields[RATING]"] = t }; // expect: unknown-field
        return http.GetAsync(hook + "crm.lead.add?" + string.Join("&", query.Select(e => e.Key + "=" + WebUtility.UrlEncode(e.Value))));
    }

    public Task Interpolated(string t)
    {
        var query = new Dictionary<string, string> { ["fields[NAME]"] = t, ["fields[PERSON]"] = t }; // expect: unknown-field
        return http.GetAsync($"{hook}crm.lead.add?{string.Join("&", query.Select(e => $"{e.Key}={Uri.EscapeDataString(e.Value)}"))}");
    }

    public Task Fields(string t)
    {
        var fields = new Dictionary<string, string> { ["TITLE"] = t, ["SUBJECT"] = t }; // expect: unknown-field
        return http.GetAsync(hook + "crm.lead.add?" + string.Join("&", fields.Select(e => $"fields[{e.Key}]={Uri.EscapeDataString(e.Value)}")));
    }

    public Task List(string t)
    {
        var parts = new List<string> { "fields[TITLE]=" + t, "fields[BRANCH]=" + t }; // expect: unknown-field
        return http.GetAsync(hook + "crm.lead.add?" + string.Join("&", parts));
    }

    public Task Added(string t)
    {
        var parts = new List<string>();
        parts.Add("fields[REGION]=" + t); // expect: unknown-field
        return http.GetAsync(hook + "crm.lead.add?" + string.Join('&', parts));
    }

    public Task Extended(string t, bool isNew)
    {
        Dictionary<string, object> fields;
        if (isNew)
        {
            fields = new() { ["TITLE"] = t };
        }
        else
        {
            fields = new() { ["NAME"] = t };
        }

        Fill(fields, t);
        return Call("crm.lead.add", new { fields });
    }

    // Correct: the keys are changed, or the list is something else.
    public Task Upper(string t)
    {
        var fields = new Dictionary<string, string> { ["title"] = t, ["name"] = t };
        return http.GetAsync(hook + "crm.lead.add?" + string.Join("&", fields.Select(e => "fields[" + e.Key.ToUpperInvariant() + "]=" + e.Value)));
    }

    public Task Flags(string t)
    {
        var fields = new Dictionary<string, object> { ["TITLE"] = t, ["OPENED"] = "Y", ["OPPORTUNITY"] = 5m };
        return http.GetAsync(hook + "crm.lead.add?" + string.Join("&", fields.Select(e => $"fields[{e.Key}]={e.Value}")));
    }

    public Task Selected(string t)
    {
        var codes = new List<string> { "x", "y" };
        return http.GetAsync($"{hook}crm.lead.add?fields[TITLE]={string.Join(",", codes)}");
    }

    private static void Fill(IDictionary<string, object> fields, string t) => fields["OFFICE"] = t; // expect: unknown-field

    private Task Call(string method, object arguments) => http.PostAsync(hook + method, new StringContent(System.Text.Json.JsonSerializer.Serialize(arguments)));
}
