using System.CommandLine;
using System.Globalization;
using LeadGen.Schema;
using LeadGen.Schema.Naming;
using LeadGen.Schema.Reading;
using LeadGen.Tool.Output;
using LeadGen.Tool.Snapshots;

namespace LeadGen.Tool.Commands;

/// <summary>Creates the arguments and options that several commands share.</summary>
internal static class PortalOptions
{
    private const int DefaultTimeout = 60;

    // Deep enough for src/App/portals/acme without searching the whole repository.
    private const int SearchDepth = 5;

    public static Argument<string> Folder() => new("folder")
    {
        Description = "The portal's folder, such as portals/acme.",
    };

    public static Argument<string?> FolderOrDefault() => new("folder")
    {
        Description = "The portal's folder. Can be omitted if there is exactly one below the current folder.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Option<bool> Json() => new("--json") { Description = "Print JSON for scripts." };

    public static Option<string?> ClassName() => new("--class-name")
    {
        Description = "The name of the read model class. Default: the setting of the project's LeadSchema item.",
    };

    public static Option<IdentifierStyle?> Identifiers() => Choice<IdentifierStyle?>(
        "--identifiers",
        "How non-ASCII letters in labels are written in names. Default: the setting of the project's LeadSchema item.",
        ("transliterated", IdentifierStyle.Transliterated),
        ("native", IdentifierStyle.Native));

    /// <summary>Creates an option that accepts one of several words, ignoring case.</summary>
    public static Option<T> Choice<T>(string name, string description, params (string Word, T Value)[] choices)
    {
        string words = string.Join('|', choices.Select(static c => c.Word));
        var option = new Option<T>(name)
        {
            Description = description,
            HelpName = words,
            CustomParser = result =>
            {
                string given = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
                foreach ((string word, T value) in choices)
                {
                    if (word.Equals(given, StringComparison.OrdinalIgnoreCase))
                    {
                        return value;
                    }
                }

                result.AddError($"{name} must be one of {words}, not '{given}'.");
                return default!;
            },
        };
        option.CompletionSources.Clear();
        option.CompletionSources.Add([.. choices.Select(static c => c.Word)]);
        return option;
    }

    /// <summary>Gets the specified folder, or the only portal folder below the current folder.</summary>
    /// <exception cref="ToolException">No folder was specified, and there is not exactly one.</exception>
    public static SnapshotFolder Resolve(ToolEnvironment environment, string? folder)
    {
        if (folder is not null)
        {
            if (string.IsNullOrWhiteSpace(folder))
            {
                // An unset variable in a script must not select the working folder.
                throw new ToolException("The folder name is empty.", "specify the portal's folder, such as portals/acme.");
            }

            if (folder.StartsWith('-'))
            {
                // The parser treats an unknown option as the folder, and fetch would create it.
                throw new ToolException($"Unknown option '{folder}'.", "see the command's --help. For a folder of this name, write ./" + folder);
            }

            // Shell completion ends at the fields file, so its path is accepted in place of the folder.
            string path = environment.Resolve(folder);
            return new SnapshotFolder(Path.GetFileName(path) == PortalFiles.FieldsName && File.Exists(path) ? Path.GetDirectoryName(path)! : path, environment);
        }

        string[] found = [.. Find(environment.WorkingFolder)];
        return found.Length switch
        {
            1 => new SnapshotFolder(found[0], environment),
            0 => throw new ToolException($"There is no portal folder below the current folder: no folder has a {PortalFiles.FieldsName}.", "specify the folder, or create one with 'leadgen init portals/<name>'."),
            _ => throw new ToolException("There are several portal folders: " + string.Join(", ", found.Select(environment.Display)) + ".", "specify one of them."),
        };
    }

    /// <summary>Reads a snapshot and assigns the C# names.</summary>
    /// <exception cref="ToolException">The folder has no snapshot, or its files contain errors.</exception>
    public static async Task<NamedPortal> ReadAsync(SnapshotFolder folder, NamingChoice naming, CancellationToken cancellationToken)
    {
        PortalFiles files = await folder.ReadAsync(cancellationToken).ConfigureAwait(false);
        PortalReading reading = PortalReader.Read(files, cancellationToken);
        return NamedPortal.Load(reading, naming.For(folder, reading), out EquatableArray<SchemaDiagnostic> diagnostics) is { HasValidNames: true } portal
            ? portal
            : throw Refresh.Broken(folder, diagnostics, "The portal folder", $"correct the lines above, or run 'leadgen fetch {folder.Argument}' again. For details of a rule, run 'leadgen explain ID'.");
    }

    public static NamingChoice Naming(ParseResult parsed, Option<string?> className, Option<IdentifierStyle?> identifiers)
    {
        string? name = parsed.GetValue(className);
        return name is not null && Schema.Naming.Identifiers.GetValidationError(name) is { } validationError
            ? throw new ToolException($"'{name}' is not a valid class name: {validationError}.", "set --class-name to a C# name, such as Lead.")
            : new NamingChoice(name, parsed.GetValue(identifiers));
    }

    /// <summary>Represents the options of commands that call a portal.</summary>
    public sealed class ConnectionOptions
    {
        private readonly Option<bool> _webhookStdin = new("--webhook-stdin") { Description = "Read the webhook from the first line of standard input." };

        private readonly Option<string?> _userSecretsId = new("--user-secrets-id")
        {
            Description = "The ID of the user-secrets that contain the webhook. Default: the ID in the nearest project.",
        };

        private readonly Option<string?> _language = new("--language")
        {
            Description = "The language of custom fields' labels (ru, en, …). Default: the setting of the project's LeadSchema item. Labels of standard fields are in the language of the webhook's user.",
        };

        private readonly Option<int> _timeout = new("--timeout")
        {
            Description = "Seconds to wait for a reply.",
            DefaultValueFactory = static _ => DefaultTimeout,
            CustomParser = static result =>
            {
                if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && seconds is >= 1 and <= 3600)
                {
                    return seconds;
                }

                result.AddError("--timeout must be a number of seconds from 1 to 3600.");
                return DefaultTimeout;
            },
        };

        private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "Print every call and every wait. The webhook is never printed." };

        private readonly Option<string?> _className = ClassName();

        private readonly Option<IdentifierStyle?> _identifiers = Identifiers();

        public ConnectionOptions()
        {
            _language.Validators.Add(static result =>
            {
                if (result.GetValueOrDefault<string?>() is { } language && !(language.Length == 2 && language.All(char.IsAsciiLetter)))
                {
                    result.AddError("--language must be a two-letter language code, such as ru.");
                }
            });
        }

        public void AddTo(Command command)
        {
            foreach (Option option in new Option[] { _webhookStdin, _userSecretsId, _language, _timeout, _className, _identifiers, _verbose })
            {
                command.Add(option);
            }
        }

        public RefreshOptions Read(ParseResult parsed, Terminal terminal, bool force)
        {
            terminal.IsVerbose = parsed.GetValue(_verbose);
            return new RefreshOptions
            {
                WebhookFromInput = parsed.GetValue(_webhookStdin),
                UserSecretsId = parsed.GetValue(_userSecretsId),
                Language = parsed.GetValue(_language)?.ToLowerInvariant(),
                Timeout = TimeSpan.FromSeconds(parsed.GetValue(_timeout)),
                Force = force,
                Naming = Naming(parsed, _className, _identifiers),
            };
        }

        public NamingChoice ReadNaming(ParseResult parsed) => Naming(parsed, _className, _identifiers);
    }

    /// <summary>Finds the portal folders below a folder. Skips folders that the build also skips.</summary>
    public static IEnumerable<string> Find(string folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = SearchDepth, IgnoreInaccessible = true };
        return Directory.EnumerateFiles(folder, PortalFiles.FieldsName, options)
            .Where(path => !Path.GetRelativePath(folder, path).Split(Path.DirectorySeparatorChar)
                .Any(static part => part is "bin" or "obj" or "node_modules" || (part.StartsWith('.') && part.Length > 1)))
            .Select(static path => Path.GetDirectoryName(path)!)
            .Order(StringComparer.Ordinal);
    }
}
