using LeadGen.Schema.Kinds;
using LeadGen.Tool.Texts;

namespace LeadGen.Tool.Dictionary;

/// <summary>Contains the texts of the page in one language.</summary>
/// <remarks>
/// Each text is one line with both languages, so that a missing translation does not compile. With two resource files, the same
/// 47 texts take more than 300 lines, and a missing translation is shown in English.
/// </remarks>
internal sealed class PageTexts(PageLanguage language)
{
    public static PageTexts English { get; } = new(PageLanguage.English);

    public static PageTexts Russian { get; } = new(PageLanguage.Russian);

    /// <summary>Gets the value of the HTML attribute <c>lang</c>.</summary>
    public string Language => Text("en", "ru");

    public string Title => Text("Lead fields of {0}", "Поля лидов портала {0}");

    public string Summary => Text("{0} fields, {1} of them custom.", "Полей: {0}, из них пользовательских: {1}.");

    public string Schema => Text("Schema", "Схема");

    public string SkipLink => Text("Skip to the fields", "Перейти к полям");

    public string Controls => Text("Search and filters", "Поиск и фильтры");

    public string Search => Text("Search", "Поиск");

    public string SearchHint => Text("Label, code, C# name or list item", "Название, код, имя в C# или значение списка");

    public string Origin => Text("Fields", "Поля");

    public string Standard => Text("Standard", "Стандартные");

    public string Custom => Text("Custom", "Пользовательские");

    public string Writable => Text("Writable", "Доступно для записи");

    public string Yes => Text("Yes", "Да");

    public string No => Text("No", "Нет");

    public string Type => Text("Type", "Тип");

    public string All => Text("All", "Все");

    public string Reset => Text("Reset", "Сбросить");

    public string Count => Text("Shown: {0} of {1}", "Показано: {0} из {1}");

    public string NoHits => Text("No field matches. Change the search or reset the filters.", "Ничего не найдено. Измените запрос или сбросьте фильтры.");

    public string Caption => Text("Fields of a lead", "Поля лида");

    public string Label => Text("Label", "Название");

    public string Code => Text("Code", "Код");

    public string Name => Text("C# name", "Имя в C#");

    public string Properties => Text("Properties", "Свойства");

    public string Values => Text("Values", "Значения");

    public string Clear => Text("Cleared by", "Как очистить");

    public string RequiredFlag => Text("required", "обязательное");

    public string MultipleFlag => Text("multiple", "множественное");

    public string CustomFlag => Text("custom", "пользовательское");

    public string ReadOnlyFlag => Text("read-only", "только для чтения");

    public string WriteOnlyFlag => Text("write-only: never returned", "только для записи: портал не возвращает значение");

    public string ImmutableFlag => Text("set only when a lead is created", "задаётся только при создании лида");

    public string NotUpdatableFlag => Text("can't be updated", "нельзя изменить при обновлении");

    public string DeprecatedFlag => Text("deprecated", "устаревшее");

    public string MinLength => Text("characters: at least {0}", "символов: не меньше {0}");

    public string MaxLength => Text("characters: at most {0}", "символов: не больше {0}");

    public string Pattern => Text("matches {0}", "соответствует шаблону {0}");

    public string MinValue => Text("at least {0}", "не меньше {0}");

    public string MaxValue => Text("at most {0}", "не больше {0}");

    public string Precision => Text("decimal places: {0}", "знаков после запятой: {0}");

    public string LinkTargets => Text("links to {0}", "привязка к: {0}");

    public string ValueCount => Text("Values: {0}", "Значений: {0}");

    public string EmptyText => Text("empty text", "пустая строка");

    public string Zero => Text("zero", "ноль");

    public string EmptyList => Text("empty list", "пустой список");

    public string NotEmptied => Text("can't be cleared", "очистить нельзя");

    public string Types => Text("Types", "Типы");

    public static PageTexts Get(PageLanguage language) => language == PageLanguage.Russian ? Russian : English;

    public string GetCaption(FieldKind kind) => Text(KindTexts.Get(kind).Caption, KindTexts.Get(kind).CaptionRu);

    public string GetDescription(FieldKind kind) => Text(kind.Description, KindTexts.Get(kind).DescriptionRu);

    private string Text(string english, string russian) => language == PageLanguage.Russian ? russian : english;
}
