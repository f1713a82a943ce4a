using System.CommandLine;
using System.CommandLine.Completions;
using LeadGen.Schema;
using LeadGen.Schema.Naming;
using LeadGen.Tool.Comparing;
using LeadGen.Tool.Output;
using LeadGen.Tool.Reports;

namespace LeadGen.Tool.Commands;

/// <summary>Implements <c>leadgen explain</c>, which describes a rule, a type of change or a field.</summary>
internal static class ExplainCommand
{
    public static Command Create(ToolEnvironment environment, Terminal terminal)
    {
        var subject = new Argument<string>("subject") { Description = "A rule (LG1001), a type of change (field-removed), or the code, C# name or label of a field.", HelpName = "subject" };
        Argument<string?> folder = PortalOptions.FolderOrDefault();
        Option<string?> className = PortalOptions.ClassName();
        Option<IdentifierStyle?> identifiers = PortalOptions.Identifiers();
        Option<bool> json = PortalOptions.Json();
        subject.CompletionSources.Add(_ => Subjects(environment).Select(static s => new CompletionItem(s)));
        Command command = new Command("explain", "Explain a rule, a type of change or a field. For a field, shows what the portal accepts and an example call.") { subject, folder, className, identifiers, json }
            .WithExamples("leadgen explain LG1004", "leadgen explain UF_CRM_1712000000 portals/acme", "leadgen explain STATUS_ID");
        command.SetAction(async (parsed, ct) =>
        {
            string text = parsed.GetValue(subject)!.Trim();
            if (RulePages.Find(text) is { } page)
            {
                terminal.Raw.Write(parsed.GetValue(json) ? Json("rule", text.ToUpperInvariant(), page) : page);
            }
            else if (ChangeRules.All.FirstOrDefault(r => r.Id.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } rule)
            {
                string explanation = $"{rule.Title} ({(rule.IsBreaking ? "breaking" : "compatible")}). {rule.Consequence}\n";
                terminal.Raw.Write(parsed.GetValue(json) ? Json("change", rule.Id, explanation) : explanation);
            }
            else if (IsRuleId(text))
            {
                string ranges = string.Join(" and ", RulePages.Ids.GroupBy(static id => id[..3]).Select(static g => $"{g.First()} to {g.Last()}"));
                throw new ToolException($"Rule '{text}' does not exist.", $"the rules are {ranges}.");
            }
            else
            {
                NamedPortal portal = await PortalOptions.ReadAsync(
                    PortalOptions.Resolve(environment, parsed.GetValue(folder)), PortalOptions.Naming(parsed, className, identifiers), ct).ConfigureAwait(false);
                var card = new FieldCard(portal, Find(portal, text));
                if (parsed.GetValue(json))
                {
                    terminal.Raw.Write(card.ToJson());
                }
                else
                {
                    card.WriteText(terminal);
                }
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static bool IsRuleId(string text) =>
        text.Length == 6 && text.StartsWith("LG", StringComparison.OrdinalIgnoreCase) && text[2..].All(char.IsAsciiDigit);

    private static FieldSchema Find(NamedPortal portal, string text)
    {
        IReadOnlyCollection<FieldSchema> fields = portal.Schema.AllFields;
        return portal.Schema.FindAny(text)
            ?? fields.FirstOrDefault(f => portal.Names.GetFieldName(f.Code) == text)
            ?? fields.FirstOrDefault(f => f.Code.Equals(text, StringComparison.OrdinalIgnoreCase))
            ?? fields.FirstOrDefault(f => f.Label.Equals(text, StringComparison.OrdinalIgnoreCase))
            ?? throw new ToolException(
                $"The portal has no field '{text}'.",
                (Nearest(portal, text) is { } near ? $"did you mean '{near}'? " : "") + "to search labels, run 'leadgen show --search TEXT'.");
    }

    private static string? Nearest(NamedPortal portal, string text) =>
        EditDistance.Nearest(text.ToUpperInvariant(), portal.Schema.AllFields.Select(static f => f.Code))
        ?? EditDistance.Nearest(text, portal.Schema.AllFields.Select(f => portal.Names.GetFieldName(f.Code)).Concat(ChangeRules.All.Select(static r => r.Id)));

    private static string Json(string kind, string id, string text) => IndentedJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("kind", kind);
        writer.WriteString("id", id);
        writer.WriteString("text", text);
        writer.WriteEndObject();
    });

    // A shell inserts completions without quotes, so a code with special characters could run a command.
    private static bool IsWord(string code) => code.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');

    // Errors are ignored, because completion runs while the user types.
    private static IEnumerable<string> Subjects(ToolEnvironment environment)
    {
        IEnumerable<string> rules = RulePages.Ids.Concat(ChangeRules.All.Select(static r => r.Id));
        try
        {
            string folder = PortalOptions.Resolve(environment, null).Path;
            PortalFiles files = PortalFolder.ReadAsync(folder).GetAwaiter().GetResult();
            return rules.Concat(Schema.Reading.PortalReader.Read(files).Schema?.Fields.Select(static f => f.Code).Where(IsWord) ?? []);
        }
        catch (Exception e) when (e is ToolException or IOException or UnauthorizedAccessException)
        {
            return rules;
        }
    }
}
