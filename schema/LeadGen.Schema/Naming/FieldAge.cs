using System.Globalization;

namespace LeadGen.Schema.Naming;

/// <summary>When a custom field was made, as far as its code tells: portals build codes from the clock.</summary>
internal static class FieldAge
{
    private const string Prefix = "UF_CRM_";

    // Codes that a portal made lie in its lifetime; digits that an administrator chose seldom do.
    private const long Earliest = 1_100_000_000;
    private const long Latest = 4_100_000_000;

    /// <summary>The part of a code that is the field's own.</summary>
    public static string OwnPart(string code) => code.StartsWith(Prefix, StringComparison.Ordinal) ? code.Substring(Prefix.Length) : code;

    /// <summary>Seconds since 1970; <see cref="long.MaxValue"/> where the code says nothing, so that such a field counts as new.</summary>
    public static long OfCode(string code)
    {
        string part = OwnPart(code);
        if (part.Length is 10 or 13 && long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out long time))
        {
            time = part.Length == 13 ? time / 1000 : time;
            if (time is > Earliest and < Latest)
            {
                return time;
            }
        }

        // Hexadecimal codes (seconds, then five digits of a fraction) may happen to have no letter.
        return part.Length == 13 && part.All(Uri.IsHexDigit)
            && long.TryParse(part.Substring(0, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long hexTime)
            && hexTime is > Earliest and < Latest ? hexTime : long.MaxValue;
    }
}
