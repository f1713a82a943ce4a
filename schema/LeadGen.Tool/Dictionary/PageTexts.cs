using LeadGen.Schema.Kinds;

namespace LeadGen.Tool.Dictionary;

/// <summary>Contains the texts of the page in one language. They are members and not resources, so that a missing translation does not compile.</summary>
internal sealed record PageTexts
{
    public static PageTexts English { get; } = new()
    {
        Language = "en",
        Title = "Lead fields of {0}",
        Summary = "{0} fields, {1} of them custom.",
        Schema = "Schema",
        SkipLink = "Skip to the fields",
        Controls = "Search and filters",
        Search = "Search",
        SearchHint = "Label, code, C# name or list item",
        Origin = "Fields",
        Standard = "Standard",
        Custom = "Custom",
        Writable = "Writable",
        Yes = "Yes",
        No = "No",
        Type = "Type",
        All = "All",
        Reset = "Reset",
        Count = "Shown: {0} of {1}",
        NoHits = "No field matches. Change the search or reset the filters.",
        Caption = "Fields of a lead",
        Label = "Label",
        Code = "Code",
        Name = "C# name",
        Properties = "Properties",
        Values = "Values",
        Clear = "Cleared by",
        RequiredFlag = "required",
        MultipleFlag = "multiple",
        CustomFlag = "custom",
        ReadOnlyFlag = "read-only",
        WriteOnlyFlag = "write-only: never returned",
        ImmutableFlag = "set only when a lead is created",
        NotUpdatableFlag = "can't be updated",
        DeprecatedFlag = "deprecated",
        MinLength = "characters: at least {0}",
        MaxLength = "characters: at most {0}",
        Pattern = "matches {0}",
        MinValue = "at least {0}",
        MaxValue = "at most {0}",
        Precision = "decimal places: {0}",
        LinkTargets = "links to {0}",
        ValueCount = "Values: {0}",
        EmptyText = "empty text",
        Zero = "zero",
        EmptyList = "empty list",
        NotEmptied = "can't be cleared",
        Types = "Types",
        CaptionOf = static k => k.Caption,
        DescriptionOf = static k => k.Description,
    };

    public static PageTexts Russian { get; } = new()
    {
        Language = "ru",
        Title = "Поля лидов портала {0}",
        Summary = "Полей: {0}, из них пользовательских: {1}.",
        Schema = "Схема",
        SkipLink = "Перейти к полям",
        Controls = "Поиск и фильтры",
        Search = "Поиск",
        SearchHint = "Название, код, имя в C# или значение списка",
        Origin = "Поля",
        Standard = "Стандартные",
        Custom = "Пользовательские",
        Writable = "Доступно для записи",
        Yes = "Да",
        No = "Нет",
        Type = "Тип",
        All = "Все",
        Reset = "Сбросить",
        Count = "Показано: {0} из {1}",
        NoHits = "Ничего не найдено. Измените запрос или сбросьте фильтры.",
        Caption = "Поля лида",
        Label = "Название",
        Code = "Код",
        Name = "Имя в C#",
        Properties = "Свойства",
        Values = "Значения",
        Clear = "Как очистить",
        RequiredFlag = "обязательное",
        MultipleFlag = "множественное",
        CustomFlag = "пользовательское",
        ReadOnlyFlag = "только для чтения",
        WriteOnlyFlag = "только для записи: портал не возвращает значение",
        ImmutableFlag = "задаётся только при создании лида",
        NotUpdatableFlag = "нельзя изменить при обновлении",
        DeprecatedFlag = "устаревшее",
        MinLength = "символов: не меньше {0}",
        MaxLength = "символов: не больше {0}",
        Pattern = "соответствует шаблону {0}",
        MinValue = "не меньше {0}",
        MaxValue = "не больше {0}",
        Precision = "знаков после запятой: {0}",
        LinkTargets = "привязка к: {0}",
        ValueCount = "Значений: {0}",
        EmptyText = "пустая строка",
        Zero = "ноль",
        EmptyList = "пустой список",
        NotEmptied = "очистить нельзя",
        Types = "Типы",
        CaptionOf = static k => k.CaptionRu,
        DescriptionOf = static k => k.DescriptionRu,
    };

    /// <summary>Gets the value of the HTML attribute <c>lang</c>.</summary>
    public required string Language { get; init; }

    public required string Title { get; init; }

    public required string Summary { get; init; }

    public required string Schema { get; init; }

    public required string SkipLink { get; init; }

    public required string Controls { get; init; }

    public required string Search { get; init; }

    public required string SearchHint { get; init; }

    public required string Origin { get; init; }

    public required string Standard { get; init; }

    public required string Custom { get; init; }

    public required string Writable { get; init; }

    public required string Yes { get; init; }

    public required string No { get; init; }

    public required string Type { get; init; }

    public required string All { get; init; }

    public required string Reset { get; init; }

    public required string Count { get; init; }

    public required string NoHits { get; init; }

    public required string Caption { get; init; }

    public required string Label { get; init; }

    public required string Code { get; init; }

    public required string Name { get; init; }

    public required string Properties { get; init; }

    public required string Values { get; init; }

    public required string Clear { get; init; }

    public required string RequiredFlag { get; init; }

    public required string MultipleFlag { get; init; }

    public required string CustomFlag { get; init; }

    public required string ReadOnlyFlag { get; init; }

    public required string WriteOnlyFlag { get; init; }

    public required string ImmutableFlag { get; init; }

    public required string NotUpdatableFlag { get; init; }

    public required string DeprecatedFlag { get; init; }

    public required string MinLength { get; init; }

    public required string MaxLength { get; init; }

    public required string Pattern { get; init; }

    public required string MinValue { get; init; }

    public required string MaxValue { get; init; }

    public required string Precision { get; init; }

    public required string LinkTargets { get; init; }

    public required string ValueCount { get; init; }

    public required string EmptyText { get; init; }

    public required string Zero { get; init; }

    public required string EmptyList { get; init; }

    public required string NotEmptied { get; init; }

    public required string Types { get; init; }

    public required Func<FieldKind, string> CaptionOf { get; init; }

    public required Func<FieldKind, string> DescriptionOf { get; init; }

    public static PageTexts Of(PageLanguage language) => language == PageLanguage.Russian ? Russian : English;
}
