using System.Runtime.CompilerServices;
using LeadGen.Limits;
using LeadGen.Transport;
using LeadGen.Wire;

namespace LeadGen.Client;

/// <summary>Reads the leads of a query page by page.</summary>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-list.html"/>
internal static class CrmPages
{
    private const int PageSize = ReplyLimits.PageSize;

    public static async IAsyncEnumerable<TRecord> ReadAsync<TRecord>(PortalCalls calls, CrmQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
        where TRecord : CrmRecord, ICrmRecord<TRecord>
    {
        query.Check(TRecord.Fields);
        RequestedFields requested = query.Requested;
        long position = 0;
        int count = PageSize;
        for (bool isFirst = true; count >= PageSize; isFirst = false)
        {
            // The caller waits for the first page. The following pages have the priority of bulk calls.
            var traits = new CallTraits(TRecord.Entity.ListMethod, IsBulk: !isFirst);
            (List<TRecord> leads, long? next) = await calls.CallAsync(
                traits,
                (query, position),
                static (writer, page) => CrmCalls.WriteList(writer, page.query, TRecord.Fields, page.position),
                reply => (InOrder(query, CrmReading.ReadRecords<TRecord>(reply.Result, requested, reply.Time, calls.Connection.Origin, reply.Read!), position), reply.Next),
                cancellationToken).ConfigureAwait(false);
            if (leads.Select(query.FindDropped).FirstOrDefault(static f => f is not null) is { } missing)
            {
                throw calls.Connection.Failures.FieldNotFound(TRecord.Entity.ListMethod, missing);
            }

            foreach (TRecord lead in leads.Where(query.IsMetBy))
            {
                yield return lead;
            }

            count = leads.Count;
            if (query.PagesById)
            {
                position = leads.Count > 0 ? leads[^1].KnownId!.Value : position;
            }
            else if (next is { } start)
            {
                position = start > position ? start : throw calls.Connection.Failures.Unreadable(TRecord.Entity.ListMethod, null, "a page whose next page is not after it");

                // A page can contain fewer leads although others follow. An empty page ends the list, because empty pages could follow without end.
                count = leads.Count > 0 ? PageSize : 0;
            }
            else
            {
                break;
            }
        }
    }

    // A portal that ignores the order or the bound would skip leads, return them twice, or return the same page again and again.
    private static List<TRecord> InOrder<TRecord>(CrmQuery query, List<TRecord> leads, long position)
        where TRecord : CrmRecord
    {
        long last = position;
        foreach (long id in query.PagesById ? leads.Select(static l => l.KnownId!.Value) : [])
        {
            if (last != 0 && (query.IsDescending ? id >= last : id <= last))
            {
                throw new UnexpectedReplyException("a page that is not in the order of lead IDs");
            }

            last = id;
        }

        return leads;
    }
}
