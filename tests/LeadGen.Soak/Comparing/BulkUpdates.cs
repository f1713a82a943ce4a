using LeadGen.Soak.Portal;

namespace LeadGen.Soak.Comparing;

/// <summary>Creates the updates that are measured. Each sets a number, a text and a flag of one lead.</summary>
internal static class BulkUpdates
{
    public static IEnumerable<CrmUpdate> Create(long count, int leads)
    {
        for (long i = 0; i < count; i++)
        {
            yield return new LeadUpdate(1 + (i % leads)).SetIntegerOne(i).SetName("Анна Ёлкина").SetOpened(i % 2 == 0);
        }
    }

    /// <summary>Sends updates, all of which must succeed.</summary>
    public static async Task RunAsync(Bitrix24Client client, IEnumerable<CrmUpdate> updates, Action<long>? progress, CancellationToken cancellationToken)
    {
        long done = 0;
        await foreach (CrmUpdateResult result in client.UpdateManyAsync(updates, cancellationToken))
        {
            if (result.Status != CrmUpdateStatus.Updated)
            {
                throw new InvalidOperationException($"Unexpected result: {result}");
            }

            progress?.Invoke(++done);
        }
    }
}
