using System.Globalization;
using System.Text;
using LeadGen.Tool;

// Output does not depend on the culture of the machine.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;

// Labels are mostly Cyrillic, and the default code page of a Windows console can't show them.
Console.OutputEncoding = new UTF8Encoding(false);
return await CommandLine.RunAsync(args, ToolEnvironment.FromProcess()).ConfigureAwait(false);
