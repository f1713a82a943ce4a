using System.ComponentModel;
using LeadGen.Schema.Kinds;

namespace LeadGen;

/// <summary>Describes the values that the settings of a custom field permit. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CrmFieldLimits
{
    /// <summary>Initializes the limits of a field without a pattern. 0 means no limit.</summary>
    /// <param name="minLength">The minimum length of a text, in code points.</param>
    /// <param name="maxLength">The maximum length of a text, in code points.</param>
    /// <param name="minValue">The minimum of a number.</param>
    /// <param name="maxValue">The maximum of a number.</param>
    public CrmFieldLimits(int minLength = 0, int maxLength = 0, decimal minValue = 0, decimal maxValue = 0) =>
        Values = new() { MinLength = minLength, MaxLength = maxLength, MinValue = minValue, MaxValue = maxValue };

    /// <summary>Initializes the limits of a text with a pattern. 0 means no limit.</summary>
    /// <remarks>Only this constructor creates a pattern, so that trimming removes the regular expression engines from applications without patterns.</remarks>
    /// <param name="pattern">A regular expression of PHP, with its delimiters.</param>
    /// <param name="minLength">The minimum length, in code points.</param>
    /// <param name="maxLength">The maximum length, in code points.</param>
    public CrmFieldLimits(string pattern, int minLength, int maxLength) =>
        Values = new() { MinLength = minLength, MaxLength = maxLength, Pattern = new PhpPattern(pattern) };

    internal FieldLimits Values { get; }
}
