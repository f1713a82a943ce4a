using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace LeadGen.Wire;

/// <summary>Represents a value of a command that a portal replaces with a part of the result of an earlier command.</summary>
/// <param name="Name">The name of the earlier command.</param>
/// <param name="Text">The reference as a portal reads it: <c>$result[name][key]</c>.</param>
internal readonly record struct BatchReference(string Name, string Text)
{
    private static readonly JsonTypeInfo<BatchReference> s_type = JsonMetadataServices.CreateValueInfo<BatchReference>(new JsonSerializerOptions { TypeInfoResolver = JsonTypeInfoResolver.Combine() }, new Converter());

    /// <summary>Creates a node of the arguments. Its type distinguishes it from a text, which could contain the same characters by chance or by intent.</summary>
    public JsonNode ToNode() => JsonValue.Create(this, s_type)!;

    private sealed class Converter : JsonConverter<BatchReference>
    {
        public override BatchReference Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, BatchReference value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
    }
}
