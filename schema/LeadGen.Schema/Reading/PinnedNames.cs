using LeadGen.Schema.Json;

namespace LeadGen.Schema.Reading;

/// <summary>
/// Reads <c>leadgen.names.json</c>: <c>fields</c> by code, <c>items</c> by code and id, <c>statuses</c> by dictionary and code,
/// and <c>renamed</c>, which contains the former names in the same three sections.
/// </summary>
internal sealed class PinnedNames
{
    private const string Renamed = "renamed";

    private readonly Answer _answer;
    private readonly Findings _findings;

    private PinnedNames(Answer answer, Findings findings)
    {
        _answer = answer;
        _findings = findings;
    }

    /// <summary>Reads the pinned names and the former names.</summary>
    public static (IReadOnlyList<NamePin> Pins, IReadOnlyList<NamePin> Former) Read(SchemaFile? file, Findings findings)
    {
        JsonValue? root = file is null ? null : Answer.ParseText(file, "leadgen names", findings);
        if (root is null)
        {
            return ([], []);
        }

        Answer.ReportDuplicates(root, file!, findings, file!.Name);
        var names = new PinnedNames(new Answer(file, root), findings);
        return (
            names.ReadSections(root, file.Name, ["$schema", Renamed], "'fields', 'items', 'statuses' or 'renamed'"),
            root.Find(Renamed) is { } renamed ? names.ReadSections(renamed.Value, $"'{Renamed}'", [], "'fields', 'items' or 'statuses'") : []);
    }

    private List<NamePin> ReadSections(JsonValue value, string place, string[] others, string known)
    {
        if (value is { Kind: not JsonKind.Object, IsEmptyContainer: false })
        {
            _answer.ReportShape(_findings, value, place, "an object with 'fields', 'items' and 'statuses'");
        }

        foreach (JsonMember section in value.Members.Where(m => m.Name is not ("fields" or "items" or "statuses") && !others.Contains(m.Name)))
        {
            // A misspelled section must not be ignored, because its pins would be lost and members renamed.
            _findings.Report(SchemaRules.WrongShape, _answer.File, section.NameRange, $"'{section.Name}'", "an unknown section", known, Remedies.ForShape(_answer.File));
        }

        var pins = new List<NamePin>();
        foreach (JsonMember pin in Map(value.Find("fields")))
        {
            Add(pins, PinTarget.Field, pin.Name, "", pin);
        }

        foreach ((string section, PinTarget target) in new[] { ("items", PinTarget.Item), ("statuses", PinTarget.Status) })
        {
            foreach (JsonMember owner in Map(value.Find(section)))
            {
                foreach (JsonMember pin in Map(owner))
                {
                    Add(pins, target, owner.Name, pin.Name, pin);
                }
            }
        }

        return pins;
    }

    private IReadOnlyList<JsonMember> Map(JsonMember? section)
    {
        if (section is { Value: { Kind: not JsonKind.Object, IsEmptyContainer: false } value })
        {
            _answer.ReportShape(_findings, value, $"'{section.Name}'", "an object of names by code");
        }

        return section?.Value.Members ?? [];
    }

    private void Add(List<NamePin> pins, PinTarget target, string owner, string key, JsonMember pin)
    {
        if (pin.Value.Kind == JsonKind.String)
        {
            pins.Add(new NamePin(target, owner, key, pin.Value.Text, _answer.File.Locate(pin.Value.Range)));
        }
        else
        {
            _answer.ReportShape(_findings, pin.Value, $"The name of '{pin.Name}'", "a text");
        }
    }
}
