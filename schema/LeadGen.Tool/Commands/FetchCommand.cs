using System.CommandLine;
using System.Globalization;
using LeadGen.Tool.Comparing;
using LeadGen.Tool.Output;
using LeadGen.Tool.Reports;
using LeadGen.Tool.Snapshots;

namespace LeadGen.Tool.Commands;

/// <summary>Implements <c>leadgen fetch</c>, which replaces the snapshot with the current schema of the portal.</summary>
internal static class FetchCommand
{
    public static Command Create(ToolEnvironment environment, Terminal terminal)
    {
        var folder = PortalOptions.Folder();
        var connection = new PortalOptions.ConnectionOptions();
        var force = new Option<bool>("--force") { Description = "Replace the snapshot even if most of its fields are missing on the portal." };
        Option<bool> json = PortalOptions.Json();
        Command command = new Command("fetch", "Fetch the portal's fields, dictionaries and custom fields, and pin the C# names of new ones.") { folder, force, json }
            .WithExamples(
                "leadgen fetch portals/acme",
                "leadgen fetch portals/acme --language ru",
                "pass show acme/webhook | leadgen fetch portals/acme --webhook-stdin");
        connection.AddTo(command);
        command.SetAction(async (parsed, ct) =>
        {
            SnapshotFolder target = PortalOptions.Resolve(environment, parsed.GetValue(folder));
            using SnapshotWriter writer = await SnapshotWriter.OpenAsync(target).ConfigureAwait(false);
            RefreshedPortal portal = await new Refresh(environment, terminal).PrepareAsync(target, connection.Read(parsed, terminal, parsed.GetValue(force)), ct).ConfigureAwait(false);
            IReadOnlyList<string> changed = await writer.ReplaceAsync(portal.Files, ct).ConfigureAwait(false);
            if (portal.IsSimpleCrmMode == true)
            {
                terminal.WriteWarning("The portal is in simple CRM mode, which has no leads: new leads become deals, and updates of a lead do not change its deal.");
            }

            ChangeReport? report = portal.Before is { } before ? new ChangeReport("the old snapshot", $"'{target.Name}'", SnapshotComparison.Compare(before, portal.After)) : null;
            if (parsed.GetValue(json))
            {
                WriteJson(terminal, target, portal, changed, report);
            }
            else
            {
                WriteText(terminal, target, portal, changed, report);
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static void WriteText(Terminal terminal, SnapshotFolder target, RefreshedPortal portal, IReadOnlyList<string> changed, ChangeReport? report)
    {
        int custom = portal.After.Schema.Fields.Count(static f => f.IsDynamic);
        terminal.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{target.Name}: {portal.After.Schema.Fields.Count} fields, {custom} of them custom, {portal.After.Schema.Dictionaries.Count} dictionaries."));
        report?.WriteText(terminal);
        if (portal.PinsAdded > 0)
        {
            terminal.WriteLine($"{NamesCommand.FormatPinned(portal.PinsAdded)} in leadgen.names.json. To change {(portal.PinsAdded == 1 ? "it" : "them")}, edit the file or run 'leadgen names rename'.");
        }

        if (portal.PinsRemoved.Count > 0)
        {
            terminal.WriteLine("Fields and values that no longer exist on the portal: " + string.Join(", ", portal.PinsRemoved) + ". Their names are reserved in leadgen.names.json, so that no other field or value gets them.");
        }

        terminal.WriteLine(changed.Count == 0 ? "Nothing changed; no files were written." : "Written: " + string.Join(", ", changed) + ".");
    }

    private static void WriteJson(Terminal terminal, SnapshotFolder target, RefreshedPortal portal, IReadOnlyList<string> changed, ChangeReport? report) =>
        terminal.Raw.Write(IndentedJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("folder", target.Name);
            writer.WriteNumber("fields", portal.After.Schema.Fields.Count);
            writer.WriteNumber("customFields", portal.After.Schema.Fields.Count(static f => f.IsDynamic));
            WriteFlag("isAdministrator", portal.IsAdministrator);
            WriteFlag("isSimpleCrmMode", portal.IsSimpleCrmMode);
            writer.WriteNumber("breaking", report?.BreakingCount ?? 0);
            writer.WriteNumber("compatible", report is null ? 0 : report.Changes.Count - report.BreakingCount);
            writer.WriteNumber("namesPinned", portal.PinsAdded);
            WriteTexts("namesRemoved", portal.PinsRemoved);
            WriteTexts("filesWritten", changed);
            writer.WriteEndObject();

            void WriteFlag(string name, bool? value)
            {
                if (value is { } isSet)
                {
                    writer.WriteBoolean(name, isSet);
                }
                else
                {
                    writer.WriteNull(name);
                }
            }

            void WriteTexts(string name, IEnumerable<string> texts)
            {
                writer.WriteStartArray(name);
                foreach (string text in texts)
                {
                    writer.WriteStringValue(text);
                }

                writer.WriteEndArray();
            }
        }));
}
