using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LeadGen.Schema;

/// <summary>Computes a hash of everything in a schema that writes depend on. Labels and their language are not included.</summary>
public static class SchemaHash
{
    /// <summary>Gets the hash as 16 hexadecimal digits. It is the same for the same codes, types, flags, limits, items and dictionary codes.</summary>
    public static string Compute(PortalSchema schema)
    {
        var text = new StringBuilder();
        foreach (FieldSchema field in schema.AllFields)
        {
            Append(text, field.Code, field.Type.Name, field.StatusType ?? "");
            text.Append(field.IsRequired ? 'r' : '-').Append(field.IsReadOnly ? 'o' : '-').Append(field.IsImmutable ? 'i' : '-')
                .Append(field.IsMultiple ? 'm' : '-').Append(field.IsDynamic ? 'd' : '-').Append(field.IsDeprecated ? 'x' : '-');
            Append(text, [.. new[] { field.ItemName }.OfType<string>()]);
            FieldSettings limits = field.Settings;
            text.Append(string.Format(
                CultureInfo.InvariantCulture, "{0};{1};{2:G29};{3:G29};{4}", limits.MinLength, limits.MaxLength, limits.MinValue, limits.MaxValue, limits.Precision));
            Append(text, ";", limits.Pattern ?? "", string.Join(",", limits.LinkTargets), string.Join(",", field.Items.Select(static i => i.Id)));
        }

        foreach (StatusDictionary dictionary in schema.Dictionaries)
        {
            Append(text, dictionary.Id, dictionary.Values.Count.ToString(CultureInfo.InvariantCulture));
            Append(text, dictionary.Values.Select(static v => v.Code).OrderBy(static c => c, StringComparer.Ordinal).ToArray());
        }

        using var sha = SHA256.Create();
        byte[] hash = sha.ComputeHash(Encoding.UTF8.GetBytes(text.ToString()));
        return string.Concat(hash.Take(8).Select(static b => b.ToString("x2", CultureInfo.InvariantCulture)));
    }

    // Length prefixes make the concatenation unambiguous.
    private static void Append(StringBuilder text, params string[] parts)
    {
        foreach (string part in parts)
        {
            text.Append(part.Length).Append(':').Append(part);
        }
    }
}
