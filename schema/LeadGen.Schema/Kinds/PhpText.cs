namespace LeadGen.Schema.Kinds;

/// <summary>Text as PHP, in which portals are written, sees it. Compiled into each assembly that decides about blank values.</summary>
internal static class PhpText
{
    // .NET's white space has other members: a no-break space is not blank to PHP, and a NUL is.
    private static readonly char[] s_blanks = [' ', '\t', '\n', '\r', '\0', '\v'];

    /// <summary>Removes what PHP's <c>trim()</c> removes at both ends.</summary>
    /// <seealso href="https://www.php.net/manual/function.trim.php"/>
    public static string Trim(string text) => text.Trim(s_blanks);

    /// <summary>Determines whether nothing of a text is left after PHP's <c>trim()</c>.</summary>
    public static bool IsBlank(string? text) => text is null || Trim(text).Length == 0;
}
