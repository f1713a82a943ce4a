using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using LeadGen.Schema.Naming;
using LeadGen.Tool.Dictionary;
using LeadGen.Tool.Output;
using LeadGen.Tool.Reports;
using LeadGen.Tool.Snapshots;
using LeadGen.Tool.Texts;

namespace LeadGen.Tool.Commands;

/// <summary>Implements <c>leadgen show</c>, which shows the fields of a portal as a table, as JSON, or as an HTML page for non-developers.</summary>
internal static class ShowCommand
{
    public static Command Create(ToolEnvironment environment, Terminal terminal)
    {
        Argument<string?> folder = PortalOptions.FolderOrDefault();
        var search = new Option<string?>("--search", "-s") { Description = "Show only fields whose label, code, C# name or values contain this text." };
        var type = new Option<string?>("--type", "-t") { Description = "Show only fields of this portal type, such as enumeration." };
        var custom = new Option<bool>("--custom") { Description = "Show only custom fields." };
        var writable = new Option<bool>("--writable") { Description = "Show only fields that an update can change." };
        var html = new Option<string?>("--html") { Description = "Write a data dictionary as one HTML file, for business analysts." };
        Option<PageLanguage> language = PortalOptions.Choice(
            "--language", "The language of the HTML page.", ("en", PageLanguage.English), ("ru", PageLanguage.Russian));
        Option<string?> className = PortalOptions.ClassName();
        Option<IdentifierStyle?> identifiers = PortalOptions.Identifiers();
        Option<bool> json = PortalOptions.Json();
        Command command = new Command("show", "Show the portal's fields with their C# names and accepted values.")
        {
            folder, search, type, custom, writable, html, language, className, identifiers, json,
        }
        .WithExamples(
            "leadgen show portals/acme --search доставка",
            "leadgen show portals/acme --custom --writable",
            "leadgen show portals/acme --html dictionary.html --language ru");
        command.Validators.Add(result =>
        {
            if (result.GetResult(html) is not null && new Option[] { search, type, custom, writable, json }.FirstOrDefault(o => result.GetResult(o) is not null) is { } other)
            {
                result.AddError($"--html writes all fields to a page that has a search box. Remove {other.Name}.");
            }
        });
        command.SetAction(async (parsed, ct) =>
        {
            SnapshotFolder target = PortalOptions.Resolve(environment, parsed.GetValue(folder));
            NamedPortal portal = await PortalOptions.ReadAsync(target, PortalOptions.Naming(parsed, className, identifiers), ct).ConfigureAwait(false);
            if (parsed.GetValue(html) is { } path)
            {
                string page = DictionaryPage.Render(Path.GetFileName(target.Path), portal.Schema, portal.Names, parsed.GetValue(language));
                await AtomicFile.WriteAsync(environment.Resolve(path), page, AtomicFile.Utf8, environment, ct).ConfigureAwait(false);
                terminal.WriteLine($"Written: {path}, {portal.Schema.Fields.Count} fields.");
                return ExitCodes.Success;
            }

            FieldSchema[] fields =
            [
                .. portal.Schema.AllFields
                    .Where(f => !parsed.GetValue(custom) || f.IsDynamic)
                    .Where(f => !parsed.GetValue(writable) || EntitySchema.Lead.CanUpdate(f))
                    .Where(f => parsed.GetValue(type) is not { } wanted || f.Type.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase))
                    .Where(f => parsed.GetValue(search) is not { } text || Texts(portal, f).Any(t => Contains(t, text))),
            ];
            if (parsed.GetValue(json))
            {
                terminal.Raw.Write(IndentedJson.Write(writer => WriteJson(writer, portal, fields)));
            }
            else
            {
                WriteText(terminal, portal, fields);
            }

            return ExitCodes.Success;
        });
        return command;
    }

    /// <summary>Describes the flags of a field.</summary>
    public static IEnumerable<string> Flags(FieldSchema field)
    {
        (bool IsSet, string Word)[] flags =
        [
            (!EntitySchema.Lead.CanUpdate(field) && !field.IsReadOnly && !field.IsImmutable, "not writable by an update"), (field.IsReadOnly, "read-only"), (EntitySchema.Lead.IsWriteOnly(field.Code), "write-only"), (field.IsImmutable, "immutable"),
            (field.IsRequired, "required"), (field.IsMultiple, "multiple"), (field.IsDynamic, "custom"), (field.IsDeprecated, "deprecated"),
        ];
        return flags.Where(static f => f.IsSet).Select(static f => f.Word);
    }

    /// <summary>Gets the allowed values of a field: the value that is sent, its C# name, and the text that users see. Empty if any value is allowed.</summary>
    public static IEnumerable<(string Wire, string Name, string Text)> Values(NamedPortal portal, FieldSchema field) => field switch
    {
        { Type.IsEnumeration: true } => field.Items.Select(i => (i.Id.ToString(CultureInfo.InvariantCulture), portal.Names.GetItemName(field.Code, i.Id), i.Value)),
        { Type.IsStatusList: true, StatusType: { } dictionary } => (portal.Schema.FindDictionary(dictionary)?.Values ?? default)
            .Select(v => (v.Code, portal.Names.GetStatusName(dictionary, v.Code), v.Name)),
        _ => [],
    };

    private static IEnumerable<string> Texts(NamedPortal portal, FieldSchema field) =>
        new[] { field.Code, field.Label, portal.Names.GetFieldName(field.Code) }.Concat(Values(portal, field).SelectMany(static v => new[] { v.Wire, v.Name, v.Text }));

    // In Russian, е is often written in place of ё.
    private static bool Contains(string text, string wanted) => ReplaceYo(text).Contains(ReplaceYo(wanted), StringComparison.OrdinalIgnoreCase);

    private static string ReplaceYo(string text) => text.Replace('ё', 'е').Replace('Ё', 'Е');

    private static void WriteText(Terminal terminal, NamedPortal portal, FieldSchema[] fields)
    {
        terminal.WriteTable(
            ["Code", "Label", "C# name", "Type", "Accepts"],
            fields.Select(f => new[]
            {
                f.Code, f.Label, portal.Names.GetFieldName(f.Code),
                string.Join(", ", Flags(f).Prepend(FieldKinds.Get(f) == FieldKinds.Raw ? f.Type.Name : KindTexts.Get(FieldKinds.Get(f)).Caption)), Accepts(portal, f),
            }));
        terminal.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{fields.Length} of {portal.Schema.AllFields.Count} fields."));
    }

    private static string Accepts(NamedPortal portal, FieldSchema field)
    {
        const int MaxShown = 5;
        (string Wire, string Name, string Text)[] values = [.. Values(portal, field)];
        IEnumerable<string> shown = values.Take(MaxShown).Select(static v => $"{v.Wire} {v.Text}");
        string more = values.Length > MaxShown ? string.Create(CultureInfo.InvariantCulture, $"; {values.Length - MaxShown} more") : "";
        return string.Join("; ", EntitySchema.DescribeLimits(field).Concat(shown)) + more;
    }

    private static void WriteJson(Utf8JsonWriter writer, NamedPortal portal, FieldSchema[] fields)
    {
        writer.WriteStartArray();
        foreach (FieldSchema field in fields)
        {
            writer.WriteStartObject();
            writer.WriteString("code", field.Code);
            writer.WriteString("label", field.Label);
            writer.WriteString("name", portal.Names.GetFieldName(field.Code));
            writer.WriteString("type", field.Type.Name);
            writer.WriteBoolean("isWritable", EntitySchema.Lead.CanUpdate(field));
            WriteTexts("flags", Flags(field));
            WriteTexts("limits", EntitySchema.DescribeLimits(field));
            writer.WriteStartArray("values");
            foreach ((string wire, string name, string text) in Values(portal, field))
            {
                writer.WriteStartObject();
                writer.WriteString("value", wire);
                writer.WriteString("name", name);
                writer.WriteString("text", text);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();

        void WriteTexts(string name, IEnumerable<string> texts)
        {
            writer.WriteStartArray(name);
            foreach (string text in texts)
            {
                writer.WriteStringValue(text);
            }

            writer.WriteEndArray();
        }
    }
}
