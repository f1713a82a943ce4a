using System.Globalization;

namespace LeadGen.Schema.Kinds;

/// <summary>
/// Describes the values that the settings of a custom field permit. A portal rejects other values with an error or stores them unchanged,
/// depending on its option <c>rest_enable_req_uf_check</c>. The runtime contains this type too, and rejects these values before they are sent.
/// </summary>
/// <remarks>The rules are from the source code of Bitrix24, version 26.250.100. A limit of 0 means no limit.</remarks>
internal sealed class FieldLimits
{
    // The maximum length of a text in a message.
    private const int ShownLength = 40;

    /// <summary>Gets the minimum length of a text in code points; 0 for no limit. An empty text is permitted: it clears the field.</summary>
    public int MinLength { get; init; }

    /// <summary>Gets the maximum length of a text in code points; 0 for no limit.</summary>
    public int MaxLength { get; init; }

    /// <summary>Gets the pattern of a text; <see langword="null"/> for no limit.</summary>
    public PhpPattern? Pattern { get; init; }

    /// <summary>Gets the minimum of a number; 0 for no limit.</summary>
    public decimal MinValue { get; init; }

    /// <summary>Gets the maximum of a number; 0 for no limit.</summary>
    public decimal MaxValue { get; init; }

    /// <summary>Gets the problem with a value that is sent as text, and the requirement; <see langword="null"/> if the settings permit the value.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isElement">Whether the value is an element of a list. A portal does not check elements that PHP treats as empty.</param>
    public (string Problem, string Requirement)? Check(string text, bool isElement = false)
    {
        if (text.Length == 0 || (isElement && text == "0"))
        {
            return null;
        }

        if (MinValue != 0 || MaxValue != 0)
        {
            return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? Check(number) : null;
        }

        // A code point consists of one or two UTF-16 code units, so the code points of most texts need not be counted.
        int length = text.Length > MaxLength || text.Length / 2 < MinLength ? PhpText.CountCharacters(text) : text.Length;
        return MaxLength > 0 && length > MaxLength ? Error($"has {length} characters", $"at most {MaxLength}")
            : length < MinLength ? Error($"has {length} characters", $"at least {MinLength}")
            : Pattern?.Matches(text) == false ? Error($"does not match", $"text that matches {OneLine.Format(Pattern.Text)}")
            : null;
    }

    /// <summary>Gets the reason why the settings do not permit a text, with the remedy; <see langword="null"/> if they permit it.</summary>
    /// <inheritdoc cref="Check(string, bool)"/>
    public string? GetError(string text, bool isElement) => Check(text, isElement) is var (problem, requirement)
        ? Describe($"{problem} ('{OneLine.Format(text, ShownLength)}')", requirement)
        : null;

    /// <summary>Gets the reason why the settings do not permit a number, with the remedy; <see langword="null"/> if they permit it.</summary>
    /// <param name="number">The number.</param>
    /// <param name="isElement">Whether the number is an element of a list. A portal does not check elements that are 0.</param>
    public string? GetError(decimal number, bool isElement) =>
        !(isElement && number == 0) && Check(number) is var (problem, requirement) ? Describe(problem, requirement) : null;

    private (string Problem, string Requirement)? Check(decimal number) =>
        MinValue != 0 && IsLess(number, MinValue) ? Error($"is {number}", $"at least {MinValue}")
        : MaxValue != 0 && IsLess(MaxValue, number) ? Error($"is {number}", $"at most {MaxValue}")
        : null;

    // PHP compares doubles, and some portals return a limit with all 17 digits of a double: 0.10000000000000001.
    private static bool IsLess(decimal left, decimal right) => left < right && ToDouble(left) < ToDouble(right);

    private static double ToDouble(decimal number) =>
        double.Parse(number.ToString(CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static string Describe(string problem, string requirement) =>
        $"it {problem}, and the settings of the field on the portal require {requirement}; send a value within the limit, or change the limit on the portal and fetch the schema again";

    private static (string Problem, string Requirement) Error(FormattableString problem, FormattableString requirement) =>
        (problem.ToString(CultureInfo.InvariantCulture), requirement.ToString(CultureInfo.InvariantCulture));
}
