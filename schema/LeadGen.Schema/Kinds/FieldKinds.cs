namespace LeadGen.Schema.Kinds;

/// <summary>Defines the behavior of all field types that LeadGen knows.</summary>
/// <remarks>
/// The runtime does not reference this assembly, so its <c>SchemaComparison</c> repeats which types have the same values.
/// <c>TypeAgreementTests</c> checks that both agree.
/// </remarks>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/data-types.html"/>
public static class FieldKinds
{
    /// <summary>Gets the pattern that represents all types that applications register.</summary>
    public static FieldType ApplicationType => new("rest_*");

    /// <summary>Gets the kind of unknown types, whose values are raw JSON.</summary>
    public static FieldKind Raw { get; } = new()
    {
        Types = [],
        ClrType = "global::System.Text.Json.JsonElement",
        Format = "Raw",
        ClearStandard = ClearForm.EmptyText,
        ClearCustom = ClearForm.EmptyText,
        ClearMultiple = ClearForm.EmptyList,
        Caption = "Unknown type",
        CaptionRu = "Неизвестный тип",
        Description = "LeadGen does not know the type. The JSON is sent and read without checks.",
        DescriptionRu = "LeadGen не знает этого типа. JSON отправляется и читается как есть, без проверки.",
        ExampleCode = "System.Text.Json.JsonDocument.Parse(\"\\\"ИП Титов\\\"\").RootElement",
        ExampleJson = "\"ИП Титов\"",
    };

    /// <summary>Gets all kinds except <see cref="Raw"/>.</summary>
    public static IReadOnlyList<FieldKind> All { get; } =
    [
        new()
        {
            Types = [FieldType.String, FieldType.Text],
            ClrType = "string",
            IsClass = true,
            Format = "Text",
            ClearStandard = ClearForm.EmptyText,
            ClearCustom = ClearForm.EmptyText,
            ClearMultiple = ClearForm.EmptyList,
            Caption = "Text",
            CaptionRu = "Текст",
            Description = "Text.",
            DescriptionRu = "Текст.",
            ExampleCode = "\"ИП Титов\"",
            ExampleJson = "\"ИП Титов\"",
            Limits = ValueLimits.Text,
        },
        new()
        {
            Types = [FieldType.Url],
            ClrType = "string",
            IsClass = true,
            Format = "Text",
            ClearStandard = ClearForm.EmptyText,
            ClearCustom = ClearForm.EmptyText,
            ClearMultiple = ClearForm.EmptyList,
            Caption = "Web address",
            CaptionRu = "Ссылка",
            Description = "A web address. The https:// prefix is optional.",
            DescriptionRu = "Адрес в интернете. Префикс https:// указывать необязательно.",
            ExampleCode = "\"https://example.org/order/17\"",
            ExampleJson = "\"https://example.org/order/17\"",
        },
        new()
        {
            Types = [ApplicationType],
            ClrType = "string",
            IsClass = true,
            Format = "Text",
            ClearStandard = ClearForm.EmptyText,
            ClearCustom = ClearForm.EmptyText,
            ClearMultiple = ClearForm.EmptyList,
            Caption = "Application text",
            CaptionRu = "Текст приложения",
            Description = "Text in a format defined by the application that registered the field type.",
            DescriptionRu = "Текст в формате приложения, которое зарегистрировало этот тип поля.",
            ExampleCode = "\"14219\"",
            ExampleJson = "\"14219\"",
        },
        new()
        {
            Types = [FieldType.Integer, FieldType.Int],
            ClrType = "long",
            Format = "Integer",
            ClearStandard = ClearForm.Zero,
            ClearCustom = ClearForm.EmptyText,
            ClearMultiple = ClearForm.EmptyList,
            Caption = "Whole number",
            CaptionRu = "Целое число",
            Description = "A whole number from -2147483648 to 2147483647.",
            DescriptionRu = "Целое число от -2147483648 до 2147483647.",
            ExampleCode = "42",
            ExampleJson = "42",
            Limits = ValueLimits.Range,
        },
        new()
        {
            Types = [FieldType.Double],
            ClrType = "decimal",
            Format = "Number",
            ClearStandard = ClearForm.Zero,
            ClearCustom = ClearForm.EmptyText,
            ClearMultiple = ClearForm.EmptyList,
            Caption = "Number",
            CaptionRu = "Число",
            Description = "A number of at most 14 significant digits. Sent as text with a decimal point.",
            DescriptionRu = "Число, не более 14 значащих цифр. Передаётся строкой с десятичной точкой.",
            ExampleCode = "12500.50m",
            ExampleJson = "\"12500.50\"",
            Limits = ValueLimits.Range | ValueLimits.Precision,
        },
        new()
        {
            Types = [FieldType.Char],
            ClrType = "bool",
            Format = "YesNo",
            ClearStandard = ClearForm.None,
            ClearCustom = ClearForm.None,
            ClearMultiple = ClearForm.EmptyList,
            Caption = "Yes or no",
            CaptionRu = "Да или нет",
            Description = "Yes or no. Sent as Y or N.",
            DescriptionRu = "Да или нет. Передаётся как Y или N.",
            ExampleCode = "true",
            ExampleJson = "\"Y\"",
        },
        new()
        {
            Types = [FieldType.Boolean],
            ClrType = "bool",
            Format = "Boolean",
            ClearStandard = ClearForm.Zero,
            ClearCustom = ClearForm.Zero,
            ClearMultiple = ClearForm.EmptyList,
            Caption = "Yes or no",
            CaptionRu = "Да или нет",
            Description = "Yes or no. Sent as 1 or 0. Clearing the field sets it to no.",
            DescriptionRu = "Да или нет. Передаётся как 1 или 0. При очистке поля записывается «нет».",
            ExampleCode = "true",
            ExampleJson = "1",
        },
        new()
        {
            Types = [FieldType.Date],
            ClrType = "global::System.DateOnly",
            Format = "Date",
            ClearStandard = ClearForm.EmptyText,
            ClearCustom = ClearForm.EmptyText,
            ClearMultiple = ClearForm.EmptyText,
            Caption = "Date",
            CaptionRu = "Дата",
            Description = "A date. Sent as YYYY-MM-DD. A portal returns a time near midnight UTC in its own time zone, which is read as the same date.",
            DescriptionRu = "Дата. Передаётся в формате ГГГГ-ММ-ДД. Портал возвращает время около полуночи по UTC в своём часовом поясе; оно читается как та же дата.",
            ExampleCode = "new DateOnly(2026, 3, 8)",
            ExampleJson = "\"2026-03-08\"",
        },
        new()
        {
            Types = [FieldType.DateTime],
            ClrType = "global::System.DateTimeOffset",
            Format = "DateTime",
            ClearStandard = ClearForm.EmptyText,
            ClearCustom = ClearForm.EmptyText,
            ClearMultiple = ClearForm.EmptyText,
            Caption = "Date and time",
            CaptionRu = "Дата и время",
            Description = "A date and time with a precision of one second. Always sent with the UTC offset. A portal returns it in its own time zone.",
            DescriptionRu = "Дата и время с точностью до секунды. Всегда передаётся со смещением от UTC. Портал возвращает значение в своём часовом поясе.",
            ExampleCode = "new DateTimeOffset(2026, 3, 8, 10, 30, 0, TimeSpan.FromHours(3))",
            ExampleJson = "\"2026-03-08T10:30:00+03:00\"",
        },
        new()
        {
            Types = [new("user")],
            ClrType = "long",
            Format = "Id",
            ClearStandard = ClearForm.None,
            ClearCustom = ClearForm.EmptyText,
            ClearMultiple = ClearForm.EmptyList,
            Caption = "User",
            CaptionRu = "Пользователь",
            Description = "The ID of a user.",
            DescriptionRu = "ID пользователя.",
            ExampleCode = "7",
            ExampleJson = "7",
        },
        new()
        {
            Types =
            [
                new("crm_company"), new("crm_contact"), new("crm_lead"), new("crm_deal"), new("crm_quote"), new("crm_entity"), new("crm_category"), new("location"),
            ],
            ClrType = "long",
            Format = "Id",
            ClearStandard = ClearForm.Zero,
            ClearCustom = ClearForm.Zero,
            ClearMultiple = ClearForm.EmptyList,
            Caption = "CRM entity",
            CaptionRu = "Элемент CRM",
            Description = "The ID of a CRM entity. 0 means that there is no entity and is read as null.",
            DescriptionRu = "ID элемента CRM. 0 означает, что элемент не выбран, и читается как пустое значение.",
            ExampleCode = "12",
            ExampleJson = "12",
        },
        new()
        {
            Types = [FieldType.Employee],
            ClrType = "long",
            Format = "Id",
            ClearStandard = ClearForm.EmptyText,
            ClearCustom = ClearForm.EmptyText,
            ClearMultiple = ClearForm.EmptyList,
            Caption = "Employee",
            CaptionRu = "Сотрудник",
            Description = "The ID of an employee.",
            DescriptionRu = "ID сотрудника.",
            ExampleCode = "7",
            ExampleJson = "7",
        },
        new()
        {
            Types = [FieldType.BlockElement, FieldType.BlockSection],
            ClrType = "long",
            Format = "Id",
            ClearStandard = ClearForm.EmptyText,
            ClearCustom = ClearForm.EmptyText,
            ClearMultiple = ClearForm.EmptyList,
            Caption = "Information block",
            CaptionRu = "Привязка к инфоблоку",
            Description = "The ID of an element or section of an information block.",
            DescriptionRu = "ID элемента или раздела инфоблока.",
            ExampleCode = "25",
            ExampleJson = "25",
        },
        new()
        {
            Types = [new("crm_currency")],
            ClrType = "string",
            IsClass = true,
            Format = "Text",
            ClearStandard = ClearForm.None,
            ClearCustom = ClearForm.None,
            ClearMultiple = ClearForm.EmptyList,
            Caption = "Currency",
            CaptionRu = "Валюта",
            Description = "The code of a currency that is active on the portal, such as RUB.",
            DescriptionRu = "Код валюты, добавленной на портале, например RUB.",
            ExampleCode = "\"RUB\"",
            ExampleJson = "\"RUB\"",
        },
        new()
        {
            Types = [FieldType.Status],
            ClrType = "{0}",
            Format = "Code<{0}>()",
            ClearStandard = ClearForm.EmptyText,
            ClearCustom = ClearForm.EmptyText,
            ClearMultiple = ClearForm.EmptyList,
            Caption = "Dictionary value",
            CaptionRu = "Значение справочника",
            Description = "A code from the portal's dictionary. A portal reports no error for an unknown code: it ignores it in STATUS_ID, and stores it in other fields.",
            DescriptionRu = "Код из справочника портала. О неизвестном коде портал не сообщает: в стадии лида он его пропускает, а в остальных полях сохраняет.",
            ExampleCode = "{0}.{1}",
            ExampleJson = "\"{1}\"",
        },
        new()
        {
            Types = [FieldType.Enumeration],
            ClrType = "{0}",
            Format = "Enumeration<{0}>()",
            ClearStandard = ClearForm.EmptyText,
            ClearCustom = ClearForm.EmptyText,
            ClearMultiple = ClearForm.EmptyList,
            Caption = "List",
            CaptionRu = "Список",
            Description = "One of the field's items. Sent as the ID of the item. IDs that are not in the schema are preserved.",
            DescriptionRu = "Одно из значений списка. Передаётся ID значения. ID, которых нет в схеме, сохраняются.",
            ExampleCode = "{0}.{1}",
            ExampleJson = "{1}",
        },
        new()
        {
            Types = [new("money")],
            ClrType = "global::LeadGen.Money",
            Format = "Money",
            ClearStandard = ClearForm.EmptyText,
            ClearCustom = ClearForm.EmptyText,
            ClearMultiple = ClearForm.EmptyList,
            Caption = "Money",
            CaptionRu = "Деньги",
            Description = "An amount and its currency. Sent as 300.50|RUB.",
            DescriptionRu = "Сумма и валюта. Передаётся как 300.50|RUB.",
            ExampleCode = """new Money(3000m, "RUB")""",
            ExampleJson = "\"3000|RUB\"",
        },
        new()
        {
            Types = [new("address")],
            ClrType = "global::LeadGen.MapAddress",
            Format = "MapAddress",
            ClearStandard = ClearForm.EmptyText,
            ClearCustom = ClearForm.EmptyText,
            ClearMultiple = ClearForm.EmptyList,
            Caption = "Address on a map",
            CaptionRu = "Адрес на карте",
            Description = "An address with its location on the map. Sent as text|latitude;longitude|. A portal appends the ID of a location when it returns the value, and drops an ID that is sent.",
            DescriptionRu = "Адрес с точкой на карте. Передаётся как текст|широта;долгота|. Портал возвращает после этого ID местоположения, а переданный ID отбрасывает.",
            ExampleCode = """new MapAddress("Пермь, ул. Ленина, 1", 58.0105m, 56.2502m)""",
            ExampleJson = "\"Пермь, ул. Ленина, 1|58.0105;56.2502|\"",
        },
        new()
        {
            Types = [FieldType.Link],
            ClrType = "global::LeadGen.CrmLink",
            Format = "CrmLink",
            ClearStandard = ClearForm.EmptyText,
            ClearCustom = ClearForm.EmptyText,
            ClearMultiple = ClearForm.EmptyList,
            Caption = "Link to a CRM entity",
            CaptionRu = "Привязка к элементам CRM",
            Description = "A link to another CRM entity. Sent as D_12 or T94_5.",
            DescriptionRu = "Привязка к другому элементу CRM. Передаётся как D_12 или T94_5.",
            ExampleCode = "new CrmLink(CrmEntityType.Deal, 12)",
            ExampleJson = "\"D_12\"",
        },
        new()
        {
            Types = [FieldType.File],
            ClrType = "global::LeadGen.CrmFile",
            IsClass = true,
            Format = "File",
            ClearStandard = ClearForm.None,
            ClearCustom = ClearForm.None,
            ClearMultiple = ClearForm.None,
            IsWritable = false,
            Caption = "File",
            CaptionRu = "Файл",
            Description = $"A file. {EntitySchema.Lead.Method("update")} silently ignores most ways to send a file; use crm.item.update instead (https://apidocs.bitrix24.com/api-reference/files/how-to-update-files.html).",
            DescriptionRu = $"Файл. {EntitySchema.Lead.Method("update")} без ошибки игнорирует большинство способов передать файл; используйте crm.item.update (https://apidocs.bitrix24.ru/api-reference/files/how-to-update-files.html).",
            ExampleCode = "",
            ExampleJson = "",
        },
        new()
        {
            Types = [new("resourcebooking")],
            ClrType = "long",
            Format = "Id",
            ClearStandard = ClearForm.None,
            ClearCustom = ClearForm.None,
            ClearMultiple = ClearForm.None,
            IsWritable = false,
            Caption = "Resource booking",
            CaptionRu = "Бронирование ресурсов",
            Description = "IDs of resource bookings, which are created through calendar.resource.booking.*.",
            DescriptionRu = "ID бронирований ресурсов. Бронирования создаются через calendar.resource.booking.*.",
            ExampleCode = "",
            ExampleJson = "",
        },
        new()
        {
            Types = [FieldType.MultiField],
            ClrType = "global::LeadGen.MultiFieldEntry<{0}>",
            Format = "MultiField<{0}>()",
            ClearStandard = ClearForm.None,
            ClearCustom = ClearForm.None,
            ClearMultiple = ClearForm.None,
            Caption = "Contact details",
            CaptionRu = "Контактные данные",
            Description = "A list of entries, each with an ID. An update adds, changes or removes single entries and does not change the others.",
            DescriptionRu = "Список записей, у каждой свой ID. Обновление добавляет, меняет или удаляет отдельные записи; остальные не меняются.",
            ExampleCode = "\"+7 999 123-45-67\", {0}.Other",
            ExampleJson = """{"VALUE":"+7 999 123-45-67","VALUE_TYPE":"OTHER"}""",
        },
    ];

    private static readonly Dictionary<FieldType, FieldKind> s_byType =
        All.SelectMany(static kind => kind.Types, static (kind, type) => (kind, type)).ToDictionary(static x => x.type, static x => x.kind);

    /// <summary>Gets the kind of a type, or <see cref="Raw"/> for an unknown type.</summary>
    public static FieldKind Of(FieldType type) =>
        s_byType.TryGetValue(type, out FieldKind? kind) ? kind
        : type.IsRegisteredByApplication ? s_byType[ApplicationType]
        : Raw;

    /// <summary>Gets the kind of a field. A <c>crm_status</c> field without a dictionary contains plain text.</summary>
    public static FieldKind Of(FieldSchema field) =>
        field is { Type.IsStatusList: true, StatusType: null } ? Of(FieldType.String) : Of(field.Type);
}
