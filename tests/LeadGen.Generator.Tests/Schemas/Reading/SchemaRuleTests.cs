using System.Reflection;
using LeadGen.Schema;
using LeadGen.Schema.Naming;
using LeadGen.Schema.Reading;

namespace LeadGen.Generator.Tests.Schemas.Reading;

/// <summary>Tests the location and message of every rule of reading and naming. The sign ¤ marks the location and is not in the file.</summary>
public class SchemaRuleTests
{
    private const string Fields = "crm.lead.fields.json";
    private const string Statuses = PortalFiles.StatusesName;
    private const string UserFields = "crm.lead.userfield.list.json";
    private const string Names = PortalFiles.NamesName;

    // TITLE, a status with a dictionary, and a list field with the item 5.
    private const string GoodFields = """
        {"result": {
          "TITLE": {"type": "string", "title": "Тема"},
          "STATUS_ID": {"type": "crm_status", "statusType": "STATUS"},
          "UF_CRM_1700000001": {"type": "enumeration", "isDynamic": true, "formLabel": "Доставка", "items": [{"ID": "5", "VALUE": "Курьер"}]}
        }}
        """;

    private const string GoodStatuses = """{"result": [{"ENTITY_ID": "STATUS", "STATUS_ID": "NEW", "NAME": "Новый", "SORT": "10"}], "total": 1}""";

    public static TheoryData<string, string, string, string> ReadingErrors => new()
    {
        { "LG0001", Fields, "{\n  \"TITLE\": {\"type\" ¤\"string\"}\n}", "crm.lead.fields.json is not valid JSON: '\"' where ':' should be. Save the portal's reply again. Until then no types are generated for this portal." },
        { "LG0001", Fields, "{\"TITLE\": {\"type\": \"string\"¤", "crm.lead.fields.json is not valid JSON: the file ends in the middle of an object. Save the portal's reply again. Until then no types are generated for this portal." },
        { "LG0001", Statuses, "{\"result\": [\r\n ¤}", "crm.status.list.json is not valid JSON: '}' where a value should be. Save the portal's reply again. Until then no types are generated for this portal." },
        { "LG0001", UserFields, "[1,\r2,\r¤]", "crm.lead.userfield.list.json is not valid JSON: ']' where a value should be. Save the portal's reply again. Until then no types are generated for this portal." },
        { "LG0001", Names, "{\"fields\": {¤UF_CRM_1: \"A\"}}", "leadgen.names.json is not valid JSON: 'U' where a name in double quotes should be. Correct the text there, or restore the file from source control. Until then no types are generated for this portal." },

        { "LG0001", Names, "{\"fields\": {\"TITLE\": \"A\",¤", "leadgen.names.json is not valid JSON: the file ends in the middle of an object. Restore the file from source control. Until then no types are generated for this portal." },
        { "LG0001", Fields, "{\"TITLE\": {\"type\": \"string\", \"isReadOnly\": t¤", "crm.lead.fields.json is not valid JSON: the file ends in the middle of the word 'true'. Save the portal's reply again. Until then no types are generated for this portal." },

        { "LG0002", Fields, "{¤\"error\": \"PAYMENT_REQUIRED\"}", "crm.lead.fields.json contains the error reply PAYMENT_REQUIRED '' instead of the reply of crm.lead.fields. The portal's plan or subscription does not allow the call: renew it, call the method again, and save the reply." },

        { "LG0022", Names, "{\"fields\": {\n¤<<<<<<< HEAD\n\"TITLE\": \"A\"\n=======\n\"TITLE\": \"B\"\n>>>>>>> other\n}}", "leadgen.names.json has an unresolved merge conflict: line 2 is '<<<<<<<'. Keep the pinned names of both sides, and delete the conflict markers. Until then no types are generated for this portal." },
        { "LG0022", Names, "{\"fields\": {\r\n\"TITLE\": \"A\"\r\n¤=======\r\n}}", "leadgen.names.json has an unresolved merge conflict: line 3 is '======='. Keep the pinned names of both sides, and delete the conflict markers. Until then no types are generated for this portal." },
        { "LG0022", Names, "{\"fields\": {}}\n¤>>>>>>>", "leadgen.names.json has an unresolved merge conflict: line 2 is '>>>>>>>'. Keep the pinned names of both sides, and delete the conflict markers. Until then no types are generated for this portal." },
        { "LG0022", Fields, "\uFEFF¤<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> other\n", "crm.lead.fields.json has an unresolved merge conflict: line 1 is '<<<<<<<'. Keep one side of the conflict, and fetch the schema again. Until then no types are generated for this portal." },
        { "LG0022", Statuses, "[\n¤||||||| base\n]", "crm.status.list.json has an unresolved merge conflict: line 2 is '|||||||'. Keep one side of the conflict, and fetch the schema again. Until then no types are generated for this portal." },
        { "LG0022", UserFields, "[\n¤<<<<<<<\n]", "crm.lead.userfield.list.json has an unresolved merge conflict: line 2 is '<<<<<<<'. Keep one side of the conflict, and fetch the schema again. Until then no types are generated for this portal." },

        { "LG0002", Fields, "\uFEFF\n  ¤<!DOCTYPE html><html></html>", "crm.lead.fields.json contains a web page instead of the reply of crm.lead.fields. Check that the address ends with the method's name, call it again, and save the reply." },
        { "LG0002", Fields, "{\n ¤\"error\": \"expired_token\", \"error_description\": \"The access token has expired\"}", "crm.lead.fields.json contains the error reply expired_token 'The access token has expired' instead of the reply of crm.lead.fields. Call the method again with a webhook or token that is valid, and save the reply." },
        { "LG0002", Fields, "{¤\"error\": \"\", \"error_description\": \"Access denied.\"}", "crm.lead.fields.json contains the error reply 'Access denied.' instead of the reply of crm.lead.fields. Call the method again as an administrator, and save the reply." },
        { "LG0002", Fields, "{¤\"error\": 100}", "crm.lead.fields.json contains the error reply 100 '' instead of the reply of crm.lead.fields. Correct the error, call the method again, and save the reply." },
        { "LG0002", Fields, "{\"result\": ¤true}", "crm.lead.fields.json contains true instead of the reply of crm.lead.fields. Call crm.lead.fields again, and save the complete reply." },
        { "LG0002", Fields, "{\"result\": ¤[{\"TITLE\": 1}]}", "crm.lead.fields.json contains a list instead of the reply of crm.lead.fields. Call crm.lead.fields again, and save the complete reply." },
        { "LG0002", Fields, "¤\"TITLE\"", "crm.lead.fields.json contains the text \"TITLE\" instead of the reply of crm.lead.fields. Call crm.lead.fields again, and save the complete reply." },
        { "LG0002", Fields, "{\"result\": {¤\"fields\": {\"title\": {\"type\": \"string\", \"upperName\": \"TITLE\"}}}}", "crm.lead.fields.json contains the reply of crm.item.fields instead of the reply of crm.lead.fields. Call crm.lead.fields instead, and save the reply." },
        { "LG0002", Statuses, "{¤\"error\": \"insufficient_scope\"}", "crm.status.list.json contains the error reply insufficient_scope '' instead of the reply of crm.status.list. Call the method again with a webhook that has the scope 'crm', and save the reply." },
        { "LG0002", Statuses, "{\"result\": ¤null}", "crm.status.list.json contains null instead of the reply of crm.status.list. Call crm.status.list again, and save the complete reply." },
        { "LG0002", UserFields, "¤7", "crm.lead.userfield.list.json contains the number 7 instead of the reply of crm.lead.userfield.list. Call crm.lead.userfield.list again, and save the complete reply." },

        { "LG0003", Fields, "¤", "crm.lead.fields.json is empty. Save the reply of crm.lead.fields in it." },
        { "LG0003", Fields, "¤\uFEFF\r\n \t", "crm.lead.fields.json is empty. Save the reply of crm.lead.fields in it." },
        { "LG0003", UserFields, "¤", "crm.lead.userfield.list.json is empty. Save the reply of crm.lead.userfield.list in it." },
        { "LG0003", Names, "¤ ", "leadgen.names.json is empty. Restore it from source control, or delete it if no name is pinned." },

        { "LG0004", Fields, "{\"result\":\n¤[]}", "crm.lead.fields.json contains no fields. A portal always has standard fields: save the reply of crm.lead.fields again." },
        { "LG0004", Fields, "¤{}", "crm.lead.fields.json contains no fields. A portal always has standard fields: save the reply of crm.lead.fields again." },

        { "LG0006", Fields, "{\"TITLE\": {\"type\": \"string\",\n\"isReadOnly\": ¤\"N\"}}", "'isReadOnly' of field 'TITLE' is the text \"N\", but must be true or false. Save the reply of crm.lead.fields again." },
        { "LG0006", Fields, "{\"TITLE\": {\"type\": \"string\", \"isMultiple\": ¤null}}", "'isMultiple' of field 'TITLE' is null, but must be true or false. Save the reply of crm.lead.fields again." },
        { "LG0006", Fields, "{\"TITLE\": {\"type\": \"string\", \"isDeprecated\": ¤1}}", "'isDeprecated' of field 'TITLE' is the number 1, but must be true or false. Save the reply of crm.lead.fields again." },

        { "LG0007", Fields, "{\"TITLE\": {\"type\": \"string\"},\n¤\"TITLE\": {\"type\": \"string\"}}", "'TITLE' occurs twice in crm.lead.fields.json. Remove one of the two." },
        { "LG0007", Fields, "{\"result\": {\"TITLE\": {\"type\": \"string\", ¤\"type\": \"date\"}}}", "'type' occurs twice in 'TITLE'. Remove one of the two." },
        { "LG0007", Fields, "{\"UF_CRM_1\": {\"type\": \"enumeration\", \"items\": [{\"ID\": \"5\", \"VALUE\": \"a\"}, {\"ID\": ¤5, \"VALUE\": \"b\"}]}}", "'5' occurs twice in the items of field 'UF_CRM_1'. Remove one of the two." },
        { "LG0007", Statuses, "[{\"ENTITY_ID\": \"STATUS\", \"STATUS_ID\": \"NEW\"},\n{\"ENTITY_ID\": \"STATUS\", \"STATUS_ID\": ¤\"NEW\"}]", "'NEW' occurs twice in dictionary 'STATUS'. Remove one of the two." },
        { "LG0007", Names, "{\"fields\": {\"TITLE\": \"A\",\n¤\"TITLE\": \"B\"}}", "'TITLE' occurs twice in 'fields'. Remove one of the two." },

        { "LG0007", UserFields, "[{\"FIELD_NAME\": \"UF_CRM_1\"},\n{\"FIELD_NAME\": ¤\"UF_CRM_1\"}]", "'UF_CRM_1' occurs twice in crm.lead.userfield.list.json. Remove one of the two." },
        { "LG0007", Names, "{\"renamed\": {\"fields\": {\"TITLE\": \"A\",\n¤\"TITLE\": \"B\"}}}", "'TITLE' occurs twice in 'fields'. Remove one of the two." },
        { "LG0016", Names, "{\"fields\": {},\n¤\"item\": {}}", "'item' is an unknown section, but must be 'fields', 'items', 'statuses', 'renamed' or 'reserved'. Correct the file, or restore it from source control." },
        { "LG0016", Names, "{\"renamed\": {¤\"field\": {}}}", "'field' is an unknown section, but must be 'fields', 'items' or 'statuses'. Correct the file, or restore it from source control." },
        { "LG0016", Names, "{\"renamed\": {¤\"renamed\": {}}}", "'renamed' is an unknown section, but must be 'fields', 'items' or 'statuses'. Correct the file, or restore it from source control." },
        { "LG0016", Names, "{\"renamed\": ¤\"A\"}", "'renamed' is the text \"A\", but must be an object with 'fields', 'items' and 'statuses'. Correct the file, or restore it from source control." },
        { "LG0016", Names, "{\"renamed\": {\"fields\": {\"TITLE\": ¤7}}}", "The name of 'TITLE' is the number 7, but must be a text. Correct the file, or restore it from source control." },
        { "LG0016", Fields, "{\n\"TITLE\": ¤\"string\"}", "Field 'TITLE' is the text \"string\", but must be an object with 'type' and flags. Correct the file, or save the portal's reply again." },
        { "LG0016", Fields, "{\"TITLE\": ¤{\"title\": \"Тема\"}}", "'type' of field 'TITLE' is missing, but must be the name of a type. Correct the file, or save the portal's reply again." },
        { "LG0016", Fields, "{\"TITLE\": {\"type\": ¤null}}", "'type' of field 'TITLE' is null, but must be the name of a type. Correct the file, or save the portal's reply again." },
        { "LG0016", Fields, "{\"TITLE\": {\"type\": ¤\"\"}}", "'type' of field 'TITLE' is the text \"\", but must be the name of a type. Correct the file, or save the portal's reply again." },
        { "LG0016", Fields, "{\"UF_CRM_1\": {\"type\": \"enumeration\", \"items\": ¤\"5\"}}", "'items' of field 'UF_CRM_1' is the text \"5\", but must be a list. Correct the file, or save the portal's reply again." },
        { "LG0016", Fields, "{\"UF_CRM_1\": {\"type\": \"enumeration\", \"items\": [{\"ID\": ¤\"five\"}]}}", "An item of field 'UF_CRM_1' is the text \"five\", but must be an object with a whole number as 'ID'. Correct the file, or save the portal's reply again." },
        { "LG0016", Fields, "{\"UF_CRM_1\": {\"type\": \"enumeration\", \"items\": [¤{\"VALUE\": \"a\"}]}}", "An item of field 'UF_CRM_1' is an object, but must be an object with a whole number as 'ID'. Correct the file, or save the portal's reply again." },
        { "LG0016", Statuses, "{\"result\": [¤{\"STATUS_ID\": \"NEW\"}]}", "A row is an object, but must be an object with 'ENTITY_ID' and 'STATUS_ID'. Correct the file, or save the portal's reply again." },
        { "LG0016", Statuses, "[¤{\"ENTITY_ID\": \"STATUS\", \"STATUS_ID\": \"\"}]", "A row is an object, but must be an object with 'ENTITY_ID' and 'STATUS_ID'. Correct the file, or save the portal's reply again." },
        { "LG0016", UserFields, "[\n¤[]]", "A row is a list, but must be an object with 'FIELD_NAME'. Correct the file, or save the portal's reply again." },
        { "LG0016", Names, "{\"fields\": ¤[\"A\"]}", "'fields' is a list, but must be an object of names by code. Correct the file, or restore it from source control." },
        { "LG0016", Names, "{\"items\": {\"UF_CRM_1700000001\": ¤\"A\"}}", "'UF_CRM_1700000001' is the text \"A\", but must be an object of names by code. Correct the file, or restore it from source control." },
        { "LG0016", Names, "{\"fields\": {\"TITLE\": ¤null}}", "The name of 'TITLE' is null, but must be a text. Correct the file, or restore it from source control." },
        { "LG0016", Names, "¤[\"Title\"]", "leadgen.names.json is a list, but must be an object with 'fields', 'items' and 'statuses'. Correct the file, or restore it from source control." },
    };

    public static TheoryData<string, string, string, string> NamingErrors => new()
    {
        { "LG0010", Names, "{\"fields\": {\n\"TITLE\": ¤\"1st\"}}", "'1st', pinned to field 'TITLE', can't name a C# member: it starts with '1'." },
        { "LG0010", Names, "{\"fields\": {\"TITLE\": ¤\"\"}}", "'', pinned to field 'TITLE', can't name a C# member: it is empty." },
        { "LG0010", Names, "{\"items\": {\"UF_CRM_1700000001\": {\"5\": ¤\"By courier\"}}}", "'By courier', pinned to item 5 of field 'UF_CRM_1700000001', can't name a C# member: it contains ' '." },
        { "LG0010", Names, "{\"statuses\": {\"STATUS\": {\"NEW\": ¤\"new\"}}}", "'new', pinned to value 'NEW' of dictionary 'STATUS', can't name a C# member: it is a keyword." },
        { "LG0010", Names, "{\"renamed\": {\"fields\": {\"TITLE\": ¤\"1st\"}}}", "'1st', pinned to field 'TITLE' as its former name, can't name a C# member: it starts with '1'." },
        { "LG0011", Names, "{\"fields\": {\"UF_CRM_1700000001\": ¤\"StatusId\"}}", "'StatusId', pinned to field 'UF_CRM_1700000001', is already the name of field 'STATUS_ID'. Pin another name." },
        { "LG0011", Names, "{\"fields\": {\"TITLE\": \"A\",\n\"UF_CRM_1700000001\": ¤\"A\"}}", "'A', pinned to field 'UF_CRM_1700000001', is already the name of field 'TITLE'. Pin another name." },
        { "LG0011", Names, "{\"fields\": {\"TITLE\": ¤\"ToString\"}}", "'ToString', pinned to field 'TITLE', is already the name of a member of the generated types. Pin another name." },
        { "LG0011", Names, "{\"fields\": {\"TITLE\": ¤\"s_all\"}}", "'s_all', pinned to field 'TITLE', is already the name of a member of the generated types. Pin another name." },
        { "LG0011", Names, "{\"fields\": {\"TITLE\": ¤\"LeadUpdate\"}}", "'LeadUpdate', pinned to field 'TITLE', is already the name of a generated type. Pin another name." },
        { "LG0011", Names, "{\"statuses\": {\"STATUS\": {\"NEW\": ¤\"FromCode\"}}}", "'FromCode', pinned to value 'NEW' of dictionary 'STATUS', is already the name of a member of the generated type. Pin another name." },
    };

    public static TheoryData<string, string, string, string> Warnings => new()
    {
        { "LG0009", Names, "{\"fields\": {\"UF_CRM_2\": ¤\"Size\"}}", "The name 'Size' is pinned to field 'UF_CRM_2', which this portal does not have. Remove the pin if it was deleted." },
        { "LG0009", Names, "{\"fields\": {\"uf_crm_1700000001\":\r\n¤\"Size\"}}", "The name 'Size' is pinned to field 'uf_crm_1700000001', which this portal does not have; did you mean 'UF_CRM_1700000001'?" },
        { "LG0009", Names, "{\"items\": {\"UF_CRM_1700000001\": {\"6\": ¤\"Post\"}}}", "The name 'Post' is pinned to item 6 of field 'UF_CRM_1700000001', which this portal does not have. Remove the pin if it was deleted." },
        { "LG0009", Names, "{\"statuses\": {\"STATUS\": {\"UC_1\": ¤\"Waiting\"}}}", "The name 'Waiting' is pinned to value 'UC_1' of dictionary 'STATUS', which this portal does not have. Remove the pin if it was deleted." },
        { "LG0009", Names, "{\"statuses\": {\"SOURCE\": {\"CALL\": ¤\"Call\", \"WEB\": \"Web\"}}}", "2 names are pinned to values of dictionary 'SOURCE', which crm.status.list.json does not list. Fetch the schema again. Remove the pins if the dictionary was deleted." },
        { "LG0009", Names, "{\"items\": {\"UF_CRM_2\": {\"1\": ¤\"One\", \"2\": \"Two\"}}}", "2 names are pinned to items of field 'UF_CRM_2', which this portal does not have. Remove the pins if the field was deleted." },
        { "LG0012", Fields, "{\"TITLE\": {\"type\": \"string\"},\n ¤\"SOURCE_ID\": {\"type\": \"crm_status\", \"statusType\": \"SOURCE\"}}", "crm.status.list.json is missing, so the codes of dictionaries (SOURCE) have no names. Fetch the schema with 'leadgen fetch', or save the reply of crm.status.list as crm.status.list.json in the schema's folder." },
        { "LG0013", Fields, "{\"result\": {\n  ¤\"UF_CRM_1700000002\": {\"type\": \"string\", \"isDynamic\": true, \"formLabel\": \"客户\"}}}", "The label '客户' of field 'UF_CRM_1700000002' has no characters that are valid in a C# name, so the field is named UfCrm1700000002. Pin a name in leadgen.names.json, or set Identifiers=\"Native\" on the LeadSchema item to keep the letters of every script." },
        { "LG0013", Fields, "{\"result\": {\n  ¤\"UF_CRM_1700000002\": {\"type\": \"string\", \"isDynamic\": true, \"formLabel\": \"🚚!\"}}}", "The label '🚚!' of field 'UF_CRM_1700000002' has no characters that are valid in a C# name, so the field is named UfCrm1700000002. Pin a name in leadgen.names.json." },
        { "LG0017", Statuses, "{\"result\": [{\"ENTITY_ID\": \"STATUS\", \"STATUS_ID\": \"NEW\"}],\n\"next\": 50, \"total\": ¤\"70\"}", "crm.status.list.json contains 1 of 70 rows. Fetch the schema with 'leadgen fetch', which reads all pages, or fetch the other pages (parameter 'start') and save them in one list." },
        { "LG0017", UserFields, "{\"result\": [], \"total\": ¤3}", "crm.lead.userfield.list.json contains 0 of 3 rows. Fetch the schema with 'leadgen fetch', which reads all pages, or fetch the other pages (parameter 'start') and save them in one list." },
    };

    [Theory]
    [MemberData(nameof(ReadingErrors))]
    public void An_error_in_a_file_is_reported_at_its_location_without_a_schema(string id, string file, string text, string message)
    {
        PortalReading reading = Read(file, text);

        AssertReported(id, file, text, message, reading.Diagnostics);
        Assert.Null(reading.Schema);
        Assert.Throws<ArgumentException>(() => PortalNamer.Name(reading, new NamingOptions()));
    }

    [Theory]
    [MemberData(nameof(NamingErrors))]
    public void An_error_in_a_pin_is_reported_at_the_pin(string id, string file, string text, string message)
    {
        PortalReading reading = Read(file, text);

        Assert.Empty(reading.Diagnostics);
        AssertReported(id, file, text, message, PortalNamer.Name(reading, new NamingOptions()).Diagnostics);
        Assert.Equal(SchemaSeverity.Error, SchemaRules.All.Single(r => r.Id == id).Severity);
    }

    [Theory]
    [MemberData(nameof(Warnings))]
    public void A_warning_is_reported_at_its_location_with_a_schema(string id, string file, string text, string message)
    {
        PortalReading reading = Read(file, text);

        Assert.NotNull(reading.Schema);
        AssertReported(id, file, text, message, reading.Diagnostics.Concat(PortalNamer.Name(reading, new NamingOptions()).Diagnostics));
        Assert.NotEqual(SchemaSeverity.Error, SchemaRules.All.Single(r => r.Id == id).Severity);
    }

    [Theory]
    [InlineData(Fields, GoodFields)]
    [InlineData(Fields, """{"error": {"type": "string"}, "fields": {"type": "string"}, "STATUS_ID": {"type": "crm_status", "statusType": "STATUS"}}""")]
    [InlineData(Fields, """{"fields": {"type": "string"}}""")]
    [InlineData(Fields, """{"result": {"TITLE": {"type": "string"}}, "total": 500, "error_description": ""}""", "LG0017")]
    [InlineData(Fields, """{"TITLE": {"type": "string", "isReadOnly": false, "isRequired": true}}""")]
    [InlineData(Fields, """{"UF_CRM_1": {"type": "string", "formLabel": "1", "listLabel": "!"}, "UF_CRM_2": {"type": "string", "formLabel": " ", "title": "UF_CRM_2"}}""")]
    [InlineData(Fields, """{"UF_CRM_1": {"type": "crm_status", "statusType": ""}}""")]
    [InlineData(Fields, """{"TITLE": {"type": "string", "title": "<b>"}}""")]
    [InlineData(Fields, """{"UF_CRM_1": {"type": "iblock_element", "settings": {"ENTITY_TYPE": "CATALOG"}}}""")]
    [InlineData(Statuses, """[{"ENTITY_ID": "STATUS", "STATUS_ID": "NEW"}, {"ENTITY_ID": "SOURCE", "STATUS_ID": "NEW"}]""")]
    [InlineData(Statuses, """{"result": [{"ENTITY_ID": "STATUS", "STATUS_ID": "NEW"}], "total": 0}""")]
    [InlineData(UserFields, """{"result": [{"FIELD_NAME": "UF_CRM_2", "ID": "1"}], "total": "1"}""")]
    [InlineData(Names, """{"fields": {"TITLE": "Subject", "UF_CRM_1700000001": "Title"}, "items": {"UF_CRM_1700000001": {"5": "Title"}}, "statuses": {"STATUS": {"NEW": "Title"}}}""")]
    public void Unusual_but_valid_files_are_accepted(string file, string text, params string[] expected)
    {
        PortalReading reading = Read(file, text);

        Assert.Equal(expected, reading.Diagnostics.Select(d => d.Rule.Id));
        Assert.Empty(PortalNamer.Name(reading, new NamingOptions()).Diagnostics);
    }

    [Fact]
    public void Dictionaries_of_a_missing_file_are_reported_once()
    {
        const string Three = """{"B": {"type": "crm_status", "statusType": "SOURCE"}, "A": {"type": "crm_status", "statusType": "SOURCE"}, "C": {"type": "crm_status", "statusType": "STATUS"}}""";

        Assert.Contains("dictionaries (SOURCE, STATUS)", Assert.Single(Read(Fields, Three).Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_dictionary_that_the_file_does_not_list_is_reported_once()
    {
        PortalReading reading = new MemoryPortal(GoodFields.Replace("\"TITLE\":", "\"OLD_STATUS\": {\"type\": \"crm_status\", \"statusType\": \"STATUS\"}, \"TITLE\":", StringComparison.Ordinal))
        {
            Statuses = """[{"ENTITY_ID": "SOURCE", "STATUS_ID": "CALL"}]""",
        }.Read();

        Assert.Equal(
            "crm.status.list.json lists no values for 'STATUS', so the codes of field 'OLD_STATUS' have no names. Save the reply of crm.status.list again, with all its pages.",
            Assert.Single(reading.Diagnostics).Message);
    }

    [Fact]
    public void All_errors_are_reported_sorted_by_file_and_position()
    {
        PortalReading reading = new MemoryPortal("{\"B\": 1,\n\"A\": {\"type\": \"\"},\n\"B\": 2}") { Statuses = "", UserFields = "<" }.Read();

        Assert.Equal(
            [
                ("crm.lead.fields.json", 0, "LG0016"), ("crm.lead.fields.json", 1, "LG0016"), ("crm.lead.fields.json", 2, "LG0007"),
                ("crm.lead.fields.json", 2, "LG0016"), ("crm.lead.userfield.list.json", 0, "LG0002"), ("crm.status.list.json", 0, "LG0003"),
            ],
            reading.Diagnostics.Select(d => (Path.GetFileName(d.Location.Path), d.Location.Start.Line, d.Rule.Id)));
    }

    [Theory]
    [InlineData(Statuses)]
    [InlineData(UserFields)]
    [InlineData(Names)]
    public void A_malformed_file_next_to_valid_fields_prevents_a_schema(string file) => Assert.Null(Read(file, "{").Schema);

    [Fact]
    public void A_diagnostic_is_formatted_like_a_compiler_message()
    {
        SchemaDiagnostic finding = Assert.Single(Read(Names, "{\"fields\":\n{\"TITLE\": 7}}").Diagnostics);

        Assert.Equal(
            "portals/acme/leadgen.names.json(2,11): error LG0016: The name of 'TITLE' is the number 7, but must be a text. Correct the file, or restore it from source control.",
            finding.ToString());
    }

    [Fact]
    public void A_long_text_is_shortened_in_a_message() => Assert.Contains(
        $"the text \"{new string('x', 39)}…\"",
        Assert.Single(Read(Fields, $"{{\"TITLE\": \"{new string('x', 500)}\"}}").Diagnostics).Message, StringComparison.Ordinal);

    [Fact]
    public void A_field_and_its_attributes_can_be_located()
    {
        PortalReading reading = Read(Fields, GoodFields);

        Assert.Equal((2, 2), Start(reading.Locate("STATUS_ID")));
        Assert.Equal((2, 24), Start(reading.Locate("STATUS_ID", "type")));
        Assert.Equal((2, 2), Start(reading.Locate("STATUS_ID", "items")));
        Assert.Equal((0, 0), Start(reading.Locate("UF_CRM_404")));

        static (int, int) Start(SchemaLocation location) => (location.Start.Line, location.Start.Column);
    }

    [Fact]
    public void A_missing_status_list_is_reported_once_without_removing_pins()
    {
        string pins = string.Join(", ", Enumerable.Range(1, 27).Select(i => $"\"UC_{i}\": \"Name{i}\""));
        PortalReading reading = new MemoryPortal(GoodFields) { Names = "{\"statuses\": {\"STATUS\": {" + pins + "}}}" }.Read();

        Assert.Empty(reading.Diagnostics);
        SchemaDiagnostic finding = Assert.Single(PortalNamer.Name(reading, new NamingOptions()).Diagnostics);
        Assert.Equal(SchemaRules.UnusedPin, finding.Rule);
        Assert.Equal(
            "27 names are pinned to values of dictionaries, and crm.status.list.json, which lists these, is missing. Restore the file or fetch the schema again, and leave the pins as they are.",
            finding.Message);
    }

    // A rule that is not in All has no page, no descriptor and no line in the lists, and the tests of these would not detect that.
    [Fact]
    public void All_contains_every_rule() => Assert.Equal(
        typeof(SchemaRules).Assembly.GetTypes()
            .SelectMany(static t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(static f => f.FieldType == typeof(SchemaRule))
            .Select(static f => ((SchemaRule)f.GetValue(null)!).Id)
            .Order(StringComparer.Ordinal),
        SchemaRules.All.Select(static r => r.Id));

    [Fact]
    public void Rules_are_numbered_in_order_and_have_unique_titles()
    {
        // Only MSBuild reports LG0019.
        Assert.Equal(
            Enumerable.Range(1, SchemaRules.All.Count + 1).Except([19]).Select(n => $"LG{n:D4}"), SchemaRules.All.Select(r => r.Id));
        Assert.Equal(SchemaRules.All.Count, SchemaRules.All.Select(r => r.Title).Distinct().Count());
        Assert.All(SchemaRules.All, rule => Assert.False(rule.Title.EndsWith('.')));
    }

    private static PortalReading Read(string file, string marked)
    {
        string text = marked.Replace("¤", "", StringComparison.Ordinal);
        return new MemoryPortal(file == Fields ? text : GoodFields)
        {
            Statuses = file == Statuses ? text : file == Fields && text.Contains("SOURCE", StringComparison.Ordinal) ? null : GoodStatuses,
            UserFields = file == UserFields ? text : null,
            Names = file == Names ? text : null,
        }.Read();
    }

    private static void AssertReported(string id, string file, string marked, string message, IEnumerable<SchemaDiagnostic> diagnostics)
    {
        SchemaDiagnostic finding = Assert.Single(diagnostics);
        int offset = marked.IndexOf('¤', StringComparison.Ordinal);
        string before = marked[..offset].Replace("\r\n", " \n", StringComparison.Ordinal).Replace('\r', '\n');
        Assert.Equal(id, finding.Rule.Id);
        Assert.Equal(MemoryPortal.Folder + file, finding.Location.Path);
        Assert.Equal(offset, finding.Location.Range.Start);
        Assert.Equal((before.Count(c => c == '\n'), offset - before.LastIndexOf('\n') - 1), (finding.Location.Start.Line, finding.Location.Start.Column));
        Assert.Equal(message, finding.Message);
    }
}
