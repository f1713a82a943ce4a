using LeadGen.Schema.Json;

namespace LeadGen.Schema.Reading;

/// <summary>
/// Reads <c>leadgen.names.json</c>. The pinned names are in <c>fields</c> (by code), <c>items</c> (by code and ID) and <c>statuses</c> (by
/// dictionary and code). <c>renamed</c> contains former names in the same three sections. <c>reserved</c> also has these sections: they list
/// names that no other field or value may get, each with the code or ID that the name belonged to.
/// </summary>
internal sealed class PinnedNames
{
    private const string Renamed = "renamed";
    private const string Reserved = "reserved";

    private readonly SavedReply _reply;
    private readonly DiagnosticCollector _diagnostics;

    private PinnedNames(SavedReply reply, DiagnosticCollector diagnostics)
    {
        _reply = reply;
        _diagnostics = diagnostics;
    }

    /// <summary>Reads the pinned names, the former names and the reserved names.</summary>
    public static (IReadOnlyList<NamePin> Pins, IReadOnlyList<NamePin> Former, IReadOnlyList<NamePin> Reserved) Read(SchemaFile? file, DiagnosticCollector diagnostics)
    {
        JsonValue? root = file is null ? null : SavedReply.ParseText(file, "leadgen names", diagnostics);
        if (root is null)
        {
            return ([], [], []);
        }

        SavedReply.ReportDuplicates(root, file!, diagnostics, file!.Name);
        var names = new PinnedNames(new SavedReply(file, root), diagnostics);
        return (
            names.ReadSections(root, file.Name, ["$schema", Renamed, Reserved], "'fields', 'items', 'statuses', 'renamed' or 'reserved'"),
            names.ReadSections(root.Find(Renamed)),
            [.. names.ReadSections(root.Find(Reserved)).Select(SwapNameAndCode)]);
    }

    // In 'reserved', names are the keys and codes are the values, because a field can have several reserved names.
    private static NamePin SwapNameAndCode(NamePin pin) => pin.Target == PinTarget.Field
        ? pin with { Owner = pin.Name, Name = pin.Owner }
        : pin with { Key = pin.Name, Name = pin.Key };

    private List<NamePin> ReadSections(JsonMember? section) =>
        section is null ? [] : ReadSections(section.Value, $"'{section.Name}'", [], "'fields', 'items' or 'statuses'");

    private List<NamePin> ReadSections(JsonValue value, string place, string[] others, string known)
    {
        if (value is { Kind: not JsonKind.Object, IsEmptyContainer: false })
        {
            _reply.ReportStructure(_diagnostics, value, place, "an object with 'fields', 'items' and 'statuses'");
        }

        foreach (JsonMember section in value.Members.Where(m => m.Name is not ("fields" or "items" or "statuses") && !others.Contains(m.Name)))
        {
            // A misspelled section must not be ignored, because its pins would be lost and members renamed.
            _diagnostics.Report(SchemaRules.UnexpectedStructure, _reply.File, section.NameRange, $"'{section.Name}'", "an unknown section", known, Remedies.ForStructure(_reply.File));
        }

        var pins = new List<NamePin>();
        foreach (JsonMember pin in ReadMembers(value.Find("fields")))
        {
            Add(pins, PinTarget.Field, pin.Name, "", pin);
        }

        foreach ((string section, PinTarget target) in new[] { ("items", PinTarget.Item), ("statuses", PinTarget.Status) })
        {
            foreach (JsonMember owner in ReadMembers(value.Find(section)))
            {
                foreach (JsonMember pin in ReadMembers(owner))
                {
                    Add(pins, target, owner.Name, pin.Name, pin);
                }
            }
        }

        return pins;
    }

    private IReadOnlyList<JsonMember> ReadMembers(JsonMember? section)
    {
        if (section is { Value: { Kind: not JsonKind.Object, IsEmptyContainer: false } value })
        {
            _reply.ReportStructure(_diagnostics, value, $"'{section.Name}'", "an object of names by code");
        }

        return section?.Value.Members ?? [];
    }

    private void Add(List<NamePin> pins, PinTarget target, string owner, string key, JsonMember pin)
    {
        if (pin.Value.Kind == JsonKind.String)
        {
            pins.Add(new NamePin(target, owner, key, pin.Value.Text, _reply.File.Locate(pin.Value.Range)));
        }
        else
        {
            _reply.ReportStructure(_diagnostics, pin.Value, $"The name of '{pin.Name}'", "a text");
        }
    }
}
