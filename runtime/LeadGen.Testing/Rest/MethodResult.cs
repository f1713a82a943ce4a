using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LeadGen.Testing.Rest;

/// <summary>Represents the result of a method, without the envelope, and its entries for the journal.</summary>
internal sealed record MethodResult(JsonNode? Result)
{
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 256 };

    /// <summary>Gets the <c>time</c> block, which contains the duration of the call.</summary>
    public JsonObject? Time { get; init; }

    public int? Total { get; init; }

    public int? Next { get; init; }

    public long? LeadId { get; init; }

    public IReadOnlyList<FieldResult> Fields { get; init; } = [];

    public IReadOnlyList<FieldResult> Parameters { get; init; } = [];

    /// <summary>Gets the commands of a batch, for the journal.</summary>
    public IReadOnlyList<PortalCall> Commands { get; init; } = [];

    /// <summary>Serializes JSON as the portal does.</summary>
    public static string Write(JsonNode? node) => node?.ToJsonString(s_json) ?? "null";

    /// <summary>Returns the complete body of the response.</summary>
    public JsonObject ToEnvelope()
    {
        var envelope = new JsonObject { ["result"] = Result };
        if (Next is { } next)
        {
            envelope["next"] = next;
        }

        if (Total is { } total)
        {
            envelope["total"] = total;
        }

        envelope["time"] = Time;
        return envelope;
    }
}
