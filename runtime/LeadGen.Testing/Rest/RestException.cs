using System.Text.Json.Nodes;

namespace LeadGen.Testing.Rest;

/// <summary>An error that the portal answers.</summary>
internal sealed class RestException(int status, string error, string description) : Exception(description)
{
    public int Status { get; } = status;

    public string Error { get; } = error;

    public JsonObject ToAnswer() => new() { ["error"] = Error, ["error_description"] = Message };
}
