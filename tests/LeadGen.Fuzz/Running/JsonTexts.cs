using System.Text;
using CsCheck;

namespace LeadGen.Fuzz.Running;

/// <summary>Generates random JSON with values in the forms of portals, and with values that no portal sends.</summary>
internal static class JsonTexts
{
    private const int MaxDepth = 4;

    private static readonly string[] s_scalars =
    [
        "null", "true", "false", "0", "-0", "1", "-1", "5.00", "1e5", "1e400", "-1e-400", "9223372036854775807", "9223372036854775808",
        "99999999999999999999999999999999999999", "0.1", "[]", "{}", "\"\"", "\" \"", "\"0\"", "\"1\"", "\"Y\"", "\"N\"", "\"12\"", "\"-5\"", "\"5.00\"",
        "\"300.50|RUB\"", "\"|\"", "\"1e999|\"", "\"Дом|55.7;37.6|21\"", "\"a|b|c|d\"", "\"|;|\"", "\"T94_5\"", "\"_\"", "\"D_\"", "\"D_99999999999999999999\"",
        "\"2026-03-20\"", "\"2026-03-20T03:00:00+03:00\"", "\"0000-12-31T19:00:00-05:00\"", "\"10000-01-01T01:00:00+03:00\"", "\"9999-12-31T23:59:59-14:00\"",
        "\"0001-01-01T00:00:00+14:00\"", "\"9999-12-31T23:59:59.9999999-00:01\"", "\"2026-03-20T25:00:00Z\"", "\"2026-03-20T03:00:00+99:99\"", "\"tomorrow\"",
        "\"\\t\\b\\f\\n\\r\\/\\\\\\\"\"", "\"\\ud83d\"", "\"\\udc00x\"", "\"\\u0000\"", "\"\\u202e\\u2028\\r\\n\"", "\"\ud83d\ude9a\"", "1.0E+25", "-1.5E-7",
    ];

    /// <summary>Gets a scalar, or an empty list or map.</summary>
    public static Gen<string> Scalar { get; } = Gen.Frequency(
        (8, Gen.Int[0, s_scalars.Length - 1].Select(static i => s_scalars[i])),
        (1, Generators.HostileText.Select(static t => Quote(t))),
        (1, Gen.Long.Select(static n => n.ToString(System.Globalization.CultureInfo.InvariantCulture))),
        (1, Gen.Decimal.Select(static n => n.ToString(System.Globalization.CultureInfo.InvariantCulture))),
        (1, Gen.DateTimeOffset.Select(static t => Quote(t.ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture)))));

    /// <summary>Gets any value. The keys of its maps come from <paramref name="keys"/>.</summary>
    public static Gen<string> Value(Gen<string> keys) => Value(keys, MaxDepth);

    /// <summary>Returns a text as a JSON string. Half a surrogate pair is written as an escape.</summary>
    public static string Quote(string text)
    {
        var json = new StringBuilder("\"");
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsSurrogatePair(text, i))
            {
                json.Append(c).Append(text[++i]);
            }
            else if (c is '"' or '\\' or < ' ' || char.IsSurrogate(c))
            {
                json.Append("\\u").Append(((int)c).ToString("x4", System.Globalization.CultureInfo.InvariantCulture));
            }
            else
            {
                json.Append(c);
            }
        }

        return json.Append('"').ToString();
    }

    private static Gen<string> Value(Gen<string> keys, int depth)
    {
        if (depth == 0)
        {
            return Scalar;
        }

        Gen<string> inner = Value(keys, depth - 1);
        return Gen.Frequency(
            (5, Scalar),
            (2, inner.Array[0, 4].Select(static items => "[" + string.Join(',', items) + "]")),
            (3, Gen.Select(keys, inner).Array[0, 5].Select(static members => "{" + string.Join(',', members.Select(static m => Quote(m.Item1) + ":" + m.Item2)) + "}")));
    }
}
