namespace LeadGen.Analyzers.Tests;

/// <summary>Tests that messages contain the names that <c>crm.item.*</c> uses for the fields of a lead.</summary>
public sealed class ItemNameTests
{
    private const string Fields = """
        {"result": {
          "TITLE": {"type": "string"}, "STATUS_ID": {"type": "crm_status", "statusType": "STATUS"}, "LAST_NAME": {"type": "string"}, "DATE_CREATE": {"type": "datetime", "isReadOnly": true},
          "LAST_ACTIVITY_TIME": {"type": "datetime"},
          "PHONE": {"type": "crm_multifield", "isMultiple": true}, "ADDRESS_CITY": {"type": "string"},
          "UF_CRM_1746431727372": {"type": "string", "isDynamic": true}, "UF_CRM_INN": {"type": "string", "isDynamic": true}, "UF_CRM_MANAGER_NOTE": {"type": "string", "isDynamic": true},
          "UF_CRM_64A29A1CD5CC2": {"type": "string", "isDynamic": true}, "UF_CRM_3_DIGIT": {"type": "string", "isDynamic": true}, "UF_CRM_3_1747309727": {"type": "string", "isDynamic": true},
          "UF_CRM_3_DIGIT10": {"type": "string", "isDynamic": true}
        }}
        """;

    [Theory]
    [InlineData("STATUS_ID", "'STATUS_ID' is not a field of crm.item.*, and Bitrix24 ignores it; write 'stageId'")]
    [InlineData("LAST_NAME", "'LAST_NAME' is not a field of crm.item.*, and Bitrix24 ignores it; write 'lastName'")]
    [InlineData("statusId", "'statusId' is not a field of crm.item.*, and Bitrix24 ignores it; write 'stageId'")]
    [InlineData("PHONE", "'PHONE' is not a field of crm.item.*, and Bitrix24 ignores it; write an entry of 'fm' with typeId PHONE")]
    [InlineData("ADDRESS_CITY", "'ADDRESS_CITY' is not a field of crm.item.*, and Bitrix24 ignores it; write addresses with crm.address.*")]
    [InlineData("TITEL", "'TITEL' is not a field of portal 'acme', and Bitrix24 ignores it")]
    [InlineData("UF_CRM_1746431727372", "'UF_CRM_1746431727372' is not a field of crm.item.* without useOriginalUfNames, and Bitrix24 ignores it; write 'ufCrm_1746431727372', or set useOriginalUfNames to Y")]
    [InlineData("UF_CRM_INN", "'UF_CRM_INN' is not a field of crm.item.* without useOriginalUfNames, and Bitrix24 ignores it; write 'ufCrmInn', or set useOriginalUfNames to Y")]
    [InlineData("UF_CRM_MANAGER_NOTE", "'UF_CRM_MANAGER_NOTE' is not a field of crm.item.* without useOriginalUfNames, and Bitrix24 ignores it; write 'ufCrmManagerNote', or set useOriginalUfNames to Y")]
    [InlineData("UF_CRM_64A29A1CD5CC2", "'UF_CRM_64A29A1CD5CC2' is not a field of crm.item.* without useOriginalUfNames, and Bitrix24 ignores it; write 'ufCrm_64A29A1CD5CC2', or set useOriginalUfNames to Y")]
    [InlineData("UF_CRM_3_DIGIT", "'UF_CRM_3_DIGIT' is not a field of crm.item.* without useOriginalUfNames, and Bitrix24 ignores it; write 'ufCrm3Digit', or set useOriginalUfNames to Y")]
    [InlineData("UF_CRM_3_1747309727", "'UF_CRM_3_1747309727' is not a field of crm.item.* without useOriginalUfNames, and Bitrix24 ignores it; write 'ufCrm3_1747309727', or set useOriginalUfNames to Y")]
    [InlineData("UF_CRM_3_DIGIT10", "'UF_CRM_3_DIGIT10' is not a field of crm.item.* without useOriginalUfNames, and Bitrix24 ignores it; write 'ufCrm_3_DIGIT10', or set useOriginalUfNames to Y")]
    [InlineData("createdTime", "'createdTime' is read-only, and Bitrix24 ignores the value")]
    [InlineData("lastActivityTime", "'lastActivityTime' is read-only, and Bitrix24 ignores the value")]
    [InlineData("phone", "'phone' is read-only, and Bitrix24 ignores the value")]
    [InlineData("ufCrm_1746431727372", null)]
    [InlineData("ufCrm3Digit", null)]
    [InlineData("stageId", null)]
    public Task A_message_contains_the_field_name_of_items(string name, string? message) =>
        ExpectAsync($"Rest.CallAsync(\"crm.item.update\", new {{ entityTypeId = 1, id = 5, fields = new {{ {name} = \"x\" }} }})", message);

    [Theory]
    [InlineData("fields = new { ufCrm_1746431727372 = \"x\" }", "'ufCrm_1746431727372' is not a field of crm.item.* with useOriginalUfNames, and Bitrix24 ignores it; write 'UF_CRM_1746431727372'")]
    [InlineData("fields = new { UF_CRM_1746431727372 = \"x\", title = \"y\" }", null)]
    public Task Original_names_are_expected_with_useOriginalUfNames(string fields, string? message) =>
        ExpectAsync($"Rest.CallAsync(\"crm.item.update\", new {{ entityTypeId = 1, id = 5, useOriginalUfNames = \"Y\", {fields} }})", message);

    [Theory]
    [InlineData("filter = new Dictionary<string, object> { [\"@STATUS_ID\"] = 1 }", "'STATUS_ID' is not a field of crm.item.*, and Bitrix24 rejects the call; write 'stageId'")]
    [InlineData("order = new { DATE_CREATE = \"ASC\" }", "'DATE_CREATE' is not a field of crm.item.*, and Bitrix24 rejects the call; write 'createdTime'")]
    [InlineData("select = new[] { \"id\", \"LAST_NAME\" }", "'LAST_NAME' is not a field of crm.item.*, and Bitrix24 ignores it; write 'lastName'")]
    [InlineData("filter = new { stageId = \"NEW\", anything = 5 }", null)]
    public Task A_list_of_items_uses_the_same_names(string argument, string? message) =>
        ExpectAsync($"Rest.CallAsync(\"crm.item.list\", new {{ entityTypeId = 1, {argument} }})", message);

    private static async Task ExpectAsync(string call, string? message)
    {
        var files = new Dictionary<string, string> { [SamplePortal.Folder + "crm.lead.fields.json"] = Fields };
        IEnumerable<string> found = (await Analysis.RunAsync($"using System.Collections.Generic; class C {{ object M() => {call}; }}", files))
            .Where(static d => d.Id != "LG1016").Select(static d => d.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(message is null ? [] : [message], found);
    }
}
