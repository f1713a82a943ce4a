namespace LeadGen.Generator.Usage.Checks;

/// <summary>Recognizes placeholders, which the program replaces before it sends a string.</summary>
internal static class Placeholders
{
    /// <summary>Determines whether a string contains <c>{0}</c> or <c>{{name}}</c>, or is another placeholder.</summary>
    public static bool IsIn(string text)
    {
        int open = text.IndexOf('{');
        return (open >= 0 && text.IndexOf('}', open) > open + 1)
            || IsMarked(text)
            || (text.Length > 4 && text.StartsWith("__", StringComparison.Ordinal) && text.EndsWith("__", StringComparison.Ordinal));
    }

    // $name, :name, @name; %NAME%, #NAME#; [NAME]; <NAME>.
    private static bool IsMarked(string text) => text.Length > 2 && text[0] switch
    {
        '$' or ':' or '@' => char.IsLetter(text[1]),
        '%' or '#' => text[text.Length - 1] == text[0],
        '[' => text[text.Length - 1] == ']',
        '<' => text[text.Length - 1] == '>',
        _ => false,
    };
}
