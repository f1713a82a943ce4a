using System.Text.Json.Nodes;

namespace LeadGen.Testing.Rest;

/// <summary>What a method answers, before the envelope.</summary>
internal sealed record RestAnswer(JsonNode? Result)
{
    public int? Total { get; init; }

    public int? Next { get; init; }

    public long? LeadId { get; init; }

    public IReadOnlyList<FieldFate> Fields { get; init; } = [];

    public IReadOnlyList<FieldFate> Parameters { get; init; } = [];
}
