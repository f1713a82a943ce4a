using LeadGen.Schema.Kinds;

namespace LeadGen.Testing.Portal;

/// <summary>What the portal keeps of one lead.</summary>
/// <param name="id">Its id.</param>
/// <param name="like">Another lead, whose values it begins with.</param>
internal sealed class EmulatedLead(long id, EmulatedLead? like = null)
{
    private readonly Dictionary<string, PhpValue> _values = like is null ? new(StringComparer.Ordinal) : new(like._values, StringComparer.Ordinal);

    public long Id { get; } = id;

    /// <summary>The kept value of a field; <see cref="PhpValue.Null"/> where there never was one.</summary>
    public PhpValue this[string code]
    {
        get => _values.GetValueOrDefault(code, PhpValue.Null);
        set => _values[code] = value;
    }

    /// <summary>Leaves a field as if it never had a value.</summary>
    public void Forget(string code) => _values.Remove(code);
}
