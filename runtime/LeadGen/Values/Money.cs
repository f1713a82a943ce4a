using System.Globalization;

namespace LeadGen;

/// <summary>An amount with its currency. Without one a portal would keep the amount as text.</summary>
/// <param name="Amount">The amount, in the currency's main unit.</param>
/// <param name="Currency">The currency's code of three capital Latin letters, such as <c>RUB</c>; empty only where a portal returned none.</param>
public readonly record struct Money(decimal Amount, string Currency)
{
    /// <summary>The form that portals keep: <c>300.50|RUB</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount}|{Currency}");
}
