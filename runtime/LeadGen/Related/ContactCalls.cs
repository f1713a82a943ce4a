using System.Text.Json;
using LeadGen.Calls;
using LeadGen.Limits;
using LeadGen.Transport;
using LeadGen.Wire;

namespace LeadGen.Related;

/// <summary>Reads and changes the contacts of a record.</summary>
/// <remarks>See https://apidocs.bitrix24.com/api-reference/crm/leads/management-communication/index.html.</remarks>
internal static class ContactCalls
{
    private const string ContactKey = "CONTACT_ID", SortKey = "SORT", PrimaryKey = "IS_PRIMARY";

    // The distance between the positions, as in the documentation.
    private const int SortStep = 10;

    public static Task<IReadOnlyList<CrmContactLink>> GetAsync(PortalCalls calls, CrmEntity entity, long id, CancellationToken cancellationToken) => calls.CallAsync(
        new CallTraits(entity.ContactsMethod("get")) { RecordId = id }, id, WriteId, static reply => Read(MethodCalls.ReadElement(reply.Result)), cancellationToken);

    /// <summary>Replaces all contacts. The call is idempotent.</summary>
    public static Task ReplaceAsync(PortalCalls calls, CrmEntity entity, long id, long[] contacts, long primary, CancellationToken cancellationToken) => RelatedCalls.ChangeAsync(
        calls, new CallTraits(entity.ContactsMethod("set")) { RecordId = id }, entity.ContactsCode, (id, contacts, primary), Write, RelatedCalls.ReadTrue, cancellationToken);

    /// <summary>Removes all contacts. The call is idempotent.</summary>
    public static Task ClearAsync(PortalCalls calls, CrmEntity entity, long id, CancellationToken cancellationToken) => RelatedCalls.ChangeAsync(
        calls, new CallTraits(entity.ContactsMethod("delete")) { RecordId = id }, entity.ContactsCode, id, WriteId, RelatedCalls.ReadTrue, cancellationToken);

    private static IReadOnlyList<CrmContactLink> Read(JsonElement result) =>
    [
        .. RelatedCalls.ReadList(result).Select(static link => new CrmContactLink(
            RelatedCalls.ReadId(RelatedCalls.ReadMember(link, ContactKey)),
            RelatedCalls.FindMember(link, PrimaryKey)?.ValueEquals("Y"u8) == true,
            (int)Math.Clamp(RelatedCalls.ReadNumber(RelatedCalls.FindMember(link, SortKey)) ?? 0, int.MinValue, int.MaxValue)))
            .OrderBy(static link => link.Sort),
    ];

    private static void WriteId(WireWriter writer, long id)
    {
        writer.StartMap();
        writer.Key("id");
        writer.Number(id);
        writer.EndMap();
    }

    private static void Write(WireWriter writer, (long Id, long[] Contacts, long Primary) call)
    {
        writer.StartMap();
        writer.Key("id");
        writer.Number(call.Id);
        writer.Key("items");
        writer.StartList();
        for (int i = 0; i < call.Contacts.Length; i++)
        {
            writer.StartMap();
            writer.Key(ContactKey);
            writer.Number(call.Contacts[i]);
            writer.Key(SortKey);
            writer.Number((i + 1) * SortStep);
            writer.Key(PrimaryKey);
            writer.Text(call.Contacts[i] == call.Primary ? "Y" : "N");
            writer.EndMap();
        }

        writer.EndList();
        writer.EndMap();
    }
}
