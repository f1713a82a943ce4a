using System.Globalization;

namespace LeadGen.Benchmarks.Report;

/// <summary>Specifies how the value of a figure is written.</summary>
internal enum FigureUnit
{
    /// <summary>A ratio.</summary>
    Ratio,

    /// <summary>A ratio, in percent.</summary>
    Percent,

    /// <summary>A whole number.</summary>
    Count,
}

/// <summary>Represents a figure of one run.</summary>
/// <param name="Topic">What was measured.</param>
/// <param name="Size">The size of the portal.</param>
/// <param name="Value">The result.</param>
/// <param name="Of">What the result is relative to, or its unit.</param>
/// <param name="Unit">How the value is written.</param>
/// <param name="Highest">The goal, if it is an upper limit.</param>
/// <param name="Lowest">The goal, if it is a lower limit.</param>
internal sealed record Figure(string Topic, string Size, double Value, string Of, FigureUnit Unit = FigureUnit.Ratio, double? Highest = null, double? Lowest = null)
{
    /// <summary>Gets the goal; empty if there is none.</summary>
    public string Goal => Highest is { } highest ? $"at most {Format(highest)}" : Lowest is { } lowest ? $"at least {Format(lowest)}" : "";

    /// <summary>Gets whether the value reaches the goal; <see langword="null"/> without a goal.</summary>
    public bool? IsMet => Highest is null && Lowest is null ? null : Value <= (Highest ?? double.MaxValue) && Value >= (Lowest ?? double.MinValue);

    public string Format(double value) => Unit switch
    {
        FigureUnit.Percent => value.ToString("0.##%", CultureInfo.InvariantCulture),
        FigureUnit.Count => value.ToString("N0", CultureInfo.InvariantCulture),
        _ => value.ToString(value < 10 ? "0.0#" : "0", CultureInfo.InvariantCulture),
    };
}
