using System.Globalization;
using Acme.Crm;
using LeadGen;

// Updates one lead: the webhook, the lead's id and its new title are the arguments.
using var client = new Bitrix24Client(args[0]);
CrmUpdateReply reply = await client.UpdateAsync(new LeadUpdate(long.Parse(args[1], CultureInfo.InvariantCulture)).SetTitle(args[2]));
Console.WriteLine($"updated in {reply.Time?.Duration?.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s");
