// Handles the leads that changed, once a day: dotnet run. The webhook is read from the configuration (LeadGen:Webhook, LeadGen__Webhook).
using LeadGen.Samples.Worker;
using LeadGen.Samples.Worker.Crm;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
builder.AddBitrix24Client<Lead>();
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<IChangedLeadHandler, LoggingHandler>();
builder.Services.AddHostedService<ChangedLeadsWorker>();
await builder.Build().RunAsync();
