using System.CommandLine;
using System.Globalization;
using LeadGen.Schema;
using LeadGen.Schema.Naming;
using LeadGen.Schema.Reading;
using LeadGen.Tool.Output;
using LeadGen.Tool.Reports;
using LeadGen.Tool.Snapshots;

namespace LeadGen.Tool.Commands;

/// <summary>Implements <c>leadgen names</c>, which lists, pins and renames the C# names of a portal.</summary>
internal static class NamesCommand
{
    public static Command Create(ToolEnvironment environment, Terminal terminal) =>
        new Command("names", "List, pin and rename the C# names of a portal's fields and values.")
        {
            CreateList(environment, terminal),
            CreatePin(environment, terminal),
            CreateRename(environment, terminal),
            CreateRemoveAliases(environment, terminal),
        }
        .WithExamples(
            "leadgen names list portals/acme",
            "leadgen names pin portals/acme",
            "leadgen names rename portals/acme UF_CRM_1712000000 DeliveryMethod",
            "leadgen names remove-aliases portals/acme");

    /// <summary>Formats the number of names that were pinned.</summary>
    public static string FormatPinned(int count) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "name was" : "names were")} pinned");

    private static Command CreateList(ToolEnvironment environment, Terminal terminal)
    {
        Argument<string?> folder = PortalOptions.FolderOrDefault();
        Option<string?> className = PortalOptions.ClassName();
        Option<IdentifierStyle?> identifiers = PortalOptions.Identifiers();
        Option<bool> json = PortalOptions.Json();
        Command command = new Command("list", "List the names of custom fields, list items and dictionary values.") { folder, className, identifiers, json }
            .WithExamples("leadgen names list portals/acme", "leadgen names list --json");
        command.SetAction(async (parsed, ct) =>
        {
            NamedPortal portal = await PortalOptions.ReadAsync(
                PortalOptions.Resolve(environment, parsed.GetValue(folder)), PortalOptions.Naming(parsed, className, identifiers), ct).ConfigureAwait(false);
            NamesFile pins = NamesFile.Create(portal.Reading);
            NameSubject[] all =
            [
                .. NameSubject.All(portal)
                    .Where(n => n.Target != PinTarget.Field || portal.Schema.FindAny(n.Owner)!.IsDynamic || pins.IsPinned((n.Target, n.Owner, n.Key))),
            ];
            if (parsed.GetValue(json))
            {
                terminal.Raw.Write(IndentedJson.Write(writer =>
                {
                    writer.WriteStartArray();
                    foreach ((PinTarget target, string owner, string key, string name) in all)
                    {
                        writer.WriteStartObject();
                        writer.WriteString("kind", GetKind(target));
                        writer.WriteString("code", owner);
                        writer.WriteString("key", key.Length == 0 ? null : key);
                        writer.WriteString("name", name);
                        writer.WriteBoolean("isPinned", pins.IsPinned((target, owner, key)));
                        writer.WriteString("formerName", pins.GetFormer((target, owner, key)));
                        writer.WriteEndObject();
                    }

                    writer.WriteEndArray();
                }));
            }
            else
            {
                Dictionary<(PinTarget Target, string Owner, string Key), string> labels = NameSubject.Labels(portal.Schema);
                terminal.WriteTable(
                    ["Kind", "Code", "C# name", "Label", "Pinned", "Former name"],
                    all.Select(n => new[]
                    {
                        GetKind(n.Target), n.Subject, n.Name, labels[(n.Target, n.Owner, n.Key)],
                        pins.IsPinned((n.Target, n.Owner, n.Key)) ? "yes" : "no", pins.GetFormer((n.Target, n.Owner, n.Key)),
                    }));
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static Command CreatePin(ToolEnvironment environment, Terminal terminal)
    {
        Argument<string?> folder = PortalOptions.FolderOrDefault();
        Option<string?> className = PortalOptions.ClassName();
        Option<IdentifierStyle?> identifiers = PortalOptions.Identifiers();
        Command command = new Command("pin", "Pin all current names, so that changed labels do not rename C# members.") { folder, className, identifiers }
            .WithExamples("leadgen names pin portals/acme");
        command.SetAction(async (parsed, ct) =>
        {
            SnapshotFolder target = PortalOptions.Resolve(environment, parsed.GetValue(folder));
            using SnapshotWriter writer = await BeginAsync(target).ConfigureAwait(false);
            NamedPortal portal = await PortalOptions.ReadAsync(target, PortalOptions.Naming(parsed, className, identifiers), ct).ConfigureAwait(false);
            NamesFile names = NamesFile.Create(portal.Reading);
            int before = names.Count;
            names.PinAll(portal);
            await writer.ReplaceAsync(await WithNamesAsync(target, names, ct).ConfigureAwait(false), ct).ConfigureAwait(false);
            terminal.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{FormatPinned(names.Count - before)}, {names.Count} in all."));
            return ExitCodes.Success;
        });
        return command;
    }

    private static Command CreateRename(ToolEnvironment environment, Terminal terminal)
    {
        Argument<string> folder = PortalOptions.Folder();
        var subject = new Argument<string>("subject")
        {
            Description = "What to rename: a field (UF_CRM_1712000000 or its C# name), an item (UF_CRM_1712000000:177) or a dictionary value (SOURCE:UC_1A2B).",
        };
        var name = new Argument<string>("name") { Description = "The new C# name." };
        Option<string?> className = PortalOptions.ClassName();
        Option<IdentifierStyle?> identifiers = PortalOptions.Identifiers();
        Command command = new Command("rename", "Change a C# name. The old name remains as an [Obsolete] alias.") { folder, subject, name, className, identifiers }
            .WithExamples(
                "leadgen names rename portals/acme UF_CRM_1712000000 DeliveryMethod",
                "leadgen names rename portals/acme UF_CRM_1712000000:177 Courier",
                "leadgen names rename portals/acme SOURCE:UC_1A2B Avito");
        command.SetAction(async (parsed, ct) =>
        {
            SnapshotFolder target = PortalOptions.Resolve(environment, parsed.GetValue(folder));
            NamingChoice naming = PortalOptions.Naming(parsed, className, identifiers);
            using SnapshotWriter writer = await BeginAsync(target).ConfigureAwait(false);
            NamedPortal portal = await PortalOptions.ReadAsync(target, naming, ct).ConfigureAwait(false);
            NameSubject found = NameSubject.Find(portal, parsed.GetValue(subject)!);
            string wanted = parsed.GetValue(name)!;
            if (found.Name == wanted)
            {
                terminal.WriteLine($"{found.Subject} is already named {wanted}.");
                return ExitCodes.Success;
            }

            NamesFile names = NamesFile.Create(portal.Reading);
            if (names.GetFormerOwner(found.Target, found.Owner, wanted) is { } former && former != (found.Target, found.Owner, found.Key))
            {
                throw new ToolException(
                    $"'{wanted}' can't be used: it is the former name of {NameSubject.Write(former.Owner, former.Key)}, and code that still uses it would refer to {found.Subject}.",
                    $"choose another name, or run 'leadgen names remove-aliases {target.Argument}' first. Nothing was changed.");
            }

            names.Rename((found.Target, found.Owner, found.Key), found.Name, wanted);
            NamedPortal after = await CheckAsync(target, names, naming, portal, found, wanted, ct).ConfigureAwait(false);
            await writer.ReplaceAsync(await WithNamesAsync(target, names, ct).ConfigureAwait(false), ct).ConfigureAwait(false);
            string? alias = found.FormerNameIn(after);
            terminal.WriteLine($"{found.Subject}: renamed {found.Name} to {wanted}. " + (alias is null
                ? "There is no alias: code that uses the old name no longer compiles."
                : $"'{alias}' remains as an [Obsolete] alias until you run 'leadgen names remove-aliases {target.Argument}'."));
            return ExitCodes.Success;
        });
        return command;
    }

    private static Command CreateRemoveAliases(ToolEnvironment environment, Terminal terminal)
    {
        Argument<string?> folder = PortalOptions.FolderOrDefault();
        Command command = new Command("remove-aliases", "Remove the aliases of renamed members. Code that still uses them no longer compiles.") { folder }
            .WithExamples("leadgen names remove-aliases portals/acme");
        command.SetAction(async (parsed, ct) =>
        {
            SnapshotFolder target = PortalOptions.Resolve(environment, parsed.GetValue(folder));
            using SnapshotWriter writer = await BeginAsync(target).ConfigureAwait(false);
            NamesFile names = NamesFile.Create(PortalReader.Read(await target.ReadAsync(ct).ConfigureAwait(false), ct));
            IReadOnlyList<string> removed = names.ReserveFormerNames();
            if (removed.Count == 0)
            {
                terminal.WriteLine("No member has an alias.");
                return ExitCodes.Success;
            }

            await writer.ReplaceAsync(await WithNamesAsync(target, names, ct).ConfigureAwait(false), ct).ConfigureAwait(false);
            terminal.WriteLine($"Removed aliases: {string.Join(", ", removed)}. Their names are reserved in {PortalFiles.NamesName}.");
            return ExitCodes.Success;
        });
        return command;
    }

    private static string GetKind(PinTarget target) => target switch
    {
        PinTarget.Field => "field",
        PinTarget.Item => "item",
        _ => "value",
    };

    private static async Task<NamedPortal> CheckAsync(
        SnapshotFolder target, NamesFile names, NamingChoice naming, NamedPortal before, NameSubject found, string wanted, CancellationToken cancellationToken)
    {
        PortalFiles files = await WithNamesAsync(target, names, cancellationToken).ConfigureAwait(false);
        PortalReading reading = PortalReader.Read(files, cancellationToken);
        if (NamedPortal.Load(reading, naming.For(target, reading), out EquatableArray<SchemaDiagnostic> diagnostics)
            is not { HasValidNames: true } after)
        {
            throw new ToolException($"'{wanted}' can't be used: {diagnostics.First(static d => d.Rule.Severity == SchemaSeverity.Error).Message}", "choose another name. Nothing was changed.");
        }

        // A pin takes precedence over an unpinned use of the same name. Code that uses the name would then refer to another field.
        if (NameSubject.All(before).Zip(NameSubject.All(after)).FirstOrDefault(p => p.First != p.Second && p.First.Subject != found.Subject).First is { } other)
        {
            throw new ToolException(
                $"'{wanted}' can't be used: it would change the name of {other.Subject}, which is now {other.Name}.",
                $"choose another name, or pin all names first with 'leadgen names pin {target.Argument}'. Nothing was changed.");
        }

        return after;
    }

    // Locking would create a folder that does not exist.
    private static async Task<SnapshotWriter> BeginAsync(SnapshotFolder target) => target.Exists
        ? await SnapshotWriter.OpenAsync(target).ConfigureAwait(false)
        : throw new ToolException($"'{target.Name}' is not a portal folder: it has no {PortalFiles.FieldsName}.", $"specify a folder that has one, or create it with 'leadgen fetch {target.Argument}'.");

    private static async Task<PortalFiles> WithNamesAsync(SnapshotFolder target, NamesFile names, CancellationToken cancellationToken) =>
        (await target.ReadAsync(cancellationToken).ConfigureAwait(false)) with
        {
            Names = new SchemaFile(Path.Combine(target.Path, PortalFiles.NamesName), names.ToText()),
        };
}
