using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LeadGen.Testing.Rest;

/// <summary>What a method answers, before the envelope, and what the journal is to say of it.</summary>
internal sealed record RestAnswer(JsonNode? Result)
{
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 256 };

    /// <summary>The <c>time</c> block: how long the call took.</summary>
    public JsonObject? Time { get; init; }

    public int? Total { get; init; }

    public int? Next { get; init; }

    public long? LeadId { get; init; }

    public IReadOnlyList<FieldResult> Fields { get; init; } = [];

    public IReadOnlyList<FieldResult> Parameters { get; init; } = [];

    /// <summary>The calls of which a batch is made.</summary>
    public IReadOnlyList<PortalCall> Commands { get; init; } = [];

    /// <summary>JSON as the portal sends it.</summary>
    public static string Write(JsonNode? node) => node?.ToJsonString(s_json) ?? "null";

    /// <summary>The whole answer.</summary>
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
