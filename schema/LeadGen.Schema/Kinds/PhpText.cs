namespace LeadGen.Schema.Kinds;

/// <summary>Trims and measures text as PHP does, because portals are written in PHP. Compiled into each assembly that checks values.</summary>
internal static class PhpText
{
    // Differs from .NET's white space: PHP does not trim a no-break space, but trims NUL.
    private static readonly char[] s_blanks = [' ', '\t', '\n', '\r', '\0', '\v'];

    /// <summary>Removes the characters that PHP's <c>trim()</c> removes from both ends.</summary>
    /// <seealso href="https://www.php.net/manual/function.trim.php"/>
    public static string Trim(string text) => text.Trim(s_blanks);

    /// <summary>Determines whether a text is empty after PHP's <c>trim()</c>.</summary>
    public static bool IsBlank(string? text) => text is null || Trim(text).Length == 0;

    /// <summary>Gets the length of a text in code points: an emoji is one character to PHP, and two to .NET. The text must not have unpaired surrogates.</summary>
    public static int CountCharacters(string text) => text.Count(static c => !char.IsLowSurrogate(c));
}
