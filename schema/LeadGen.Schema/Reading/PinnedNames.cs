using LeadGen.Schema.Json;

namespace LeadGen.Schema.Reading;

/// <summary>Reads <c>leadgen.names.json</c>: <c>fields</c> by code, <c>items</c> by code and id, <c>statuses</c> by dictionary and code.</summary>
internal static class PinnedNames
{
    public static IReadOnlyList<NamePin> Read(SchemaFile? file, Findings findings)
    {
        var pins = new List<NamePin>();
        JsonValue? root = file is null ? null : Answer.ParseText(file, "'leadgen names' or a pair of braces", findings);
        if (root is null)
        {
            return pins;
        }

        var answer = new Answer(file!, root);
        if (root is { Kind: not JsonKind.Object, IsEmptyContainer: false })
        {
            answer.ReportShape(findings, root, file!.Name, "an object with 'fields', 'items' and 'statuses'");
        }

        foreach (JsonMember section in root.Members.Where(static m => m.Name is not ("fields" or "items" or "statuses" or "$schema")))
        {
            // Taken for a comment, a misspelt section would lose its pins, and their members their names.
            findings.Report(SchemaRules.WrongShape, file!, section.NameRange, $"'{section.Name}'", "an unknown section", "'fields', 'items' or 'statuses'");
        }

        Answer.ReportDuplicates(root, file!, findings, file!.Name);
        foreach (JsonMember pin in Map(root.Find("fields")))
        {
            Add(PinTarget.Field, pin.Name, "", pin);
        }

        foreach ((string section, PinTarget target) in new[] { ("items", PinTarget.Item), ("statuses", PinTarget.Status) })
        {
            foreach (JsonMember owner in Map(root.Find(section)))
            {
                foreach (JsonMember pin in Map(owner))
                {
                    Add(target, owner.Name, pin.Name, pin);
                }
            }
        }

        return pins;

        IReadOnlyList<JsonMember> Map(JsonMember? section)
        {
            if (section is { Value: { Kind: not JsonKind.Object, IsEmptyContainer: false } value })
            {
                answer.ReportShape(findings, value, $"'{section.Name}'", "an object of names by code");
            }

            return section?.Value.Members ?? [];
        }

        void Add(PinTarget target, string owner, string key, JsonMember pin)
        {
            if (pin.Value.Kind == JsonKind.String)
            {
                pins.Add(new NamePin(target, owner, key, pin.Value.Text, file!.Locate(pin.Value.Range)));
            }
            else
            {
                answer.ReportShape(findings, pin.Value, $"The name of '{pin.Name}'", "a text");
            }
        }
    }
}
