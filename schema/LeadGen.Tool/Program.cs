using System.Text;
using LeadGen.Tool;

// Labels are mostly Cyrillic, and a Windows console starts with the system's code page.
Console.OutputEncoding = new UTF8Encoding(false);
return await CommandLine.RunAsync(args, ToolEnvironment.OfProcess()).ConfigureAwait(false);
