using System.Globalization;
using LeadGen.Soak.Portal;

namespace LeadGen.Soak.Editing;

/// <summary>The input of an operation: a lead as it was read, and the way in which the update is built.</summary>
/// <param name="Random">Decides the values.</param>
/// <param name="Unique">A number that no other operation of the run has.</param>
/// <param name="Requested">The codes that the record was requested with; <see langword="null"/> for all fields.</param>
/// <param name="Read">What the portal stored when the record was read.</param>
/// <param name="IsByRecord">Whether properties are assigned and <c>FromChanges</c> builds the update; otherwise the builder's methods are called.</param>
/// <param name="Other">Another lead that was read with the same fields, and what the portal stored for it; <see langword="null"/> if there is none.</param>
internal sealed record EditContext(Random Random, long Unique, IReadOnlySet<string>? Requested, ModelState Read, bool IsByRecord, (Lead Lead, ModelState Read)? Other)
{
    public bool IsRequested(string code) => Requested is null || Requested.Contains(code);

    public bool Chance(double probability) => Random.NextDouble() < probability;

    /// <summary>Gets a text that is unique in the run.</summary>
    public string Text(int part = 0) => string.Create(CultureInfo.InvariantCulture, $"t{Unique}.{part}");
}
