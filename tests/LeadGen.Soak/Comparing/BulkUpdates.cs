using LeadGen.Soak.Portal;

namespace LeadGen.Soak.Comparing;

/// <summary>The updates whose speed is measured: a number, a text and a flag on one lead after the other.</summary>
internal static class BulkUpdates
{
    public static IEnumerable<CrmUpdate> Of(long count, int leads)
    {
        for (long i = 0; i < count; i++)
        {
            yield return new LeadUpdate(1 + (i % leads)).SetIntegerOne(i).SetName("Анна Ёлкина").SetOpened(i % 2 == 0);
        }
    }

    /// <summary>Carries updates out, all of which must succeed.</summary>
    public static async Task RunAsync(Bitrix24Client client, IEnumerable<CrmUpdate> updates, Action<long>? progress, CancellationToken cancellationToken)
    {
        long done = 0;
        await foreach (CrmUpdateResult outcome in client.UpdateManyAsync(updates, cancellationToken))
        {
            if (outcome.Status != CrmUpdateStatus.Updated)
            {
                throw new InvalidOperationException($"Nothing goes wrong here, and yet: {outcome}");
            }

            progress?.Invoke(++done);
        }
    }
}
