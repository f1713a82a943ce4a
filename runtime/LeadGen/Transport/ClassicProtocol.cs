using System.Text.Json;
using LeadGen.Wire;

namespace LeadGen.Transport;

/// <summary>Writes calls of the methods of one entity, such as <c>crm.lead.*</c>, and reads the replies.</summary>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/index.html"/>
internal sealed class ClassicProtocol : CrmProtocol
{
    public override LeadApi Api => LeadApi.Classic;

    public override bool ReturnsStoredValues(CrmValues values) => false;

    public override CrmMethods GetMethods(CrmEntity entity) => entity.Methods;

    // For new records, only REGISTER_SONET_EVENT is documented. A portal ignores unknown options.
    public override void WriteAdd(WireWriter writer, CrmDraft draft, CrmUpdateOptions? options)
    {
        writer.StartMap();
        WriteValues(writer, draft, options);
        writer.EndMap();
    }

    public override void WriteUpdate(WireWriter writer, CrmUpdate update, CrmUpdateOptions? options)
    {
        writer.StartMap();
        writer.Key("id");
        writer.Number(update.RecordId);
        WriteValues(writer, update, options);
        writer.EndMap();
    }

    public override void WriteGet(WireWriter writer, CrmEntity entity, long id)
    {
        writer.StartMap();
        writer.Key("id");
        writer.Number(id);
        writer.EndMap();
    }

    public override void WriteDelete(WireWriter writer, CrmEntity entity, long id) => WriteGet(writer, entity, id);

    public override string GetCreatedReference(string command) => $"$result[{command}]";

    public override void WriteList(WireWriter writer, CrmEntity entity, CrmQuery query, CrmFieldSet fields, long position)
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

        // With -1, the portal does not count the records that meet the conditions.
        writer.Number(query.PagesById ? -1 : position);
        writer.EndMap();
    }

    public override RequestedFields GetRequested(IEnumerable<CrmField> fields) =>
        fields is CrmFieldSet { ItemOnly: { Count: > 0 } others } ? RequestedFields.AllExcept(others.Select(static f => f.Code)) : RequestedFields.All;

    public override RequestedFields GetRequested(CrmQuery query, CrmFieldSet fields) => query.SelectsAll ? GetRequested(fields) : query.Requested;

    public override ItemNames GetNames(CrmQuery query, CrmFieldSet fields) => fields.ItemNames;

    public override ReadOnlySpan<byte> GetItem(ReadOnlySpan<byte> result) => result;

    public override ReadOnlySpan<byte> GetPage(ReadOnlySpan<byte> result) => result;

    public override long GetCreatedId(ReadOnlySpan<byte> result, CrmDraft draft, bool isVerified)
    {
        var reader = new Utf8JsonReader(result);
        return reader.Read() && LenientText.TryReadId(ref reader, out long id) && id > 0 ? id : throw new FormatException("the result is not an ID");
    }

    public override void CheckUpdated(ReadOnlySpan<byte> result, CrmUpdate update, bool isVerified)
    {
        if (!result.SequenceEqual("true"u8))
        {
            throw new FormatException("the result is not true");
        }
    }

    public override void CheckDeleted(ReadOnlySpan<byte> result)
    {
        if (!result.SequenceEqual("true"u8))
        {
            throw new FormatException("the result is not true");
        }
    }

    public override byte[] Convert(ReadOnlySpan<byte> item, ItemNames names) => item.ToArray();

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
