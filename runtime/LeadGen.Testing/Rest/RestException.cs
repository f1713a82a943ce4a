using System.Text.Json.Nodes;

namespace LeadGen.Testing.Rest;

/// <summary>Represents an error that the portal returns to the client.</summary>
internal sealed class RestException(int status, string error, string description) : Exception(description)
{
    public int Status { get; } = status;

    public string Error { get; } = error;

    public JsonObject ToJson() => new() { ["error"] = Error, ["error_description"] = Message };
}
