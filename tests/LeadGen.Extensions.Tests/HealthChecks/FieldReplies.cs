using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace LeadGen.Extensions.Tests.HealthChecks;

/// <summary>Creates replies to crm.lead.fields.</summary>
internal static class FieldReplies
{
    /// <summary>Creates a response with the fields that the classes were generated from, after a change.</summary>
    public static HttpResponseMessage Fields(string portal, Action<JsonObject>? change = null)
    {
        JsonNode saved = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "portals", portal, "crm.lead.fields.json")))!;
        JsonObject fields = (saved["result"] ?? saved).AsObject();
        change?.Invoke(fields);
        return Json(new JsonObject { ["result"] = fields.DeepClone() }.ToJsonString());
    }

    public static HttpResponseMessage Json(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}
