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

    /// <summary>Writes the arguments of a call that reads the assignee and the creator of a record.</summary>
    /// <remarks>Uses crm.lead.list, because its reply differs if the user may not read this record or may not read any record.</remarks>
    public static void WriteListAssignee(WireWriter writer, long id)
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
        writer.Number(id);
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
