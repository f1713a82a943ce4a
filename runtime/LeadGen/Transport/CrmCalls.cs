using LeadGen.Wire;

namespace LeadGen.Transport;

/// <summary>Writes the arguments of calls that are the same for both APIs.</summary>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/index.html"/>
internal static class CrmCalls
{
    public const string AssigneeCode = "ASSIGNED_BY_ID", CreatorCode = "CREATED_BY_ID";

    /// <summary>Determines whether an update is idempotent.</summary>
    /// <remarks>
    /// With <see cref="CrmUpdateOptions.RegisterSonetEvent"/> a retry would post a second event to the feed and notify
    /// users again.
    /// </remarks>
    public static bool IsIdempotent(CrmUpdate update, CrmUpdateOptions? options) => !update.CanAddEntries && options?.RegisterSonetEvent != true;

    /// <summary>Finds the assignee of a new record; <see langword="null"/> if the draft has none.</summary>
    public static long? FindAssignee(CrmDraft draft) => draft.AllChanges.OfType<SetChange<long>>().FirstOrDefault(static c => c.Field.Code == AssigneeCode)?.Value;

    /// <summary>Determines whether the portal ignored the assignee of a new record, and assigned it to its creator. A record that the user may not read is not assigned to the user.</summary>
    public static bool IsOtherAssignee(long expected, (long Assignee, long Creator)? read) => read is var (assignee, creator) && assignee != expected && assignee == creator;

    /// <summary>Writes the arguments of a call that reads the assignee and the creator of a record.</summary>
    /// <remarks>Uses crm.lead.list, because its reply differs if the user may not read this record or may not read any record.</remarks>
    public static void WriteListAssignee(WireWriter writer, long id) => WriteListAssignee(writer, () => writer.Number(id));

    /// <summary>Writes the arguments of a command that reads the assignee and the creator of the record which an earlier command of the same batch creates.</summary>
    /// <param name="writer">The row.</param>
    /// <param name="reference">The reference to the ID of the record.</param>
    public static void WriteListAssignee(RowWireWriter writer, string reference) => WriteListAssignee(writer, () => writer.Reference(reference));

    /// <summary>Writes the arguments of a command of <see cref="LeadApi.Classic"/> that reads the record which an earlier command of the same batch creates.</summary>
    /// <inheritdoc cref="WriteListAssignee(RowWireWriter, string)"/>
    public static void WriteGet(RowWireWriter writer, string reference)
    {
        writer.StartMap();
        writer.Key("id");
        writer.Reference(reference);
        writer.EndMap();
    }

    private static void WriteListAssignee(WireWriter writer, Action writeId)
    {
        writer.StartMap();
        writer.Key("select");
        writer.StartList();
        writer.Text("ID");
        writer.Text(AssigneeCode);
        writer.Text(CreatorCode);
        writer.EndList();
        writer.Key("filter");
        writer.StartMap();
        writer.Key("=ID");
        writeId();
        writer.EndMap();
        writer.Key("start");
        writer.Number(-1);
        writer.EndMap();
    }

    /// <summary>Writes empty arguments.</summary>
    public static void WriteEmptyArguments(WireWriter writer)
    {
        writer.StartMap();
        writer.EndMap();
    }
}
