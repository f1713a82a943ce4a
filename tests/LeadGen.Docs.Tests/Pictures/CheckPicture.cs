using LeadGen.Docs.Tests.Snippets;
using LeadGen.Testing;
using LeadGen.Tool;

namespace LeadGen.Docs.Tests.Pictures;

/// <summary>Draws a terminal in which the tool checks a portal that an administrator has changed.</summary>
internal static class CheckPicture
{
    private const int Columns = 100;

    public static async Task<string> DrawAsync()
    {
        string folder = Directory.CreateTempSubdirectory("leadgen-docs-").FullName;
        try
        {
            string snapshot = Directory.CreateDirectory(Path.Combine(folder, "portals", "acme")).FullName;
            foreach (string file in Directory.GetFiles(SamplePortals.Acme))
            {
                File.Copy(file, Path.Combine(snapshot, Path.GetFileName(file)));
            }

            await using PortalEmulator portal = await PortalEmulator.StartAsync(snapshot);
            portal.UpdateField("UF_CRM_1665555555", static f => f["items"]!.AsArray().RemoveAt(0));
            portal.UpdateField("UF_CRM_1658111222", static f => f["type"] = "string");
            portal.SetField("UF_CRM_1726000000", """{"type": "string", "isDynamic": true, "formLabel": "Пожелания курьеру"}""");

            string[] command = ["check", "portals/acme"];
            using var output = new StringWriter { NewLine = "\n" };
            using var errors = new StringWriter { NewLine = "\n" };
            int exitCode = await CommandLine.RunAsync(
                command,
                new ToolEnvironment
                {
                    In = TextReader.Null,
                    Out = output,
                    Error = errors,
                    Command = "dotnet leadgen",
                    IsOutRedirected = false,
                    Width = Columns,
                    WorkingFolder = folder,
                    Variable = name => name switch
                    {
                        "LEADGEN_WEBHOOK" => portal.Webhook.ToString(),
                        "NO_COLOR" => "1",
                        _ => null,
                    },
                },
                CancellationToken.None);
            return Draw($"{output}{errors}", $"dotnet leadgen {string.Join(' ', command)}", exitCode);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Draw(string output, string command, int exitCode)
    {
        string[] lines = [.. output.ReplaceLineEndings("\n").TrimEnd().Split('\n').SkipWhile(string.IsNullOrWhiteSpace)];
        var window = new Window("Terminal", "The tool reports what changed on a portal", Columns, lines.Length + 4);
        window.Write(0, 0, $"$ {command}", Ink.Number);
        foreach ((string line, int row) in lines.Select(static (l, i) => (l, i + 1)))
        {
            window.Write(row, 0, line, Ink.Text);
        }

        window.Write(lines.Length + 2, 0, "$ echo $?", Ink.Number);
        window.Write(lines.Length + 3, 0, exitCode.ToString(System.Globalization.CultureInfo.InvariantCulture), Ink.Text);
        return window.ToString();
    }
}
