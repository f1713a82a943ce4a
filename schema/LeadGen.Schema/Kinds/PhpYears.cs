namespace LeadGen.Schema.Kinds;

/// <summary>Years as PHP's <c>mktime</c> reads them: it takes 0 to 69 as 2000 to 2069, and 70 to 100 as 1970 to 2000.</summary>
/// <remarks>See https://www.php.net/manual/en/function.mktime.php. A portal reads each date with it.</remarks>
internal static class PhpYears
{
    /// <summary>The first year that is not taken as another one.</summary>
    public const int First = 101;

    /// <summary>The reason why a portal changes an earlier year.</summary>
    public const string Error = "a portal takes the years 1 to 100 as years from 1970 to 2069";

    /// <summary>Gets the year that PHP takes a year as.</summary>
    public static int Read(int year) => year < 70 ? 2000 + year : year < First ? 1900 + year : year;

    /// <summary>Gets whether a date in ISO 8601, with or without a time, has a year that is taken as another one.</summary>
    public static bool IsChanged(string text) => text is ['0', '0', _, _, '-', ..] or ['0', '1', '0', '0', '-', ..];
}
