using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using LeadGen.Schema.Naming;
using LeadGen.Tool.Texts;

namespace LeadGen.Tool.Commands;

/// <summary>Represents an example value for a field: the example of its kind, adjusted to the values and limits of the field.</summary>
internal sealed class FieldExample
{
    private FieldExample(string code, string json)
    {
        Code = code;
        Json = json;
    }

    /// <summary>Gets the value as C# code, as an argument of a generated method.</summary>
    public string Code { get; }

    /// <summary>Gets the value as JSON, as it is sent to the portal. Empty if an update can't write the field.</summary>
    public string Json { get; }

    public static FieldExample Create(NamedPortal portal, FieldSchema field)
    {
        FieldKind kind = FieldKinds.Get(field);
        KindTexts texts = KindTexts.Get(kind);
        (string Wire, string Name, string Text)? value = ShowCommand.Values(portal, field).Cast<(string, string, string)?>().FirstOrDefault();
        return field switch
        {
            { Type.IsEnumeration: true } => value is null
                ? new($"({portal.Names.GetEnumerationName(field.Code)})1", "1")
                : Named(portal.Names.GetEnumerationName(field.Code)),
            { Type.IsStatusList: true, StatusType: { } dictionary } => value is null
                ? new($"{portal.Names.GetDictionaryName(dictionary)}.FromCode(\"CODE\")", "\"CODE\"")
                : Named(portal.Names.GetDictionaryName(dictionary)),
            { Type.IsMultiField: true } => Entry(),
            { Type.IsLink: true } => Link(field.Settings.LinkTargets, texts),
            _ when kind.Limits.HasFlag(ValueLimits.Text) => WithinLimits(field.Settings, texts),
            _ when kind.Limits.HasFlag(ValueLimits.Range) => WithinLimits(field, texts, kind.ClrType),
            _ => new(texts.ExampleCode, texts.ExampleJson),
        };

        FieldExample Entry()
        {
            const string Phone = "+7 999 123-45-67";
            string text = field.Code switch
            {
                "EMAIL" => "titov@example.org",
                "WEB" => "https://example.org",
                "IM" => "titov",
                _ => Phone,
            };
            string type = EntitySchema.Lead.MultiFieldType(field.Code).Split('.')[^1];
            return new(
                Fill(texts.ExampleCode, type, "").Replace(Phone, text, StringComparison.Ordinal), texts.ExampleJson.Replace(Phone, text, StringComparison.Ordinal));
        }

        FieldExample Named(string type) => new(
            Fill(texts.ExampleCode, type, value.Value.Name),
            Fill(texts.ExampleJson, type, JsonEncodedText.Encode(value.Value.Wire, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString()));
    }

    private static string Fill(string example, string type, string value) =>
        example.Replace("{0}", type, StringComparison.Ordinal).Replace("{1}", value, StringComparison.Ordinal);

    // Most patterns match digits, such as the number of a card, a contract or a taxpayer.
    private static FieldExample WithinLimits(FieldSettings limits, KindTexts texts)
    {
        string text = limits.Pattern is null ? texts.ExampleJson.Trim('"') : "1234567890";
        int least = limits.MinLength ?? 0;
        while (text.Length < least)
        {
            text += text;
        }

        int most = Math.Max(least, limits.MaxLength ?? text.Length);
        string quoted = $"\"{text[..Math.Min(text.Length, most)]}\"";
        return new(quoted, quoted);
    }

    private static FieldExample WithinLimits(FieldSchema field, KindTexts texts, string clrType)
    {
        decimal usual = decimal.Parse(texts.ExampleJson.Trim('"'), CultureInfo.InvariantCulture);
        decimal number = Math.Max(Math.Min(usual, field.Settings.MaxValue ?? usual), field.Settings.MinValue ?? decimal.MinValue);
        if (number == usual)
        {
            return new(texts.ExampleCode, texts.ExampleJson);
        }

        string text = number.ToString(CultureInfo.InvariantCulture);
        return clrType == "decimal" ? new(text + "m", $"\"{text}\"") : new(text, text);
    }

    private static FieldExample Link(EquatableArray<string> targets, KindTexts texts)
    {
        if (targets.Count == 0 || (targets.Count > 1 && targets.Contains("DEAL")))
        {
            return new(texts.ExampleCode, texts.ExampleJson);
        }

        // A field that allows only one entity type stores the ID without a prefix.
        (string type, string prefix) = (targets.Count, targets[0]) switch
        {
            (1, _) => ("WithoutPrefix", ""),
            (_, "LEAD") => ("Lead", "L_"),
            (_, "CONTACT") => ("Contact", "C_"),
            (_, "COMPANY") => ("Company", "CO_"),
            (_, "QUOTE") => ("Quote", "Q_"),
            (_, "SMART_INVOICE") => ("SmartInvoice", "SI_"),
            (_, ['D', 'Y', 'N', 'A', 'M', 'I', 'C', '_', .. var id]) when int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int process) =>
                (string.Create(CultureInfo.InvariantCulture, $"SmartProcess({process})"), string.Create(CultureInfo.InvariantCulture, $"T{process:x}_")),
            _ => ("Deal", "D_"),
        };
        return new($"new CrmLink(CrmEntityType.{type}, 12)", $"\"{prefix}12\"");
    }
}
