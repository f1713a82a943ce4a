// Arguments in the wrong place, filters, selections, order, items, addresses.
namespace Corpus.Arguments;

public interface ICaller
{
    Task Call(string method, object arguments);
}

public sealed class Arguments(ICaller caller)
{
    private static readonly string[] s_columns = ["ID", "TITLE", "FIO"]; // expect: unknown-field

    public Task Options(int id) => caller.Call("crm.lead.add", new
    {
        fields = new { TITLE = "x" },
        options = new { REGISTER_SONET_EVENT = "Y" }, // expect: options
        notify = true, // expect: options
    });

    public Task NextToFields(int id) => caller.Call("crm.lead.update", new Dictionary<string, object>
    {
        ["id"] = id,
        ["fields"] = new Dictionary<string, object> { ["TITLE"] = "x" },
        ["COMMENTS"] = "y", // expect: options
        ["auth"] = "token",
    });

    public Task Inside(int id) => caller.Call("crm.lead.update", new
    {
        id,
        fields = new { TITLE = "x" },
        @params = new { REGISTER_SONET_EVENT = "Y", COMMENTS = "y" }, // expect: options
    });

    public Task List(string text) => caller.Call("crm.lead.list", new
    {
        filter = new Dictionary<string, object>
        {
            ["%TITLE"] = text,
            ["!=STATUS"] = "NEW", // expect: unknown-field
            ["0"] = new { LOGIC = "OR", NAME = text }, // expect: filter
            ["logic"] = "OR", // expect: filter
        },
        select = s_columns,
        order = new { id = "ASC" }, // expect: spelling
    });

    public Task Street(int id) => caller.Call("crm.lead.update", new { id, fields = new { ADDRESS_CITY = "Пермь" } }); // expect: address

    public Task NewStreet() => caller.Call("crm.lead.add", new { fields = new { TITLE = "x", ADDRESS_CITY = "Пермь" } });

    public Task Filled(int id, IDictionary<string, object> fields)
    {
        fields["ADDRESS"] = "Ленина, 1";
        return caller.Call("crm.lead.update", new { id, fields });
    }

    public Task Item(int id) => caller.Call("crm.item.update", new
    {
        entityTypeId = 1,
        id,
        fields = new
        {
            title = "x",
            STATUS_ID = "NEW", // expect: unknown-field
            statusId = "NEW", // expect: unknown-field
            stageId = "Новый лид", // expect: value
            createdTime = "2026-01-01", // expect: read-only
            ufCrm_1665555555 = "Почта", // expect: value
            ufCrm_1660500001 = 1, // expect: unknown-field
            UF_CRM_1660500000 = 1, // expect: unknown-field
        },
    });

    public Task Original(int id) => caller.Call("crm.item.update", new
    {
        entityTypeId = 1,
        id,
        useOriginalUfNames = "Y",
        fields = new { UF_CRM_1660500000 = "Y", lastName = "x", parentId177 = 5, observers = new[] { 1 } },
    });

    public Task Deal(int id, int type) => Task.WhenAll(
        caller.Call("crm.item.update", new { entityTypeId = 2, id, fields = new { STAGE = "x" } }),
        caller.Call("crm.item.update", new { entityTypeId = type, id, fields = new { STAGE = "x" } }));
}
