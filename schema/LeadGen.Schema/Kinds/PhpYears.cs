namespace LeadGen.Schema.Kinds;

/// <summary>Converts years as PHP's <c>mktime</c> does: it reads 0 to 69 as 2000 to 2069, and 70 to 100 as 1970 to 2000.</summary>
/// <remarks>See https://www.php.net/manual/en/function.mktime.php. A portal reads each date with it.</remarks>
internal static class PhpYears
{
    /// <summary>The first year that PHP does not change.</summary>
    public const int First = 101;

    /// <summary>The reason why a portal changes an earlier year.</summary>
    public const string Error = "a portal reads the years 1 to 100 as years from 1970 to 2069";

    /// <summary>Returns the year that PHP reads.</summary>
    public static int Read(int year) => year < 70 ? 2000 + year : year < First ? 1900 + year : year;

    /// <summary>Determines whether PHP changes the year of a date in ISO 8601, with or without a time.</summary>
    public static bool IsChanged(string text) => text is ['0', '0', _, _, '-', ..] or ['0', '1', '0', '0', '-', ..];
}
