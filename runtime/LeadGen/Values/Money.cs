using System.Globalization;

namespace LeadGen;

/// <summary>Represents an amount with its currency. Without a currency, a portal would store the amount as text.</summary>
/// <param name="Amount">The amount, in the currency's main unit.</param>
/// <param name="Currency">The currency's code of three capital Latin letters, such as <c>RUB</c>; empty only if a portal returned none.</param>
public readonly record struct Money(decimal Amount, string Currency)
{
    /// <summary>Returns the form that portals store: <c>300.50|RUB</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount}|{Currency}");
}
