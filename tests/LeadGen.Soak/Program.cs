using System.CommandLine;
using LeadGen.Soak.Commands;

RootCommand root = new("Verifies the claims about the client against an emulated portal. Each command prints its figures, and exits with 1 if a claim does not hold.")
{
    SoakCommand.Create(),
    ReadChangeSendCommand.Create(),
    ThroughputCommand.Create(),
    LoopbackCommand.Create(),
    MemoryCommand.Create(),
    WorkerCommand.Create(),
    PortalCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
