using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using LeadGen;
using LeadGen.Sample;
using LeadGen.Testing;
using Romashka.Crm;

Console.OutputEncoding = Encoding.UTF8;
using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    cancellation.Cancel();
};
CancellationToken ct = cancellation.Token;

await using PortalEmulator portal = await PortalEmulator.StartAsync(Path.Combine(AppContext.BaseDirectory, "romashka"), cancellationToken: ct);
using var client = new Bitrix24Client(portal.Webhook.ToString());
var show = new Terminal(Console.Out);

show.Title("A portal");
show.Line($"An emulated Bitrix24 portal runs on {portal.Webhook.Authority}. Its leads have {LeadFields.All.Count} fields;");
show.Line("Lead, LeadUpdate and the enums below were generated from schema/portals/romashka when this program was built.");

long id = portal.AddLead(
[
    new("TITLE", "Заявка с сайта № 17"), new("NAME", "Анна"), new("BIRTHDATE", "1985-07-02"), new("COMMENTS", "Перезвонить после обеда"),
    new("PHONE", "+7 912 000-00-01"), new(LeadFields.Codes.PasportProekta, "ПП-4"),
]);
Lead before = await client.GetAsync<Lead>(id, ct) ?? throw new InvalidOperationException("The added lead was not found.");

show.Title("The typed update");
LeadUpdate update = show.Code(new LeadUpdate(id)
    .SetTitle("ИП Титов")
    .SetStatusId(LeadStatus.InProcess)
    .SetOpportunity(12500.50m)
    .SetDeliveryMethod(DeliveryMethod.Courier)
    .SetDenDostavki(new DateOnly(2026, 3, 8))
    .SetPrepayment(new Money(3000m, "RUB"))
    .AddPhone("+7 999 123-45-67", PhoneType.Work)
    .ClearBirthdate());
CrmUpdateReply reply = await client.UpdateAsync(update, new CrmUpdateOptions { RegisterSonetEvent = true }, ct);

PortalCall call = portal.Journal[^1];
show.Title($"The request: {call.Verb} {call.Method}, {call.ContentType}");
show.Json(call.Body);
show.Title($"The response: HTTP {call.Status}, {reply.Time?.Duration?.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture)} ms on the portal");
show.Json(call.Answer);

Lead after = await client.GetAsync<Lead>(id, ct) ?? throw new InvalidOperationException("The lead was not found after the update.");
show.Title("The lead before and after");
show.Table(
    ["", "before", "after"],
    Row(LeadFields.Title, l => l.Title),
    Row(LeadFields.StatusId, l => l.StatusId),
    Row(LeadFields.Opportunity, l => l.Opportunity),
    Row(LeadFields.DeliveryMethod, l => l.DeliveryMethod),
    Row(LeadFields.DenDostavki, l => l.DenDostavki),
    Row(LeadFields.Prepayment, l => l.Prepayment),
    Row(LeadFields.Phone, l => string.Join(", ", l.Phone.Select(p => p.Value))),
    Row(LeadFields.Birthdate, l => l.Birthdate),
    Row(LeadFields.Comments, l => l.Comments));

show.Title("The same update without LeadGen");
const string Untyped = """
    {"fields": {
      "title": "ИП Титов", "STATUS_ID": "Подбираем букет", "ufCrm_1665555555": "Курьер", "UF_CRM_1665555555": "Курьер",
      "UF_CRM_1661122334": "8 марта", "UF_CRM_1663456789": "3000", "PHONE": "+7 999 123-45-67", "BIRTHDATE": null,
      "DATE_CREATE": "2026-03-01"},
     "options": {"REGISTER_SONET_EVENT": "Y"}}
    """;
show.Json(Untyped);
long other = portal.AddLead([new("TITLE", "Заявка с сайта № 18"), new("BIRTHDATE", "1985-07-02")]);
using var http = new HttpClient();
using var content = new StringContent(Untyped.Insert(1, $"\"id\": {other.ToString(CultureInfo.InvariantCulture)}, "), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
using HttpResponseMessage response = await http.PostAsync(new Uri(portal.Webhook, "crm.lead.update"), content, ct);
PortalCall lost = portal.Journal[^1];
show.Line($"The portal answers HTTP {(int)response.StatusCode} and \"result\": true. The portal's journal shows the result of each field:");
show.Table(
    ["field", "result", "reason"],
    [.. lost.Fields.Concat(lost.Parameters).Select(f => new[] { f.Code, f.Outcome.ToString().ToUpperInvariant(), f.Reason ?? "" })]);

int losses = lost.Fields.Concat(lost.Parameters).Count(f => f.Outcome != FieldOutcome.Kept);
bool arrived = call.Fields.All(f => f.Outcome == FieldOutcome.Kept)
    && (after.Title, after.StatusId, after.DeliveryMethod, after.Birthdate) == ("ИП Титов", LeadStatus.InProcess, DeliveryMethod.Courier, null)
    && after.Phone.Count == before.Phone.Count + 1;
show.Line($"Typed: {call.Fields.Count} of {call.Fields.Count} fields arrived. Untyped: {losses} of {lost.Fields.Count + lost.Parameters.Count} were silently dropped or changed.");
return arrived && losses > 0 ? 0 : 1;

string[] Row(CrmField field, Func<Lead, object?> value) =>
    [field.Label, Text(value(before)), Text(value(after))];

static string Text(object? value) => value switch
{
    null => "—",
    DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
    _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
};
