// A web form that finds or creates a lead: dotnet run. The webhook is read from the configuration (LeadGen:Webhook, LeadGen__Webhook).
using LeadGen.Samples.Form;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddBitrix24Client(builder.Configuration.GetSection("LeadGen"));
WebApplication app = builder.Build();
app.MapLeadForm();
await app.RunAsync();
