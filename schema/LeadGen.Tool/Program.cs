using System.Globalization;
using System.Text;
using LeadGen.Tool;

// One language, and numbers that read the same on every machine.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;

// Labels are mostly Cyrillic, and a Windows console starts with the system's code page.
Console.OutputEncoding = new UTF8Encoding(false);
return await CommandLine.RunAsync(args, ToolEnvironment.OfProcess()).ConfigureAwait(false);
