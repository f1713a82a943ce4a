using System.Runtime.CompilerServices;
using LeadGen.Limits;
using LeadGen.Transport;
using LeadGen.Wire;

namespace LeadGen.Client;

/// <summary>Reads the records of a query page by page.</summary>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-list.html"/>
internal static class CrmPages
{
    private const int PageSize = ReplyLimits.PageSize;

    public static async IAsyncEnumerable<TRecord> ReadAsync<TRecord>(PortalCalls calls, CrmQuery query, CrmProtocol protocol, [EnumeratorCancellation] CancellationToken cancellationToken)
        where TRecord : CrmRecord, ICrmRecord<TRecord>
    {
        RequestedFields requested = protocol.GetRequested(query, TRecord.Fields);
        ItemNames names = protocol.GetNames(query, TRecord.Fields);
        string method = protocol.GetMethods(TRecord.Entity).List;
        long position = 0;
        long last = 0;
        bool isFirst = true;
        HashSet<long> returned = [];
        int count = PageSize;

        // A page with fewer records than others is not always the last one: a portal finds a record with two parents in one smart process twice,
        // and merges the rows of a record after it has selected the rows of the page. Without a count, only an empty page proves that no record follows.
        while (count > 0)
        {
            // The caller waits for the first page, and for the end of a short list. Other pages have the priority of bulk calls.
            var traits = new CallTraits(method, IsBulk: !isFirst && count >= PageSize);
            isFirst = false;
            (List<TRecord> records, long? next) = await calls.CallAsync(
                traits,
                (protocol, query, position),
                static (writer, page) => page.protocol.WriteList(writer, TRecord.Entity, page.query, TRecord.Fields, page.position),
                reply => (CheckOrder(query, CrmReading.ReadRecords<TRecord>(protocol, reply.Result, names, requested, reply.Time, calls.Connection.Origin, reply.Read!), position), reply.Next),
                cancellationToken).ConfigureAwait(false);
            ThrowIfDropped(calls, query, method, records);
            if (!query.PagesById && next <= position)
            {
                throw calls.Connection.Failures.Unreadable(method, null, "a page whose 'next' does not advance");
            }

            foreach (TRecord record in records)
            {
                // The rows of a record with two parents follow each other. By position, records that were added move others to the next page, and a
                // portal whose records have become fewer returns the first page again instead of a page that no longer exists.
                long id = record.KnownId!.Value;
                if ((query.PagesById ? id != last : returned.Add(id)) && query.IsMetBy(record))
                {
                    yield return record;
                }

                last = id;
            }

            if (!query.PagesById && next is null)
            {
                break;
            }

            count = records.Count;
            position = query.PagesById ? last : next!.Value;
        }
    }

    /// <summary>Reads the page that starts at a position.</summary>
    /// <param name="calls">The calls.</param>
    /// <param name="query">The query, for pages by position.</param>
    /// <param name="protocol">The protocol.</param>
    /// <param name="start">The number of records before the page; -1 for the first page without a count.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static async Task<CrmPage<TRecord>> ReadPageAsync<TRecord>(PortalCalls calls, CrmQuery query, CrmProtocol protocol, long start, CancellationToken cancellationToken)
        where TRecord : CrmRecord, ICrmRecord<TRecord>
    {
        RequestedFields requested = protocol.GetRequested(query, TRecord.Fields);
        ItemNames names = protocol.GetNames(query, TRecord.Fields);
        string method = protocol.GetMethods(TRecord.Entity).List;
        CrmPage<TRecord> page = await calls.CallAsync(
            new CallTraits(method),
            (protocol, query, start),
            static (writer, call) => call.protocol.WriteList(writer, TRecord.Entity, call.query, TRecord.Fields, call.start),
            reply => new CrmPage<TRecord>(
                CrmReading.ReadRecords<TRecord>(protocol, reply.Result, names, requested, reply.Time, calls.Connection.Origin, reply.Read!), reply.Total, start < 0 ? null : reply.Next),
            cancellationToken).ConfigureAwait(false);
        ThrowIfDropped(calls, query, method, page.Records);

        // A portal returns the first page instead of one that does not exist.
        if (start > 0 && page.Total <= start)
        {
            return page with { Records = [], Next = null };
        }

        return page.Next <= start
            ? throw calls.Connection.Failures.Unreadable(method, null, "a page whose 'next' does not advance")
            : page with { Records = [.. page.Records.Where(query.IsMetBy)] };
    }

    private static void ThrowIfDropped<TRecord>(PortalCalls calls, CrmQuery query, string method, IEnumerable<TRecord> records)
        where TRecord : CrmRecord
    {
        if (records.Select(query.FindDropped).FirstOrDefault(static f => f is not null) is { } missing)
        {
            throw calls.Connection.Failures.FieldNotFound(method, missing);
        }
    }

    // A portal that ignores the order or the bound would skip records, return them twice, or return the same page again and again.
    private static List<TRecord> CheckOrder<TRecord>(CrmQuery query, List<TRecord> records, long position)
        where TRecord : CrmRecord
    {
        long last = position;
        foreach (long id in query.PagesById ? records.Select(static l => l.KnownId!.Value) : [])
        {
            if (last != 0 && (query.IsDescending ? id >= last : id <= last))
            {
                throw new UnexpectedReplyException("a page that is not in the order of record IDs");
            }

            last = id;
        }

        return records;
    }
}
