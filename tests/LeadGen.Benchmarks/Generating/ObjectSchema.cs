using LeadGen.Benchmarks.Portals;
using NJsonSchema;

namespace LeadGen.Benchmarks.Generating;

/// <summary>Describes a portal's fields as a JSON Schema, for a generator that does not read portals' schemas.</summary>
internal static class ObjectSchema
{
    public static JsonSchema Create(Portal portal)
    {
        var schema = new JsonSchema { Title = "Lead", Type = JsonObjectType.Object, AllowAdditionalProperties = false };
        foreach (PortalField field in portal.Fields)
        {
            var property = new JsonSchemaProperty { Description = field.Label, IsReadOnly = field.IsReadOnly };
            if (field.IsMultiple)
            {
                property.Type = JsonObjectType.Array;
                property.Item = new JsonSchema { Type = field.Shape == FieldShape.Ids ? JsonObjectType.Integer : JsonObjectType.String };
            }
            else
            {
                (property.Type, property.Format) = field.Shape switch
                {
                    FieldShape.Whole => (JsonObjectType.Integer, JsonFormatStrings.Long),
                    FieldShape.Number => (JsonObjectType.Number, JsonFormatStrings.Decimal),
                    FieldShape.YesNo or FieldShape.Flag => (JsonObjectType.Boolean, null),
                    FieldShape.Day => (JsonObjectType.String, JsonFormatStrings.Date),
                    FieldShape.Time => (JsonObjectType.String, JsonFormatStrings.DateTime),
                    FieldShape.Item => (JsonObjectType.Integer, null),
                    _ => (JsonObjectType.String, null),
                };
                if (field.Shape == FieldShape.Item)
                {
                    property.Enumeration.Add(11);
                    property.Enumeration.Add(12);
                    property.Enumeration.Add(13);
                }
            }

            schema.Properties[field.Code] = property;
        }

        return schema;
    }
}
