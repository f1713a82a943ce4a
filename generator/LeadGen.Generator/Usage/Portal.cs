using LeadGen.Schema;
using LeadGen.Schema.Naming;

namespace LeadGen.Generator.Usage;

/// <summary>Represents a portal for the analyzers, with its fields by code and by generated name.</summary>
internal sealed class Portal
{
    private readonly Dictionary<string, FieldSchema> _byCode;
    private readonly Dictionary<string, FieldSchema> _byName = new(StringComparer.Ordinal);

    public Portal(string name, string @namespace, string className, PortalSchema schema, PortalNames names)
    {
        Name = name;
        Namespace = @namespace;
        ClassName = className;
        Schema = schema;
        Names = names;
        _byCode = schema.Fields.ToDictionary(static f => f.Code, StringComparer.Ordinal);
        foreach (FieldSchema field in schema.Fields)
        {
            _byName[names.GetFieldName(field.Code)] = field;
            if (names.GetFormerFieldName(field.Code) is { } former)
            {
                _byName[former] = field;
            }
        }
    }

    /// <summary>Gets the name of the portal's folder, for messages.</summary>
    public string Name { get; }

    public string Namespace { get; }

    public string ClassName { get; }

    public PortalSchema Schema { get; }

    public PortalNames Names { get; }

    public FieldSchema? FindByCode(string code) => _byCode.TryGetValue(code, out FieldSchema? field) ? field : null;

    public FieldSchema? FindByName(string name) => _byName.TryGetValue(name, out FieldSchema? field) ? field : null;
}
