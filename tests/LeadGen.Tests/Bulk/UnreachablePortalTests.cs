using System.Net;
using System.Net.Sockets;
using LeadGen.Tests.Client;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Bulk;

/// <summary>Tests that updates that were not sent are reported as not sent, and that a run ends if the portal is unreachable.</summary>
public sealed class UnreachablePortalTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);

    private readonly List<CrmUpdateResult> _outcomes = [];

    [Theory]
    [InlineData(HttpRequestError.ConnectionError)]
    [InlineData(HttpRequestError.NameResolutionError)]
    [InlineData(HttpRequestError.SecureConnectionError)]
    public async Task A_run_ends_if_the_portal_is_unreachable_and_reports_its_updates_as_not_sent(HttpRequestError error)
    {
        StubPortal portal = Script.Create(Script.Broken(error));
        Bitrix24ClientOptions options = StubPortal.OneAttempt();
        options.Retries.MaxRetries = 2;
        options.TimeProvider = new SkippingClock();
        int taken = 0;
        Bitrix24TransportException e = await Assert.ThrowsAsync<Bitrix24TransportException>(
            () => CollectAsync(portal.Client(options).UpdateManyAsync(Counted())));

        Assert.False(e.IsOutcomeUnknown);
        Assert.InRange(taken, 50, 1000);
        Assert.Equal(taken, _outcomes.Count);
        Assert.All(_outcomes, static o => Assert.Equal(CrmUpdateStatus.NotSent, o.Status));
        Assert.Contains(_outcomes, o => ReferenceEquals(o.Error, e));
        Assert.InRange(portal.Requests.Count, 3, 12);

        IEnumerable<LeadUpdate> Counted()
        {
            for (int i = 1; i <= 10_000; i++)
            {
                taken = i;
                yield return Named(i);
            }
        }
    }

    [Fact]
    public async Task An_unknown_outcome_stays_unknown_when_the_portal_becomes_unreachable()
    {
        StubPortal portal = Script.Create(Script.Page(502), Script.Broken(HttpRequestError.ConnectionError));
        Bitrix24ClientOptions options = StubPortal.OneAttempt();
        options.Retries.MaxRetries = 1;
        options.TimeProvider = new SkippingClock();
        var oneByOne = new CrmBulkOptions { BatchSize = 2, MaxConcurrentBatches = 1 };
        await Assert.ThrowsAsync<Bitrix24TransportException>(
            () => CollectAsync(portal.Client(options).UpdateManyAsync(Enumerable.Range(1, 4).Select(static i => Named(i)), oneByOne)));

        Assert.Equal([CrmUpdateStatus.Unknown, CrmUpdateStatus.Unknown], _outcomes.Where(static o => o.Update.RecordId < 3).Select(static o => o.Status));
        Assert.All(_outcomes.Where(static o => o.Status == CrmUpdateStatus.Unknown), static o => Assert.IsType<Bitrix24ServerException>(o.Error));
        Assert.All(_outcomes.Where(static o => o.Update.RecordId > 2), static o => Assert.Equal(CrmUpdateStatus.NotSent, o.Status));
    }

    [Fact]
    public async Task A_failed_connection_is_retried_even_for_an_update_that_adds_entries()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        Bitrix24ClientOptions options = StubPortal.OneAttempt($"http://127.0.0.1:{port}/rest/7/{StubPortal.Secret}/");
        options.Retries.MaxRetries = 2;
        options.TimeProvider = new SkippingClock();
        var retries = new Retries();
        options.Events = retries;
        using var client = new Bitrix24Client(options);
        Bitrix24TransportException e = await Assert.ThrowsAsync<Bitrix24TransportException>(
            () => client.UpdateAsync(new LeadUpdate(5).AddPhone("+7", PhoneType.Work)));

        Assert.Equal((false, 2), (e.IsOutcomeUnknown, retries.Count));
        Assert.Contains("Nothing was sent.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_connection_is_not_an_unknown_outcome()
    {
        // The TLS handshake gets no reply.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Bitrix24ClientOptions options = StubPortal.OneAttempt($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/rest/7/{StubPortal.Secret}/");
        options.Timeout = TimeSpan.FromMilliseconds(200);
        using var client = new Bitrix24Client(options);
        Bitrix24TransportException e = await Assert.ThrowsAsync<Bitrix24TransportException>(() => client.UpdateAsync(Named(1)));
        Assert.False(e.IsOutcomeUnknown);

        await Assert.ThrowsAsync<Bitrix24TransportException>(() => CollectAsync(client.UpdateManyAsync([Named(1)])));
        Assert.Equal([CrmUpdateStatus.NotSent], _outcomes.Select(static o => o.Status));
    }

    [Fact]
    public async Task Cancellation_before_the_connection_is_made_is_not_an_unknown_outcome()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new Bitrix24Client(StubPortal.OneAttempt($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/rest/7/{StubPortal.Secret}/"));
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CollectAsync(client.UpdateManyAsync([Named(1)], source.Token)).WaitAsync(s_timeout));
        Assert.Equal([CrmUpdateStatus.NotSent], _outcomes.Select(static o => o.Status));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Updates_after_disposing_the_client_are_not_sent(bool isOwnHttp)
    {
        using var portal = new SlowServer();
        Bitrix24ClientOptions options = StubPortal.OneAttempt($"http://127.0.0.1:{portal.Port}/rest/7/{StubPortal.Secret}/");
        options.Retries.MaxRetries = 1;
        options.Retries.Delay = TimeSpan.FromMilliseconds(1);
        using var http = new HttpClient();
        var client = new Bitrix24Client(options, isOwnHttp ? null : http);
        Task<Exception?> run = Record.ExceptionAsync(() => CollectAsync(
            client.UpdateManyAsync(Enumerable.Range(1, 20).Select(static i => Named(i)), new CrmBulkOptions { BatchSize = 1, MaxConcurrentBatches = 2 })));
        await portal.IsAsked.WaitAsync(s_timeout);
        client.Dispose();
        if (!isOwnHttp)
        {
            portal.Answer();
        }

        Assert.IsType<Bitrix24TransportException>(await run.WaitAsync(s_timeout));
        int asked = _outcomes.Count(static o => o.Status is CrmUpdateStatus.Unknown or CrmUpdateStatus.Updated);
        Assert.InRange(asked, 1, 2);
        Assert.Equal(_outcomes.Count - asked, _outcomes.Count(static o => o.Status == CrmUpdateStatus.NotSent));
        Assert.Equal(isOwnHttp, _outcomes.Exists(static o => o.Status == CrmUpdateStatus.Unknown));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.UpdateAsync(Named(1)));
    }

    private static LeadUpdate Named(long id) => new LeadUpdate(id).SetName("Анна");

    private async Task CollectAsync(IAsyncEnumerable<CrmUpdateResult> outcomes)
    {
        await foreach (CrmUpdateResult outcome in outcomes)
        {
            _outcomes.Add(outcome);
        }
    }

    private sealed class Retries : Bitrix24ClientEvents
    {
        public int Count { get; private set; }

        public override void OnRetry(string portal, Bitrix24Exception failure, int attempt, TimeSpan delay) => Count++;
    }

    /// <summary>Accepts requests, and holds the replies until the test releases them.</summary>
    private sealed class SlowServer : IDisposable
    {
        private const string Reply = """{"result": {"result": {"c0": true}}}""";

        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly TaskCompletionSource _asked = new();
        private readonly TaskCompletionSource _answered = new();

        public SlowServer()
        {
            _listener.Start();
            _ = Task.Run(async () =>
            {
                while (true)
                {
                    _ = ServeAsync(await _listener.AcceptTcpClientAsync());
                }
            });
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public Task IsAsked => _asked.Task;

        public void Answer() => _answered.SetResult();

        public void Dispose() => _listener.Dispose();

        private async Task ServeAsync(TcpClient connection)
        {
            using (connection)
            {
                NetworkStream stream = connection.GetStream();
                byte[] buffer = new byte[4096];
                var text = new System.Text.StringBuilder();
                while (!text.ToString().Contains("}}", StringComparison.Ordinal))
                {
                    text.Append(System.Text.Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer)));
                }

                _asked.TrySetResult();
                await _answered.Task;
                await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(
                    $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Reply.Length}\r\nConnection: close\r\n\r\n{Reply}"));
            }
        }
    }
}
