using System.Text;
using System.Text.Json;
using LeadGen.Wire;

namespace LeadGen.Transport;

/// <summary>Converts results to read models.</summary>
internal static class CrmReading
{
    /// <summary>Reads the record with the specified ID.</summary>
    /// <exception cref="FormatException">The result is not that record.</exception>
    public static TRecord ReadRecord<TRecord>(CrmProtocol protocol, long id, ReadOnlySpan<byte> result, PortalTime? time, string? portal, RecordRead read)
        where TRecord : CrmRecord, ICrmRecord<TRecord>
    {
        TRecord record = TRecord.Create(ReadPayload(protocol, id, result, TRecord.Fields, TRecord.Fields.ItemNames, protocol.GetRequested(TRecord.Fields), time, portal));
        Check(id, record);
        read.Add(record);
        return record;
    }

    /// <summary>Reads the record with the specified ID, to compare it with the values that were sent.</summary>
    /// <exception cref="FormatException">The result is not that record.</exception>
    public static StoredRecord ReadStored(CrmProtocol protocol, long id, ReadOnlySpan<byte> result, CrmValues values, PortalTime? time, string? portal, RecordRead? read) =>
        ReadStored(protocol, id, result, [.. values.AllChanges.Select(static c => c.Field)], time, portal, read);

    /// <summary>Reads fields of the record with the specified ID.</summary>
    /// <exception cref="FormatException">The result is not that record.</exception>
    public static StoredRecord ReadStored(CrmProtocol protocol, long id, ReadOnlySpan<byte> result, CrmField[] fields, PortalTime? time, string? portal, RecordRead? read)
    {
        var record = new StoredRecord(ReadPayload(protocol, id, result, StoredRecord.NoFields, new ItemNames(fields), protocol.GetRequested(fields), time, portal));
        Check(id, record);
        read?.Add(record);
        return record;
    }

    private static void Check(long id, CrmRecord record)
    {
        if (record.KnownId != id)
        {
            throw new UnexpectedReplyException($"{(record.KnownId is { } other ? $"record {other}" : "a record without an ID")} instead of record {id}");
        }
    }

    private static CrmPayload ReadPayload(
        CrmProtocol protocol, long id, ReadOnlySpan<byte> result, CrmFieldSet fields, ItemNames names, RequestedFields requested, PortalTime? time, string? portal)
    {
        ReadOnlySpan<byte> item = protocol.GetItem(result);
        var reader = new Utf8JsonReader(item);
        return reader.Read() && reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject && LenientText.IsEmpty(ref reader)
            ? throw new UnexpectedReplyException($"an empty result instead of record {id}")
            : ReadPayload(protocol, item, fields, names, requested, time, portal);
    }

    private static CrmPayload ReadPayload(
        CrmProtocol protocol, ReadOnlySpan<byte> item, CrmFieldSet fields, ItemNames names, RequestedFields requested, PortalTime? time, string? portal)
    {
        var reader = new Utf8JsonReader(item);
        return reader.Read() && reader.TokenType == JsonTokenType.StartObject
            ? CrmPayload.Parse(protocol.Convert(item, names), fields, requested, time, portal)
            : throw new FormatException("the result is not a record");
    }

    /// <summary>Reads whether a CRM mode is the simple one; <see langword="null"/> if the result is not a mode.</summary>
    public static bool? ReadIsSimpleMode(ReadOnlySpan<byte> result)
    {
        var reader = new Utf8JsonReader(result);
        return reader.Read() && LenientText.TryReadId(ref reader, out long mode) && mode is (1 or 2) ? mode == 2 : null;
    }

    /// <summary>Reads the assignee and the creator of a record from a page; <see langword="null"/> if the page is empty.</summary>
    /// <exception cref="FormatException">The result is not a page with this record only.</exception>
    public static (long Assignee, long Creator)? ReadAssignee(long id, ReadOnlySpan<byte> result, RecordRead? read)
    {
        List<StoredRecord> page = ReadPage(result, read);
        return page is [] ? null
            : page is [var record] && record.KnownId == id ? ReadAssignee(record)
            : throw new UnexpectedReplyException($"a page that is not that of record {id}");
    }

    /// <summary>Reads the assignee and the creator of a record.</summary>
    /// <exception cref="FormatException">The record does not contain them.</exception>
    public static (long Assignee, long Creator) ReadAssignee(StoredRecord record)
    {
        return TryReadUser(CrmCalls.AssigneeCode) is { } assignee && TryReadUser(CrmCalls.CreatorCode) is { } creator
            ? (assignee, creator)
            : throw new UnexpectedReplyException($"record {record.KnownId} without its assignee or creator");

        long? TryReadUser(string code)
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(record[code]?.GetRawText() ?? "null"));
            return reader.Read() && LenientText.TryReadId(ref reader, out long user) ? user : null;
        }
    }

    /// <summary>Reads a page of records without a schema.</summary>
    /// <exception cref="FormatException">The result is not a list of records with different IDs, or is longer than a page.</exception>
    public static List<StoredRecord> ReadPage(ReadOnlySpan<byte> result, RecordRead? read) =>
        ReadRecords(CrmProtocol.Classic, result, StoredRecord.NoFields, StoredRecord.NoFields.ItemNames, static p => new StoredRecord(p), RequestedFields.All, time: null, portal: null, read);

    /// <summary>
    /// Reads a page of records. PHP writes a list with gaps as a map. A portal returns one row for each parent of a record in a smart
    /// process, one after another; only the first row of a record is read.
    /// </summary>
    /// <exception cref="FormatException">The result is not a list of records with different IDs, or is longer than a page.</exception>
    public static List<TRecord> ReadRecords<TRecord>(
        CrmProtocol protocol, ReadOnlySpan<byte> result, ItemNames names, RequestedFields requested, PortalTime? time, string? portal, RecordRead read)
        where TRecord : CrmRecord, ICrmRecord<TRecord> =>
        ReadRecords(protocol, protocol.GetPage(result), TRecord.Fields, names, TRecord.Create, requested, time, portal, read);

    private static List<TRecord> ReadRecords<TRecord>(
        CrmProtocol protocol,
        ReadOnlySpan<byte> page,
        CrmFieldSet fields,
        ItemNames names,
        Func<CrmPayload, TRecord> create,
        RequestedFields requested,
        PortalTime? time,
        string? portal,
        RecordRead? read)
        where TRecord : CrmRecord
    {
        var reader = new Utf8JsonReader(page);
        if (!reader.Read() || reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
        {
            throw new FormatException("the result is not a list");
        }

        CheckLength(reader);
        List<TRecord> records = [];
        HashSet<long> ids = [];
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject))
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                int start = (int)reader.TokenStartIndex;
                reader.Skip();
                TRecord record = create(ReadPayload(protocol, page[start..(int)reader.BytesConsumed], fields, names, requested, time, portal));
                long id = record.KnownId is { } known and > 0 ? known : throw new UnexpectedReplyException("a page with a record without an ID");
                if (ids.Add(id))
                {
                    records.Add(record);
                }
                else if (records[^1].KnownId != id)
                {
                    throw new UnexpectedReplyException($"a page with record {id} twice");
                }
            }
        }

        records.ForEach(record => read?.Add(record));
        return records;
    }

    // Checked before any object is created.
    private static void CheckLength(Utf8JsonReader reader)
    {
        int count = 0;
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject))
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                reader.Skip();
                if (++count > ReplyLimits.PageSize)
                {
                    throw new UnexpectedReplyException($"a page of more than {ReplyLimits.PageSize} records", isOverLimit: true);
                }
            }
        }
    }
}
