using System.Globalization;
using System.Text;

namespace LeadGen.Generator.Tests.Harness;

internal static class Json
{
    /// <summary>A JSON string with every character escaped that is not plain ASCII: also halves of surrogate pairs, which a serializer would replace.</summary>
    public static string String(string text)
    {
        var json = new StringBuilder("\"");
        foreach (char c in text)
        {
            json.Append(c is >= ' ' and < (char)127 and not ('"' or '\\') ? c.ToString() : "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture));
        }

        return json.Append('"').ToString();
    }
}
