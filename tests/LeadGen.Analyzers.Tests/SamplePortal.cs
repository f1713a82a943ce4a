using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;

namespace LeadGen.Analyzers.Tests;

/// <summary>Provides the project that the analyzer tests use: the files of one portal, and the runtime.</summary>
internal static class SamplePortal
{
    public const string Folder = "/portals/acme/";

    public const string Fields = """
        {"result": {
          "ID": {"type": "integer", "isReadOnly": true, "title": "Номер"},
          "TITLE": {"type": "string", "title": "Тема"},
          "NAME": {"type": "string", "title": "Имя"},
          "STATUS_ID": {"type": "crm_status", "statusType": "STATUS", "title": "Этап"},
          "ADDRESS": {"type": "string", "title": "Улица"},
          "ADDRESS_CITY": {"type": "string", "title": "Город"},
          "PHONE": {"type": "crm_multifield", "isMultiple": true, "title": "Телефоны"},
          "EMAIL": {"type": "crm_multifield", "isMultiple": true, "title": "Почта"},
          "BIRTHDATE": {"type": "date", "title": "Родился"},
          "OPPORTUNITY": {"type": "double", "title": "Сумма"},
          "OPENED": {"type": "char", "title": "Видна"},
          "COMPANY_ID": {"type": "crm_company", "title": "Фирма"},
          "CONTACT_ID": {"type": "crm_contact", "isDeprecated": true, "title": "Контакт"},
          "CONTACT_IDS": {"type": "crm_contact", "isMultiple": true, "title": "CONTACT_IDS"},
          "DATE_CREATE": {"type": "datetime", "isReadOnly": true, "title": "Заведена"},
          "LAST_ACTIVITY_BY": {"type": "user", "title": "Последний"},
          "SOURCE_DESCRIPTION": {"type": "string", "title": "Об источнике"},
          "UF_CRM_1712000006": {"type": "string", "isDynamic": true, "isRequired": true, "title": "UF_CRM_1712000006", "formLabel": "Код"},
          "UF_CRM_1712000001": {"type": "string", "isDynamic": true, "isImmutable": true, "title": "UF_CRM_1712000001", "formLabel": "Канал"},
          "UF_CRM_1712000002": {"type": "string", "isDynamic": true, "title": "UF_CRM_1712000002", "formLabel": "Карта",
            "settings": {"REGEXP": "/^[0-9]{4}$/u", "MIN_LENGTH": 0, "MAX_LENGTH": 6}},
          "UF_CRM_1712000003": {"type": "integer", "isDynamic": true, "title": "UF_CRM_1712000003", "formLabel": "Роз",
            "settings": {"MIN_VALUE": 1, "MAX_VALUE": 101}},
          "UF_CRM_1712000004": {"type": "string", "isDynamic": true, "title": "UF_CRM_1712000004", "formLabel": "Шифр", "settings": {"REGEXP": "/(?|a|b)/"}},
          "UF_CRM_1712000005": {"type": "string", "isDynamic": true, "isMultiple": true, "title": "UF_CRM_1712000005", "formLabel": "Слова", "settings": []},
          "UF_CRM_1712000007": {"type": "rest_7_score", "isDynamic": true, "isMultiple": true, "title": "UF_CRM_1712000007", "formLabel": "Оценки"},
          "UF_CRM_1712000000": {"type": "enumeration", "isDynamic": true, "title": "UF_CRM_1712000000", "formLabel": "Доставка",
            "items": [{"ID": "11", "VALUE": "Курьер"}, {"ID": "12", "VALUE": "Самовывоз"}]}
        }}
        """;

    public const string Statuses = """
        {"result": [{"ENTITY_ID": "STATUS", "STATUS_ID": "NEW", "NAME": "Новый"}, {"ENTITY_ID": "STATUS", "STATUS_ID": "IN_PROCESS", "NAME": "В работе"}]}
        """;

    public const string Names = """
        {"renamed": {"fields": {"UF_CRM_1712000000": "DeliveryMethod", "UF_CRM_1712000002": "Card"}}}
        """;

    public const string Config = $"""
        is_global = true
        build_property.RootNamespace = App

        [{Folder}crm.lead.fields.json]
        build_metadata.AdditionalFiles.LeadSchema = fields
        build_metadata.AdditionalFiles.Namespace = Acme.Crm

        [{Folder}crm.status.list.json]
        build_metadata.AdditionalFiles.LeadSchema = sidecar

        [{Folder}leadgen.names.json]
        build_metadata.AdditionalFiles.LeadSchema = sidecar
        """;

    // The client that untyped code calls. The analyzers support any client.
    public const string Client = """
        public static class Rest
        {
            public static System.Threading.Tasks.Task CallAsync(string method, object arguments) => System.Threading.Tasks.Task.CompletedTask;
        }
        """;

    /// <summary>Gets the files of the schema snapshot.</summary>
    public static IReadOnlyDictionary<string, string> Files { get; } = new Dictionary<string, string>
    {
        [Folder + "crm.lead.fields.json"] = Fields,
        [Folder + "crm.status.list.json"] = Statuses,
    };

    /// <summary>Gets the files of the schema snapshot, and the pinned names.</summary>
    public static IReadOnlyDictionary<string, string> FilesWithNames { get; } = new Dictionary<string, string>(Files) { [Folder + "leadgen.names.json"] = Names };

    public static void AddTo(SolutionState state)
    {
        state.Sources.Add(("/app/Rest.cs", Client));
        state.AdditionalFiles.Add((Folder + "crm.lead.fields.json", Fields));
        state.AdditionalFiles.Add((Folder + "crm.status.list.json", Statuses));
        state.AdditionalFiles.Add((Folder + "leadgen.names.json", Names));
        state.AnalyzerConfigFiles.Add(("/app/.globalconfig", Config));
        state.AdditionalReferences.AddRange(References);
        state.AdditionalReferences.Add(Analysis.GeneratedTypes);
    }

    // Created once, because the compiler caches the metadata that it has read from a reference object.
    public static MetadataReference[] References { get; } = [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(Bitrix24Client).Assembly.Location)];
}
