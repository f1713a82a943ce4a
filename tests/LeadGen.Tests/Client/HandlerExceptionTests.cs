using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Client;

/// <summary>Tests that the client's exceptions do not contain the exceptions of HTTP handlers or their messages, which may contain a password.</summary>
public sealed class HandlerExceptionTests
{
    private const string Password = "pr0xyp4ssword";

    private static readonly LeadUpdate s_update = new LeadUpdate(5).SetName("Анна");

    [Theory]
    [InlineData(407)]
    [InlineData(502)]
    [InlineData(0)]
    public async Task The_password_of_a_proxy_is_not_shown(int status)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _ = AnswerAsync(listener, status);
        var address = new Uri($"http://user:{Password}@127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        using var handler = new HttpClientHandler
        {
            Proxy = new WebProxy(address) { Credentials = new NetworkCredential("user", Password) }, UseProxy = true,
        };
        using var http = new HttpClient(handler);
        var events = new RecordedEvents();
        Bitrix24ClientOptions options = StubPortal.OneAttempt();
        (options.Events, options.Retries.MaxRetries, options.Timeout) = (events, 1, TimeSpan.FromSeconds(10));
        options.Retries.Delay = TimeSpan.Zero;
        using var client = new Bitrix24Client(options, http);

        Bitrix24TransportException e = await Assert.ThrowsAsync<Bitrix24TransportException>(() => client.UpdateAsync(s_update));
        Assert.DoesNotContain(Password, e.ToString(), StringComparison.Ordinal);
        Assert.All(events.Texts, static text => Assert.DoesNotContain(Password, text, StringComparison.Ordinal));
    }

    public static TheoryData<string, string> Failures => new()
    {
        { "proxy", "the proxy did not open a connection" },
        { "refused", "the connection was refused" },
        { "name", "the host name was not found" },
        { "tls", "a secure connection could not be established" },
        { "time", "the request timed out" },
        { "broken", "the connection was lost" },
        { "ended", "the connection ended before the response was complete" },
        { "circuit", "the HTTP client failed with InvalidOperationException" },
        { "nested", "the HTTP client failed with HttpRequestException" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task The_message_of_a_failure_contains_only_fixed_text(string failure, string expected)
    {
        var secret = new IOException(Password);
        Exception thrown = failure switch
        {
            "proxy" => new HttpRequestException(HttpRequestError.ProxyTunnelError, Password, secret),
            "refused" => new HttpRequestException(HttpRequestError.ConnectionError, Password, new SocketException((int)SocketError.ConnectionRefused, Password)),
            "name" => new HttpRequestException(HttpRequestError.NameResolutionError, Password),
            "tls" => new HttpRequestException(Password, new AuthenticationException(Password)),
            "time" => new TaskCanceledException(Password, new TimeoutException(Password)),
            "broken" => new HttpRequestException(Password, secret),
            "ended" => new HttpRequestException(HttpRequestError.ResponseEnded, Password, secret),
            "circuit" => new InvalidOperationException(Password, new ArgumentException(Password)),
            _ => new HttpRequestException(Password, Enumerable.Range(0, 1000).Aggregate(new ArgumentException(Password), static (e, _) => new ArgumentException(Password, e))),
        };
        Bitrix24Client client = new StubPortal((_, _) => throw thrown).Client();
        Bitrix24TransportException e = await Assert.ThrowsAsync<Bitrix24TransportException>(() => client.UpdateAsync(s_update));

        Assert.Contains($"crm.lead.update for record 5: {expected}", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, e.ToString(), StringComparison.Ordinal);
        Assert.Null(e.InnerException);
    }

    private static async Task AnswerAsync(TcpListener listener, int status)
    {
        while (true)
        {
            TcpClient connection = await listener.AcceptTcpClientAsync();
            _ = Task.Run(async () =>
            {
                using (connection)
                {
                    NetworkStream stream = connection.GetStream();
                    if (await stream.ReadAsync(new byte[4096]) > 0 && status > 0)
                    {
                        await stream.WriteAsync(Encoding.ASCII.GetBytes(
                            $"HTTP/1.1 {status} No\r\nProxy-Authenticate: Basic realm=\"{Password}\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
                    }
                }
            });
        }
    }

    private sealed class RecordedEvents : Bitrix24ClientEvents
    {
        public List<string> Texts { get; } = [];

        public override void OnRetry(string portal, Bitrix24Exception failure, int attempt, TimeSpan delay) => Texts.Add(failure.ToString());
    }
}
