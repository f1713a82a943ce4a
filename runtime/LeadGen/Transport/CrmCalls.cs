using LeadGen.Wire;

namespace LeadGen.Transport;

/// <summary>Writes the arguments of the calls that read and write items of the CRM.</summary>
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

    /// <summary>Writes the arguments of a call that creates a lead, for a body or for a row of a batch.</summary>
    /// <remarks>For new leads, only REGISTER_SONET_EVENT is documented. A portal ignores unknown options.</remarks>
    public static void WriteAdd(WireWriter writer, CrmDraft lead, CrmUpdateOptions? options)
    {
        writer.StartMap();
        WriteValues(writer, lead, options);
        writer.EndMap();
    }

    /// <summary>Writes the arguments of an update, for a body or for a row of a batch.</summary>
    public static void WriteUpdate(WireWriter writer, CrmUpdate update, CrmUpdateOptions? options)
    {
        writer.StartMap();
        writer.Key("id");
        writer.Number(update.RecordId);
        WriteValues(writer, update, options);
        writer.EndMap();
    }

    public static void WriteGet(WireWriter writer, long id)
    {
        writer.StartMap();
        writer.Key("id");
        writer.Number(id);
        writer.EndMap();
    }

    /// <summary>Writes the arguments of a call that reads a page of leads, for a body or for a row of a batch.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="query">The query.</param>
    /// <param name="fields">All fields of the leads.</param>
    /// <param name="position">
    /// The start of the page: the ID of the last lead before it if the query pages by ID, otherwise the number of leads before it; 0 for the first page.
    /// </param>
    /// <exception cref="ArgumentException">The query has a field that the leads do not have.</exception>
    public static void WriteList(WireWriter writer, CrmQuery query, CrmFieldSet fields, long position)
    {
        query.Check(fields);
        writer.StartMap();
        writer.Key("select");
        query.WriteSelection(writer, fields);
        writer.Key("filter");
        query.WriteConditions(writer, query.PagesById ? position : 0);
        writer.Key("order");
        query.WriteOrder(writer);
        writer.Key("start");

        // With -1, the portal does not count all leads that it finds.
        writer.Number(query.PagesById ? -1 : position);
        writer.EndMap();
    }

    /// <summary>Writes the arguments of a call that reads the assignee and the creator of a lead.</summary>
    /// <remarks>Uses crm.lead.list, because its reply differs if the user may not read this lead or may not read any lead.</remarks>
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

    private static void WriteValues(WireWriter writer, CrmValues values, CrmUpdateOptions? options)
    {
        writer.Key("fields");
        writer.StartMap();
        values.WriteFields(writer);
        writer.EndMap();
        if (options is { RegisterSonetEvent: not null } or { RegisterHistoryEvent: not null })
        {
            WriteOptions(writer, "params", options);
            WriteOptions(writer, "options", options);
        }
    }

    private static void WriteOptions(WireWriter writer, string name, CrmUpdateOptions options)
    {
        writer.Key(name);
        writer.StartMap();
        WriteOption(writer, "REGISTER_SONET_EVENT", options.RegisterSonetEvent);
        WriteOption(writer, "REGISTER_HISTORY_EVENT", options.RegisterHistoryEvent);
        writer.EndMap();
    }

    private static void WriteOption(WireWriter writer, string name, bool? value)
    {
        if (value is { } isOn)
        {
            writer.Key(name);
            WireFormat.YesNo.Write(writer, isOn);
        }
    }
}
