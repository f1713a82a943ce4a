using System.Globalization;
using System.Text;

namespace LeadGen.Schema.Kinds;

/// <summary>
/// Describes the values that a portal can store in a field. The portal silently truncates, rounds or limits all other values. The runtime
/// contains this type too, and rejects such values before they are sent.
/// </summary>
/// <remarks>From the source of portals, version 26.250.100. For values that the settings of a field do not permit, see <see cref="FieldLimits"/>.</remarks>
internal sealed record FieldCapacity
{
    /// <summary>The number of significant digits of a number: PHP converts each number to text with 14 digits.</summary>
    public const int Digits = 14;

    /// <summary>The length of the type of an entry in a multi-value field, in characters.</summary>
    public const int EntryTypeLength = 50;

    /// <summary>The reason why a portal drops <c>0</c> in a field of a type for which <c>0</c> is empty.</summary>
    public const string ZeroError = "a portal silently drops 0 in an empty field of this type, and in a list; use another value";

    // The size of MySQL's TEXT type.
    private const int TextBytes = 65_535;

    private static readonly FieldCapacity s_comments = new() { MaxBytes = TextBytes };
    private static readonly FieldCapacity s_description = new() { MaxBytes = TextBytes, IsZeroDropped = true };
    private static readonly FieldCapacity s_utm = new() { IsZeroEmpty = true };
    private static readonly FieldCapacity s_name = new() { MaxLength = 50 };
    private static readonly FieldCapacity s_source = new() { MaxLength = 50, IsZeroDropped = true };
    private static readonly FieldCapacity s_salutation = new() { MaxLength = 128, IsZeroDropped = true };
    private static readonly FieldCapacity s_line = new() { MaxLength = 255 };
    private static readonly FieldCapacity s_sum = new() { MaxPlaces = 2 };
    private static readonly FieldCapacity s_custom = new() { MaxListBytes = TextBytes };
    private static readonly FieldCapacity s_text = s_custom with { MaxBytes = TextBytes };
    private static readonly FieldCapacity s_url = s_text with { IsTrimmed = true, IsZeroDropped = true };
    private static readonly FieldCapacity s_application = s_text with { IsZeroDropped = true };
    private static readonly FieldCapacity s_code = s_custom with { IsZeroDropped = true };

    /// <summary>Gets the maximum length of a text in code points, as PHP counts; <see langword="null"/> for no limit.</summary>
    public int? MaxLength { get; private init; }

    /// <summary>Gets the maximum length of a text in bytes of UTF-8; <see langword="null"/> for no limit.</summary>
    public int? MaxBytes { get; private init; }

    /// <summary>
    /// Gets the maximum size of a multiple field in bytes: a portal also stores the list in one text, in PHP's serialized form. If it is
    /// truncated, the field reads as empty. <see langword="null"/> for no limit.
    /// </summary>
    public int? MaxListBytes { get; private init; }

    /// <summary>Gets the maximum number of decimal places; <see langword="null"/> if it is unknown.</summary>
    public int? MaxPlaces { get; private init; }

    /// <summary>Gets whether a portal trims the text.</summary>
    public bool IsTrimmed { get; private init; }

    /// <summary>Gets whether a portal stores the text <c>0</c> as empty.</summary>
    public bool IsZeroEmpty { get; private init; }

    /// <summary>Gets whether a portal drops the text <c>0</c> if the field is empty, and from a list.</summary>
    public bool IsZeroDropped { get; private init; }

    /// <summary>Gets the capacity of a field; <see langword="null"/> for a standard field whose capacity depends only on its type.</summary>
    /// <param name="code">The code of the field.</param>
    /// <param name="type">The type of the field.</param>
    /// <param name="isCustom">Whether the field is a custom field.</param>
    /// <param name="precision">The setting PRECISION of a custom field; <see langword="null"/> if it is unknown.</param>
    public static FieldCapacity? Get(string code, FieldType type, bool isCustom, int? precision) => isCustom
        ? type == FieldType.String ? s_text
            : type == FieldType.Url ? s_url
            : type.IsStatusList ? s_code
            : type == FieldType.Double && precision is not null ? s_custom with { MaxPlaces = precision }
            : type.IsRegisteredByApplication ? s_application
            : s_custom
        : code switch
        {
            "NAME" or "SECOND_NAME" or "LAST_NAME" => s_name,
            "SOURCE_ID" => s_source,
            "HONORIFIC" => s_salutation,
            "TITLE" or "COMPANY_TITLE" or "POST" or "ORIGINATOR_ID" or "ORIGIN_ID" => s_line,
            "COMMENTS" => s_comments,
            "SOURCE_DESCRIPTION" or "STATUS_DESCRIPTION" => s_description,
            "UTM_SOURCE" or "UTM_MEDIUM" or "UTM_CAMPAIGN" or "UTM_CONTENT" or "UTM_TERM" => s_utm,
            "OPPORTUNITY" => s_sum,
            _ => null,
        };

    /// <summary>Gets the reason why a portal stores another text; <see langword="null"/> if it stores the same text.</summary>
    public string? GetError(string text) =>
        text.Length > MaxLength && PhpText.CountCharacters(text) is var length && length > MaxLength
            ? Format($"it has {length} characters, and a portal silently truncates it to {MaxLength}; shorten it")
        : text.Length > MaxBytes / 3 && Encoding.UTF8.GetByteCount(text) is var bytes && bytes > MaxBytes
            ? Format($"it has {bytes} bytes in UTF-8, and a portal silently truncates it to {MaxBytes}; shorten it")
        : IsTrimmed && PhpText.Trim(text).Length < text.Length ? "it starts or ends with white space, and a portal silently removes it; trim the text"
        : IsZeroEmpty && text == "0" ? "a portal silently stores the text '0' as empty; use another text"
        : IsZeroDropped && text == "0" ? ZeroError
        : null;

    /// <summary>Gets the reason why a portal does not store a list; <see langword="null"/> if it stores the list.</summary>
    /// <param name="lengths">The lengths of the elements, in bytes of UTF-8. Numbers count as text, which is not shorter.</param>
    public string? GetListError(IEnumerable<int> lengths)
    {
        // a:1:{i:0;s:5:"value";}
        int count = 0;
        long size = 0;
        foreach (int length in lengths)
        {
            size += CountDigits(count++) + CountDigits(length) + length + 9;
        }

        size += CountDigits(count) + 5;
        return size > MaxListBytes
            ? Format($"its {count} elements take up to {size} bytes in the form in which a portal stores a list, and a portal silently empties a list of more than {MaxListBytes} bytes; send fewer or shorter elements")
            : null;
    }

    /// <summary>Gets the text that a portal stores.</summary>
    public string Store(string text)
    {
        string stored = IsTrimmed ? PhpText.Trim(text) : IsZeroEmpty && text == "0" ? "" : text;
        if (GetError(stored) is null)
        {
            return stored;
        }

        int length = 0;
        int bytes = 0;
        for (int i = 0; i < stored.Length; i++)
        {
            int size = char.IsSurrogatePair(stored, i) ? 2 : 1;
            bytes += size == 2 ? 4 : stored[i] < '\u0080' ? 1 : stored[i] < '\u0800' ? 2 : 3;
            if (++length > MaxLength || bytes > MaxBytes)
            {
                return stored.Substring(0, i);
            }

            i += size - 1;
        }

        return stored;
    }

    /// <summary>Gets the reason why a portal stores another integer; <see langword="null"/> if it stores the same one. Portals store 32 bits, even for IDs.</summary>
    public static string? GetError(long value) => value is < int.MinValue or > int.MaxValue
        ? Format($"it is outside the 32-bit range, and a portal silently stores {Store(value)}; store longer numbers in a text field")
        : null;

    /// <summary>Gets the integer that a portal stores.</summary>
    public static long Store(long value) => Math.Max(int.MinValue, Math.Min(int.MaxValue, value));

    /// <summary>Gets the reason why a portal stores another number; <see langword="null"/> if it stores the same one.</summary>
    /// <param name="value">The number.</param>
    /// <param name="maxPlaces">The <see cref="MaxPlaces"/> of the field.</param>
    public static string? GetError(decimal value, int? maxPlaces) =>
        maxPlaces is { } places && decimal.Round(value, places) != value
            ? Format($"it has more than {places} decimal places, and a portal silently rounds it; round it to {places} decimal places")
        : !HasFewDigits(value, maxPlaces)
            ? Format($"it has more than {Digits} significant digits, and a portal silently rounds it; round it to {Digits} digits")
        : null;

    /// <summary>Gets the number that a portal stores.</summary>
    /// <param name="value">The number.</param>
    /// <param name="maxPlaces">The <see cref="MaxPlaces"/> of the field.</param>
    public static decimal Store(decimal value, int? maxPlaces)
    {
        decimal rounded = maxPlaces is { } places ? decimal.Round(value, places, MidpointRounding.AwayFromZero) : value;
        return HasFewDigits(rounded, maxPlaces)
            ? rounded
            : decimal.Parse(((double)rounded).ToString("G14", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    private static bool HasFewDigits(decimal value, int? places)
    {
        const decimal Limit = 100_000_000_000_000m;
        if (places is 0 or 1 or 2 && Math.Abs(value) < Limit / 100)
        {
            return true;
        }

        string digits = string.Concat(value.ToString(CultureInfo.InvariantCulture).Where(char.IsDigit));
        return digits.Trim('0').Length <= Digits;
    }

    private static int CountDigits(int number) => number.ToString(CultureInfo.InvariantCulture).Length;

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
