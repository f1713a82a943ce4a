using System.Text.Json.Serialization;
using Newtonsoft.Json;

namespace LeadGen.Benchmarks.Contenders;

/// <summary>An entry of a multi-value field, as a class for serializers.</summary>
public sealed class EntryObject
{
    [JsonProperty("VALUE"), JsonPropertyName("VALUE")]
    public string? Value { get; set; }

    [JsonProperty("VALUE_TYPE"), JsonPropertyName("VALUE_TYPE")]
    public string? ValueType { get; set; }
}
