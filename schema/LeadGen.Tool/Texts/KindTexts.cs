extern alias schema;

using LeadGen.Schema.Kinds;

// The runtime contains an internal copy of the type, which the tool can see.
using FieldType = schema::LeadGen.Schema.Kinds.FieldType;

namespace LeadGen.Tool.Texts;

/// <summary>Contains the texts about a field kind that the tool displays: its names, its description in Russian, and an example value.</summary>
/// <param name="Caption">The display name.</param>
/// <param name="CaptionRu">The display name in Russian.</param>
/// <param name="DescriptionRu"><see cref="FieldKind.Description"/> in Russian.</param>
/// <param name="ExampleCode">
/// An example value as C# code, as an argument of a generated <c>Set…</c> or, for a multi-value field, <c>Add…</c> method.
/// <c>{0}</c> has the same meaning as in <see cref="FieldKind.ClrType"/>; <c>{1}</c> is the name of a value. Empty if an update can't write the type.
/// </param>
/// <param name="ExampleJson">
/// The value of <paramref name="ExampleCode"/> as JSON. <c>{1}</c> is the ID of the item or, in quotes, the code of the status.
/// Empty if an update can't write the type.
/// </param>
internal sealed record KindTexts(string Caption, string CaptionRu, string DescriptionRu, string ExampleCode, string ExampleJson)
{
    private static readonly KindTexts s_raw = new(
        "Unknown type", "Неизвестный тип",
        "LeadGen не знает этого типа. JSON отправляется и читается как есть, без проверки.",
        "System.Text.Json.JsonDocument.Parse(\"\\\"ИП Титов\\\"\").RootElement", "\"ИП Титов\"");

    // By the first type of the kind.
    private static readonly Dictionary<FieldType, KindTexts> s_byType = new()
    {
        [FieldType.String] = new(
            "Text", "Текст",
            "Текст.",
            "\"ИП Титов\"", "\"ИП Титов\""),
        [FieldType.Url] = new(
            "Web address", "Ссылка",
            "Адрес в интернете. Префикс https:// указывать необязательно.",
            "\"https://example.org/order/17\"", "\"https://example.org/order/17\""),
        [FieldKinds.ApplicationType] = new(
            "Application text", "Текст приложения",
            "Текст в формате приложения, которое зарегистрировало этот тип поля.",
            "\"14219\"", "\"14219\""),
        [FieldType.Integer] = new(
            "Whole number", "Целое число",
            "Целое число от -2147483648 до 2147483647.",
            "42", "42"),
        [FieldType.Double] = new(
            "Number", "Число",
            "Число, не более 14 значащих цифр. Передаётся строкой с десятичной точкой.",
            "12500.50m", "\"12500.50\""),
        [FieldType.Char] = new(
            "Yes or no", "Да или нет",
            "Да или нет. Передаётся как Y или N.",
            "true", "\"Y\""),
        [FieldType.Boolean] = new(
            "Yes or no", "Да или нет",
            "Да или нет. Передаётся как 1 или 0. При очистке поля записывается «нет».",
            "true", "1"),
        [FieldType.Date] = new(
            "Date", "Дата",
            "Дата. Передаётся в формате ГГГГ-ММ-ДД. Портал возвращает время около полуночи по UTC в своём часовом поясе; оно читается как та же дата.",
            "new DateOnly(2026, 3, 8)", "\"2026-03-08\""),
        [FieldType.DateTime] = new(
            "Date and time", "Дата и время",
            "Дата и время с точностью до секунды. Всегда передаётся со смещением от UTC. Портал возвращает значение в своём часовом поясе.",
            "new DateTimeOffset(2026, 3, 8, 10, 30, 0, TimeSpan.FromHours(3))", "\"2026-03-08T10:30:00+03:00\""),
        [FieldType.User] = new(
            "User", "Пользователь",
            "ID пользователя.",
            "7", "7"),
        [FieldType.Company] = new(
            "CRM entity", "Элемент CRM",
            "ID элемента CRM. 0 означает, что элемент не выбран, и читается как пустое значение.",
            "12", "12"),
        [FieldType.Employee] = new(
            "Employee", "Сотрудник",
            "ID сотрудника.",
            "7", "7"),
        [FieldType.BlockElement] = new(
            "Information block", "Привязка к инфоблоку",
            "ID элемента или раздела инфоблока.",
            "25", "25"),
        [FieldType.Currency] = new(
            "Currency", "Валюта",
            "Код валюты, добавленной на портале, например RUB.",
            "\"RUB\"", "\"RUB\""),
        [FieldType.Status] = new(
            "Dictionary value", "Значение справочника",
            "Код из справочника портала. Портал не сообщает об ошибке, если код неизвестен: в стадии лида он его игнорирует, а в остальных полях сохраняет.",
            "{0}.{1}", "\"{1}\""),
        [FieldType.Enumeration] = new(
            "List", "Список",
            "Одно из значений списка. Передаётся ID значения. ID, которых нет в схеме, читаются как числа.",
            "{0}.{1}", "{1}"),
        [FieldType.Money] = new(
            "Money", "Деньги",
            "Сумма и валюта. Передаётся как 300.50|RUB.",
            """new Money(3000m, "RUB")""", "\"3000|RUB\""),
        [FieldType.Address] = new(
            "Address on a map", "Адрес на карте",
            "Адрес с точкой на карте. Передаётся как текст|широта;долгота|. Портал возвращает после этого ID местоположения, а переданный ID отбрасывает.",
            """new MapAddress("Пермь, ул. Ленина, 1", 58.0105m, 56.2502m)""", "\"Пермь, ул. Ленина, 1|58.0105;56.2502|\""),
        [FieldType.Link] = new(
            "Link to a CRM entity", "Привязка к элементам CRM",
            "Привязка к другому элементу CRM. Передаётся как D_12 или T94_5.",
            "new CrmLink(CrmEntityType.Deal, 12)", "\"D_12\""),
        [FieldType.File] = new(
            "File", "Файл",
            $"Файл. {EntitySchema.Lead.Method("update")} без ошибки игнорирует большинство способов передать файл. Используйте UpdateFilesAsync, который вызывает crm.item.update (https://apidocs.bitrix24.ru/api-reference/files/how-to-update-files.html).",
            "", ""),
        [FieldType.ResourceBooking] = new(
            "Resource booking", "Бронирование ресурсов",
            "ID бронирований ресурсов. Бронирования создаются через calendar.resource.booking.*.",
            "", ""),
        [FieldType.MultiField] = new(
            "Contact details", "Контактные данные",
            "Список записей, у каждой свой ID. Обновление добавляет, меняет или удаляет отдельные записи; остальные не меняются.",
            "\"+7 999 123-45-67\", {0}.Other", """{"VALUE":"+7 999 123-45-67","VALUE_TYPE":"OTHER"}"""),
    };

    /// <summary>Gets the texts of a kind.</summary>
    public static KindTexts Get(FieldKind kind) => kind == FieldKinds.Raw ? s_raw : s_byType[kind.Types[0]];
}
