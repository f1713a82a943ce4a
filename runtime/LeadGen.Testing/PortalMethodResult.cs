using System.Text.Json.Nodes;

namespace LeadGen.Testing;

/// <summary>Represents the result of a method that a test provides for a <see cref="PortalEmulator"/>. JSON converts to it.</summary>
/// <param name="Result">The portal's <c>result</c>.</param>
public sealed record PortalMethodResult(JsonNode? Result)
{
    /// <summary>Gets the portal's <c>total</c>; <see langword="null"/> if the reply has none.</summary>
    public int? Total { get; init; }

    /// <summary>Gets the portal's <c>next</c>; <see langword="null"/> if the reply has none.</summary>
    public int? Next { get; init; }

    /// <summary>Creates a result without <c>total</c> and <c>next</c>.</summary>
    public static implicit operator PortalMethodResult(JsonNode? result) => new(result);
}
