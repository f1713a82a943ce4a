using System.Globalization;
using System.Text;

namespace LeadGen.Benchmarks.Portals;

/// <summary>Represents a portal with the 57 standard fields of every portal, and custom fields up to the specified total.</summary>
public sealed class Portal
{
    private static readonly PortalField[] s_standard = [.. Standard()];

    private static readonly (string Type, FieldShape Shape)[] s_kinds =
    [
        ("string", FieldShape.Text), ("integer", FieldShape.Whole), ("double", FieldShape.Number), ("boolean", FieldShape.Flag),
        ("date", FieldShape.Day), ("datetime", FieldShape.Time), ("enumeration", FieldShape.Item), ("money", FieldShape.Money),
        ("string", FieldShape.Texts),
    ];

    private static readonly string[] s_alwaysWritten =
    [
        "TITLE", "NAME", "LAST_NAME", "BIRTHDATE", "SOURCE_ID", "STATUS_ID", "SOURCE_DESCRIPTION", "COMMENTS", "ASSIGNED_BY_ID", "PHONE",
    ];

    private Portal(int fields, int written)
    {
        Fields = [.. s_standard, .. Enumerable.Range(0, fields - s_standard.Length).Select(Custom)];

        // Ten standard fields, and custom fields that are distributed evenly.
        int custom = written - s_alwaysWritten.Length;
        PortalField[] all = [.. Fields.Where(static f => f.IsCustom)];
        Written = [.. Fields.Where(static f => s_alwaysWritten.Contains(f.Code)), .. Enumerable.Range(0, custom).Select(i => all[i * all.Length / custom])];
    }

    /// <summary>Gets the portals that are measured.</summary>
    public static IReadOnlyList<Portal> All { get; } = [new(57, 10), new(200, 20), new(1016, 50)];

    public IReadOnlyList<PortalField> Fields { get; }

    /// <summary>Gets the fields that an update sets.</summary>
    public IReadOnlyList<PortalField> Written { get; }

    /// <summary>Returns the reply to <c>crm.lead.fields</c>.</summary>
    public string ToSchema()
    {
        var json = new StringBuilder("{\"result\": {");
        string comma = "\n";
        foreach (PortalField field in Fields)
        {
            json.Append(comma).Append(CultureInfo.InvariantCulture, $$"""
                "{{field.Code}}": {"type": "{{field.Type}}", "isRequired": false, "isReadOnly": {{(field.IsReadOnly ? "true" : "false")}}, "isImmutable": false, "isMultiple": {{(field.IsMultiple ? "true" : "false")}}, "isDynamic": {{(field.IsCustom ? "true" : "false")}}
                """);
            json.Append(field.IsCustom
                ? $", \"title\": \"{field.Code}\", \"listLabel\": \"{field.Label}\", \"formLabel\": \"{field.Label}\", \"filterLabel\": \"{field.Label}\""
                : $", \"title\": \"{field.Label}\"");
            json.Append(field.Dictionary is null ? "" : $", \"statusType\": \"{field.Dictionary}\"");
            json.Append(field.Shape != FieldShape.Item ? "" : """, "items": [{"ID": "11", "VALUE": "Первый"}, {"ID": "12", "VALUE": "Второй"}, {"ID": "13", "VALUE": "Третий"}]""");
            json.Append('}');
            comma = ",\n";
        }

        return json.Append("\n}}\n").ToString();
    }

    /// <summary>Returns the reply to <c>crm.lead.get</c>, in which one custom field in three is empty.</summary>
    public string ToLead()
    {
        IEnumerable<string> members = Fields
            .Where(static f => f.Shape is not (FieldShape.Ids or FieldShape.Entries) || f.Code is "PHONE" or "EMAIL")
            .Select(static (f, i) => $"\"{f.Code}\":{(f.IsCustom && i % 3 == 2 ? (f.IsMultiple ? "false" : "null") : FormatReplyValue(f))}");
        return $$$"""
            {"result":{{{{string.Join(",", members)}}}},"time":{"start":1764081471.33,"finish":1764081471.51,"duration":0.18,"processing":0.12,"date_start":"2025-11-25T17:37:51+03:00","date_finish":"2025-11-25T17:37:51+03:00","operating_reset_at":1764082071,"operating":0.11}}
            """;
    }

    private static PortalField Custom(int number)
    {
        (string type, FieldShape shape) = s_kinds[number % s_kinds.Length];
        return new PortalField($"UF_CRM_{1_700_000_000 + number}", type, shape, $"Поле {number}");
    }

    private static string FormatReplyValue(PortalField field) => field.Shape switch
    {
        FieldShape.Text => field.IsCustom ? "\"Паспорт 4510 123456\"" : "\"ИП Титов и партнёры\"",
        FieldShape.Whole => "\"1608\"",
        FieldShape.Number => field.IsCustom ? "1250.75" : "\"12500.50\"",
        FieldShape.YesNo => "\"Y\"",
        FieldShape.Flag => "\"1\"",
        FieldShape.Day => "\"2026-03-20T03:00:00+03:00\"",
        FieldShape.Time => "\"2026-03-20T12:30:00+03:00\"",
        FieldShape.Code => "\"IN_PROCESS\"",
        FieldShape.Item => "\"12\"",
        FieldShape.Money => "\"300.50|RUB\"",
        FieldShape.Texts => "[\"красный\",\"синий\"]",
        _ => "[{\"ID\":\"7\",\"VALUE_TYPE\":\"WORK\",\"VALUE\":\"+79991234567\",\"TYPE_ID\":\"PHONE\"},{\"ID\":\"8\",\"VALUE_TYPE\":\"HOME\",\"VALUE\":\"+79997654321\",\"TYPE_ID\":\"PHONE\"}]",
    };

    private static IEnumerable<PortalField> Standard() =>
    [
        new("ID", "integer", FieldShape.Whole, "ID", true),
        Text("TITLE"),
        new("HONORIFIC", "crm_status", FieldShape.Code, "Обращение", false, "HONORIFIC"),
        Text("NAME"),
        Text("SECOND_NAME"),
        Text("LAST_NAME"),
        new("BIRTHDATE", "date", FieldShape.Day, "Дата рождения"),
        Text("COMPANY_TITLE"),
        new("SOURCE_ID", "crm_status", FieldShape.Code, "Источник", false, "SOURCE"),
        Text("SOURCE_DESCRIPTION"),
        new("STATUS_ID", "crm_status", FieldShape.Code, "Стадия", false, "STATUS"),
        Text("STATUS_DESCRIPTION"),
        new("STATUS_SEMANTIC_ID", "string", FieldShape.Text, "Группа стадий", true),
        Text("POST"),
        Text("ADDRESS"),
        Text("ADDRESS_2"),
        Text("ADDRESS_CITY"),
        Text("ADDRESS_POSTAL_CODE"),
        Text("ADDRESS_REGION"),
        Text("ADDRESS_PROVINCE"),
        Text("ADDRESS_COUNTRY"),
        Text("ADDRESS_COUNTRY_CODE"),
        new("ADDRESS_LOC_ADDR_ID", "integer", FieldShape.Whole, "Адрес"),
        new("CURRENCY_ID", "crm_currency", FieldShape.Text, "Валюта"),
        new("OPPORTUNITY", "double", FieldShape.Number, "Сумма"),
        YesNo("IS_MANUAL_OPPORTUNITY"),
        YesNo("OPENED"),
        Text("COMMENTS"),
        YesNo("HAS_PHONE", true),
        YesNo("HAS_EMAIL", true),
        YesNo("HAS_IMOL", true),
        User("ASSIGNED_BY_ID"),
        User("CREATED_BY_ID", true),
        User("MODIFY_BY_ID", true),
        User("MOVED_BY_ID", true),
        Time("DATE_CREATE"),
        Time("DATE_MODIFY"),
        Time("MOVED_TIME"),
        new("COMPANY_ID", "crm_company", FieldShape.Whole, "Компания"),
        new("CONTACT_ID", "crm_contact", FieldShape.Whole, "Контакт"),
        new("CONTACT_IDS", "crm_contact", FieldShape.Ids, "Контакты"),
        YesNo("IS_RETURN_CUSTOMER", true),
        Time("DATE_CLOSED"),
        Text("ORIGINATOR_ID"),
        Text("ORIGIN_ID"),
        Text("UTM_SOURCE"),
        Text("UTM_MEDIUM"),
        Text("UTM_CAMPAIGN"),
        Text("UTM_CONTENT"),
        Text("UTM_TERM"),
        Time("LAST_ACTIVITY_TIME"),
        User("LAST_ACTIVITY_BY", true),
        Entries("PHONE"),
        Entries("EMAIL"),
        Entries("WEB"),
        Entries("IM"),
        Entries("LINK"),
    ];

    private static PortalField Text(string code) => new(code, "string", FieldShape.Text, code);

    private static PortalField YesNo(string code, bool isReadOnly = false) => new(code, "char", FieldShape.YesNo, code, isReadOnly);

    private static PortalField User(string code, bool isReadOnly = false) => new(code, "user", FieldShape.Whole, code, isReadOnly);

    private static PortalField Time(string code) => new(code, "datetime", FieldShape.Time, code, true);

    private static PortalField Entries(string code) => new(code, "crm_multifield", FieldShape.Entries, code);
}
