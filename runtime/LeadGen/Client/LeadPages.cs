using System.Runtime.CompilerServices;

namespace LeadGen.Client;

/// <summary>Reads the leads that a query finds, page by page.</summary>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-list.html"/>
internal static class LeadPages
{
    // The same for all portals; a page with fewer is the last one.
    private const int PageSize = 50;

    public static async IAsyncEnumerable<TLead> ReadAsync<TLead>(PortalCalls calls, LeadQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
        where TLead : LeadRecord, ILeadRecord<TLead>
    {
        query.Check(TLead.Fields);
        RequestedFields requested = query.Requested;
        long position = 0;
        int count = PageSize;
        for (bool isFirst = true; count >= PageSize; isFirst = false)
        {
            // Whoever waits for leads waits for the first ones; those that follow are like any other bulk.
            var traits = new CallTraits(LeadCalls.List, IsBulk: !isFirst);
            (List<TLead> leads, long? next) = await calls.CallAsync(
                traits,
                (query, position),
                static (writer, page) => LeadCalls.WriteList(writer, page.query, TLead.Fields, page.position),
                reply => (LeadReading.ReadLeads<TLead>(reply.Result, requested, reply.Time), reply.Next),
                cancellationToken).ConfigureAwait(false);
            foreach (TLead lead in leads)
            {
                yield return lead;
            }

            count = leads.Count;
            if (query.PagesById)
            {
                position = Behind(calls, query, leads, position);
            }
            else if (next is { } start)
            {
                position = start > position ? start : throw calls.Connection.Unreadable(LeadCalls.List, null, "a page that says of the next that it was before");

                // A page of which the portal has left leads out is not the last; but empty ones could go on for ever.
                count = leads.Count > 0 ? PageSize : 0;
            }
            else
            {
                break;
            }
        }
    }

    // A portal that does not go on would be asked for the same page for ever.
    private static long Behind<TLead>(PortalCalls calls, LeadQuery query, List<TLead> leads, long position)
        where TLead : LeadRecord
    {
        if (leads.Count < PageSize)
        {
            return position;
        }

        long last = leads[^1].KnownId ?? 0;
        bool isFurther = last > 0 && (position == 0 || (query.IsDescending ? last < position : last > position));
        return isFurther ? last : throw calls.Connection.Unreadable(LeadCalls.List, null, "a page that does not go on by the leads' ids");
    }
}
