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
        long last = 0;
        bool isFirst = true;
        int count = PageSize;

        // A page with fewer leads than others is not always the last one: a portal finds a lead with two parents in one smart process twice,
        // and merges the rows of a lead after it has cut the page. Without a count, only an empty page proves that no lead follows.
        while (count > 0)
        {
            // The caller waits for the first page, and for the end of a short list. Other pages have the priority of bulk calls.
            var traits = new CallTraits(TRecord.Entity.ListMethod, IsBulk: !isFirst && count >= PageSize);
            isFirst = false;
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

            foreach (TRecord lead in leads)
            {
                // The rows of a lead with two parents follow each other, also on two pages by position.
                if (lead.KnownId != last && query.IsMetBy(lead))
                {
                    yield return lead;
                }

                last = lead.KnownId!.Value;
            }

            count = leads.Count;
            if (query.PagesById)
            {
                position = last;
            }
            else if (next is { } start)
            {
                position = start > position ? start : throw calls.Connection.Failures.Unreadable(TRecord.Entity.ListMethod, null, "a page whose next page is not after it");
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
