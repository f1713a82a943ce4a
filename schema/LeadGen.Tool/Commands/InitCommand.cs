using System.CommandLine;
using LeadGen.Schema;
using LeadGen.Schema.Naming;
using LeadGen.Tool.Output;
using LeadGen.Tool.Projects;
using LeadGen.Tool.Snapshots;

namespace LeadGen.Tool.Commands;

/// <summary>Implements <c>leadgen init</c>, which prepares a project for a portal. Existing files and items are not changed.</summary>
internal static class InitCommand
{
    public static Command Create(ToolEnvironment environment, Terminal terminal)
    {
        Argument<string> folder = PortalOptions.Folder();
        var project = new Option<string?>("--project", "-p") { Description = "The project file. Default: the project in the current folder." };
        var name = new Option<string?>("--namespace", "-n") { Description = "The namespace of the generated types. Default: the project's namespace." };
        Option<string?> className = PortalOptions.ClassName();
        Option<IdentifierStyle?> identifiers = PortalOptions.Identifiers();
        Command command = new Command("init", "Add a LeadSchema item to the project, and create a names file and a .gitignore entry. Safe to run again.") { folder, project, name, className, identifiers }
            .WithExamples("leadgen init portals/acme --namespace Acme.Crm", "leadgen init portals/acme --project src/App/App.csproj --identifiers Native");
        command.SetAction(async (parsed, ct) =>
        {
            SnapshotFolder portal = PortalOptions.Resolve(environment, parsed.GetValue(folder));
            NamingChoice naming = PortalOptions.Naming(parsed, className, identifiers);
            string? wanted = parsed.GetValue(name);
            if (wanted is not null && !Schema.Naming.Identifiers.IsNamespace(wanted))
            {
                throw new ToolException($"'{wanted}' is not a valid namespace.", "set --namespace to a C# namespace, such as Acme.Crm.");
            }

            if (File.Exists(portal.Path))
            {
                throw new ToolException($"'{portal.Name}' is a file.", "specify the portal's folder, such as portals/acme.");
            }

            portal.CheckPath();
            string projectPath = FindProject(environment, parsed.GetValue(project));
            AtomicFile.CheckPath(Path.GetDirectoryName(projectPath)!, environment, "set --project to the real path of the project.");
            ProjectFile file = ProjectFile.Open(projectPath, environment);
            bool addsItem = file.AddSchema(Path.Combine(portal.Path, PortalFiles.FieldsName), wanted, naming);
            string names = Path.Combine(portal.Path, PortalFiles.NamesName);
            Report(terminal, await WriteNewAsync(names, new NamesFile().ToText(), environment, ct).ConfigureAwait(false), environment.Display(names), "C# names; 'leadgen fetch' fills it in");

            // A .gitignore in the project's folder does not apply to a portal folder outside of it.
            string projectFolder = Path.GetDirectoryName(file.Path)!;
            bool isInside = !Path.GetRelativePath(projectFolder, portal.Path).StartsWith("..", StringComparison.Ordinal);
            string ignored = Path.Combine(isInside ? projectFolder : portal.Path, ".gitignore");
            Report(terminal, await IgnoreAsync(ignored, ct).ConfigureAwait(false), environment.Display(ignored), "keeps temporary files out of the repository");
            Report(terminal, await file.SaveAsync(ct).ConfigureAwait(false), environment.Display(file.Path), addsItem ? "a LeadSchema item" : "the LeadSchema item already exists; change its metadata in the file");

            if (!file.ReferencesPackage)
            {
                terminal.WriteLine($"Next: dotnet add {environment.Display(file.Path)} package LeadGen");
            }

            terminal.WriteLine($"Next: leadgen fetch {portal.Argument}");
            return ExitCodes.Success;
        });
        return command;
    }

    private static void Report(Terminal terminal, bool isWritten, string path, string what) =>
        terminal.WriteLine($"{(isWritten ? "written  " : "unchanged")}  {path} ({what})");

    private static string FindProject(ToolEnvironment environment, string? named)
    {
        if (named is not null)
        {
            string path = environment.Resolve(named);
            return File.Exists(path) ? path : throw new ToolException($"The project file '{named}' does not exist.", "set --project to the path of a .csproj file.");
        }

        string[] found = Directory.GetFiles(environment.WorkingFolder, "*.csproj");
        return found.Length switch
        {
            1 => found[0],
            0 => throw new ToolException("There is no project in this folder.", "run the command in the project's folder, or specify the project with --project."),
            _ => throw new ToolException("There are several projects in this folder.", "specify one with --project."),
        };
    }

    private static async Task<bool> WriteNewAsync(string path, string text, ToolEnvironment environment, CancellationToken cancellationToken)
    {
        AtomicFile.RejectLink(path);
        if (File.Exists(path))
        {
            return false;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await AtomicFile.WriteAsync(path, text, AtomicFile.Utf8, environment, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static async Task<bool> IgnoreAsync(string path, CancellationToken cancellationToken)
    {
        const string Entry = ".leadgen/";
        AtomicFile.RejectLink(path);
        string text = File.Exists(path) ? BoundedFile.ReadAllText(path) : "";
        if (text.Split('\n').Any(static line => line.Trim().Trim('/') == ".leadgen"))
        {
            return false;
        }

        string newLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        string start = text.Length == 0 || text.EndsWith('\n') ? "" : newLine;
        string[] lines =
        [
            "# LeadGen: temporary files. A webhook is a secret: keep it in user-secrets or in LEADGEN_WEBHOOK, not in a file of the repository.",
            Entry,
            "",
        ];
        await File.AppendAllTextAsync(path, start + string.Join(newLine, lines), cancellationToken).ConfigureAwait(false);
        return true;
    }
}
