using System.Text;

namespace LeadGen.Generator.Usage.Reading;

/// <summary>Specifies how a serializer writes names.</summary>
internal enum NamePolicy
{
    /// <summary>Names are not changed.</summary>
    Keep,

    /// <summary><c>lastName</c>.</summary>
    Camel,

    /// <summary><c>last_name</c>.</summary>
    LowerSnake,

    /// <summary><c>LAST_NAME</c>.</summary>
    UpperSnake,

    /// <summary><c>last-name</c>.</summary>
    Kebab,

    /// <summary>The source does not show how names are written.</summary>
    Unknown,
}

/// <summary>Represents how a serializer renames members and dictionary keys.</summary>
/// <param name="Members">The policy for members.</param>
/// <param name="Keys">The policy for keys of dictionaries.</param>
/// <param name="OverridesAttributes">Whether names that attributes set are changed too.</param>
/// <param name="Cause">The option that sets the policy, for messages.</param>
internal sealed record Naming(NamePolicy Members, NamePolicy Keys, bool OverridesAttributes, string Cause)
{
    /// <summary>Gets whether the serializer omits, or may omit, members without a value.</summary>
    public bool IgnoresNull { get; init; }

    /// <summary>Gets whether the serializer may write values in a form that the source does not show, because it may have converters or a date format.</summary>
    public bool ChangesValues { get; init; }

    public static readonly Naming Keep = new(NamePolicy.Keep, NamePolicy.Keep, false, "");

    public static readonly Naming Unknown = new(NamePolicy.Unknown, NamePolicy.Keep, false, "") { IgnoresNull = true, ChangesValues = true };

    public static Naming Camel(string cause) => new(NamePolicy.Camel, NamePolicy.Keep, false, cause);

    /// <summary>Gets the serialized name.</summary>
    public string Apply(MapEntry entry) => entry.Kind switch
    {
        KeyKind.Member => Apply(Members, entry.Key),
        KeyKind.Attribute when OverridesAttributes => Apply(Members, entry.Key),
        KeyKind.Key => Apply(Keys, entry.Key),
        _ => entry.Key,
    };

    private static string Apply(NamePolicy policy, string name) => policy switch
    {
        NamePolicy.Camel => ToCamel(name),
        NamePolicy.LowerSnake => Separate(name, '_').ToLowerInvariant(),
        NamePolicy.UpperSnake => Separate(name, '_').ToUpperInvariant(),
        NamePolicy.Kebab => Separate(name, '-').ToLowerInvariant(),
        _ => name,
    };

    // Like System.Text.Json and Newtonsoft.Json: the last capital before another character is kept. TITLE becomes title, LAST_NAME lasT_NAME.
    private static string ToCamel(string name)
    {
        char[] letters = name.ToCharArray();
        for (int i = 0; i < letters.Length; i++)
        {
            if ((i == 0 && !char.IsUpper(letters[0])) || (i == 1 && !char.IsUpper(letters[1])))
            {
                break;
            }

            if (i > 0 && i + 1 < letters.Length && !char.IsUpper(letters[i + 1]))
            {
                if (char.IsSeparator(letters[i + 1]))
                {
                    letters[i] = char.ToLowerInvariant(letters[i]);
                }

                break;
            }

            letters[i] = char.ToLowerInvariant(letters[i]);
        }

        return new string(letters);
    }

    private static string Separate(string name, char separator)
    {
        var result = new StringBuilder();
        for (int i = 0; i < name.Length; i++)
        {
            bool startsWord = i > 0 && char.IsUpper(name[i])
                && (char.IsLower(name[i - 1]) || (char.IsUpper(name[i - 1]) && i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord && result[result.Length - 1] != separator)
            {
                result.Append(separator);
            }

            result.Append(name[i] is '_' or '-' ? separator : name[i]);
        }

        return result.ToString();
    }
}
