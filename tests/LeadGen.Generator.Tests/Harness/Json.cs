using System.Globalization;
using System.Text;

namespace LeadGen.Generator.Tests.Harness;

internal static class Json
{
    /// <summary>Creates a JSON string with all characters escaped that are not printable ASCII. A serializer would replace unpaired surrogates.</summary>
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
