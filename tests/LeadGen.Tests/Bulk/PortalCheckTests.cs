using LeadGen.Tests.Authentication;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Bulk;

/// <summary>Tests that an update whose portal can't be checked has a result, like every update that was taken from the source.</summary>
public class PortalCheckTests
{
    private readonly OAuthPortal _portal = new();
    private readonly StubTokenStore _store = new(OAuthPortal.Token(1));
    private readonly List<CrmUpdateResult> _outcomes = [];
    private int _taken;

    [Fact]
    public async Task A_run_that_is_canceled_during_the_check_reports_the_update()
    {
        using var source = new CancellationTokenSource();
        _store.BeforeRead = async cancellationToken =>
        {
            await source.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync("acme.bitrix24.ru", cancellationToken: source.Token));
        CrmUpdateResult outcome = Assert.Single(_outcomes);
        Assert.Equal((1, 1L, CrmUpdateStatus.NotSent), (_taken, outcome.Update.RecordId, outcome.Status));
    }

    [Fact]
    public async Task A_check_that_fails_reports_the_update_with_the_failure()
    {
        _store.BeforeRead = static _ => throw new IOException("The disk is busy.");
        await Assert.ThrowsAsync<Bitrix24TokenStoreException>(() => RunAsync("acme.bitrix24.ru"));
        CrmUpdateResult outcome = Assert.Single(_outcomes);
        Assert.Equal((1, CrmUpdateStatus.NotSent), (_taken, outcome.Status));
        Assert.IsType<Bitrix24TokenStoreException>(outcome.Error);
    }

    [Fact]
    public async Task A_token_store_that_fails_once_does_not_end_the_run()
    {
        Action fail = StubTokenStore.Failing(1, new IOException("The disk is busy."));
        _store.BeforeRead = _ =>
        {
            fail();
            return Task.CompletedTask;
        };
        await RunAsync("acme.bitrix24.ru", maxRetries: 3);
        Assert.Equal([CrmUpdateStatus.Updated, CrmUpdateStatus.Updated, CrmUpdateStatus.Updated], _outcomes.Select(static o => o.Status));
    }

    [Fact]
    public async Task An_update_of_another_portal_is_invalid()
    {
        await RunAsync("nova.bitrix24.ru");
        Assert.Equal(3, _outcomes.Count);
        Assert.All(_outcomes, static o => Assert.Equal((CrmUpdateStatus.Invalid, typeof(ArgumentException)), (o.Status, o.ValidationError?.GetType())));
        Assert.Empty(_portal.Http.Requests);
    }

    private async Task RunAsync(string portal, int maxRetries = 0, CancellationToken cancellationToken = default)
    {
        IEnumerable<LeadUpdate> updates = Enumerable.Range(1, 3).Select(i =>
        {
            _taken++;
            Lead lead = Given.CreateLead(portal, $$"""{"ID": "{{i}}", "PHONE": [{"ID": "1", "VALUE": "+7", "VALUE_TYPE": "WORK"}]}""");
            return new LeadUpdate(i).RemovePhone(lead.Phone[0]);
        });
        await foreach (CrmUpdateResult outcome in _portal.Client(_store, maxRetries).UpdateManyAsync(updates, cancellationToken))
        {
            _outcomes.Add(outcome);
        }
    }
}
