using System.Globalization;

namespace LeadGen.Schema.Naming;

/// <summary>Gets the creation time of a custom field from its code. Portals generate codes from the current time.</summary>
internal static class FieldAge
{
    private const string Prefix = "UF_CRM_";

    // Generated codes are in this range. Numeric codes that an administrator chose rarely are.
    private const long Earliest = 1_100_000_000;
    private const long Latest = 4_100_000_000;

    /// <summary>Gets the code without the prefix that all custom fields share.</summary>
    public static string WithoutPrefix(string code) => code.StartsWith(Prefix, StringComparison.Ordinal) ? code.Substring(Prefix.Length) : code;

    /// <summary>Gets the creation time in seconds since 1970. Returns <see cref="long.MaxValue"/> if the code does not contain a time, so that the field is sorted last.</summary>
    public static long GetCreationTime(string code)
    {
        string part = WithoutPrefix(code);
        if (part.Length is 10 or 13 && long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out long time))
        {
            time = part.Length == 13 ? time / 1000 : time;
            if (time is > Earliest and < Latest)
            {
                return time;
            }
        }

        // Hexadecimal codes consist of the seconds and five digits of a fraction. They may contain only decimal digits.
        return part.Length == 13 && part.All(Uri.IsHexDigit)
            && long.TryParse(part.Substring(0, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long hexTime)
            && hexTime is > Earliest and < Latest ? hexTime : long.MaxValue;
    }
}
