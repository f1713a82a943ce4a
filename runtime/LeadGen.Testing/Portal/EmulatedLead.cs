using System.Text.Json.Nodes;
using LeadGen.Storage;

namespace LeadGen.Testing.Portal;

/// <summary>Represents the stored values of one lead.</summary>
/// <param name="id">The ID of the lead.</param>
/// <param name="template">A lead whose values are copied; <see langword="null"/> for none.</param>
internal sealed class EmulatedLead(long id, EmulatedLead? template = null)
{
    private readonly Dictionary<string, PhpValue> _values = template is null ? new(StringComparer.Ordinal) : new(template._values, StringComparer.Ordinal);

    public long Id { get; } = id;

    /// <summary>Gets the product rows, in the format of <c>crm.item.productrow</c> without the owner.</summary>
    public List<JsonObject> ProductRows { get; } = [];

    /// <summary>Gets the sum of the product rows; <see langword="null"/> if the lead has none.</summary>
    public decimal? ProductSum => ProductRows.Count == 0 ? null : ProductRows.Sum(static row => ((decimal?)row["price"] ?? 0) * ((decimal?)row["quantity"] ?? 0));

    /// <summary>Gets the texts of the comments in the timeline, oldest first.</summary>
    public List<string> Comments { get; } = [];

    /// <summary>Gets or sets whether the lead is a repeat lead, since its contacts were changed by a method that does not save the lead; <see langword="null"/> if this depends on its client.</summary>
    public bool? IsReturnCustomer { get; set; }

    /// <summary>Gets or sets whether the lead is linked to two items of one smart process.</summary>
    public bool HasSecondParent { get; set; }

    /// <summary>Gets or sets the stored value of a field; <see cref="PhpValue.Null"/> if it was never set.</summary>
    public PhpValue this[string code]
    {
        get => _values.GetValueOrDefault(code, PhpValue.Null);
        set => _values[code] = value;
    }

    /// <summary>Returns whether two leads have equal values.</summary>
    public bool HasSameValues(EmulatedLead other) => _values.Count == other._values.Count && _values.All(v => other[v.Key].Equals(v.Value));

    /// <summary>Replaces all values with those of another lead.</summary>
    public void SetValues(EmulatedLead other)
    {
        _values.Clear();
        foreach ((string code, PhpValue value) in other._values)
        {
            _values.Add(code, value);
        }
    }

    /// <summary>Removes the value of a field, as if it had never been set.</summary>
    public void Remove(string code) => _values.Remove(code);
}
