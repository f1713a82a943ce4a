namespace LeadGen.Generator.Usage.Judging;

/// <summary>Recognizes strings that the program completes before it sends them: <c>{0}</c>, <c>{{name}}</c>, <c>%NAME%</c>, <c>#NAME#</c>, <c>$name</c>.</summary>
internal static class Placeholders
{
    /// <summary>Determines whether a string contains a placeholder.</summary>
    public static bool IsIn(string text)
    {
        int open = text.IndexOf('{');
        return (open >= 0 && text.IndexOf('}', open) > open + 1)
            || (text.Length > 2 && text[0] is '%' or '#' or '$' or '[' or '<' or ':' or '@' && (text[0] is '$' or ':' or '@' ? char.IsLetter(text[1]) : text[text.Length - 1] == CloseOf(text[0])))
            || (text.Length > 4 && text.StartsWith("__", StringComparison.Ordinal) && text.EndsWith("__", StringComparison.Ordinal));
    }

    private static char CloseOf(char open) => open switch
    {
        '[' => ']',
        '<' => '>',
        _ => open,
    };
}
