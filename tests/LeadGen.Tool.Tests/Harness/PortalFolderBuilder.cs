using System.Text.Json.Nodes;

namespace LeadGen.Tool.Tests.Harness;

/// <summary>Builds a portal folder with the few fields that a test needs.</summary>
internal sealed class PortalFolderBuilder
{
    private readonly JsonObject _fields = [];
    private readonly JsonArray _statuses = [];

    /// <summary>Adds a field, or replaces its description. <paramref name="more"/> is a JSON object with further members.</summary>
    public PortalFolderBuilder With(string code, string type = "string", string? label = null, string more = "{}")
    {
        var field = new JsonObject
        {
            ["type"] = type, ["isRequired"] = false, ["isReadOnly"] = false, ["isImmutable"] = false,
            ["isMultiple"] = false, ["isDynamic"] = code.StartsWith("UF_", StringComparison.Ordinal), ["title"] = label ?? code,
        };
        foreach ((string name, JsonNode? value) in JsonNode.Parse(more)!.AsObject())
        {
            field[name] = value?.DeepClone();
        }

        _fields[code] = field;
        return this;
    }

    /// <summary>Adds a value of a dictionary.</summary>
    public PortalFolderBuilder WithStatus(string dictionary, string code, string name)
    {
        _statuses.Add(new JsonObject { ["ID"] = $"{_statuses.Count + 1}", ["ENTITY_ID"] = dictionary, ["STATUS_ID"] = code, ["NAME"] = name, ["SORT"] = "10" });
        return this;
    }

    /// <summary>Writes the folder, with one field per line.</summary>
    public PortalFolderBuilder WriteTo(Workspace work, string folder, bool reversed = false)
    {
        IEnumerable<string> lines = _fields.Select(f => $"{JsonValue.Create(f.Key)!.ToJsonString()}: {f.Value!.ToJsonString()}");
        work.Write($"{folder}/crm.lead.fields.json", "{\"result\": {\n" + string.Join(",\n", reversed ? lines.Reverse() : lines) + "\n}}\n");
        if (_statuses.Count > 0)
        {
            work.Write($"{folder}/crm.status.list.json", new JsonObject { ["result"] = _statuses.DeepClone(), ["total"] = _statuses.Count }.ToJsonString());
        }

        return this;
    }
}
