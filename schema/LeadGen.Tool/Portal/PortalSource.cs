using System.Diagnostics;
using System.Text.Json;
using LeadGen.Access;
using LeadGen.Schema;
using LeadGen.Tool.Output;
using LeadGen.Transport;
using LeadGen.Wire;
using Polly;
using Polly.Retry;

namespace LeadGen.Tool.Portal;

/// <summary>Reads the data of a snapshot from a portal. Transient failures are retried, because the calls do not change anything.</summary>
internal sealed class PortalSource : IDisposable
{
    private const string StatusList = "crm.status.list";
    private const string UserFieldList = "crm.lead.userfield.list";
    private const string Profile = "profile";
    private const int MaxRetries = 3;

    private static readonly TimeSpan s_firstDelay = TimeSpan.FromMilliseconds(500);

    private readonly Webhook _webhook;
    private readonly Terminal _terminal;
    private readonly HttpClient _http;
    private readonly PortalConnection _connection;
    private readonly ResiliencePipeline _retries;

    public PortalSource(Webhook webhook, Terminal terminal, TimeSpan timeout, TimeProvider time)
    {
        _webhook = webhook;
        _terminal = terminal;
        _http = PortalConnection.CreateHttpClient();
        _http.Timeout = timeout;
        _connection = new PortalConnection(webhook, _http) { MaxAnswerLength = SchemaLimits.FileLength };
        _retries = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = static outcome => ValueTask.FromResult(outcome.Outcome.Exception is { } e && IsTransient(e)),
                MaxRetryAttempts = MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                Delay = s_firstDelay,
                UseJitter = true,
                OnRetry = retry =>
                {
                    terminal.Trace($"{retry.Outcome.Exception!.Message} Retrying in {retry.RetryDelay.TotalSeconds:0.0} s.");
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    /// <summary>Reads fields, dictionaries and custom fields.</summary>
    /// <param name="language">The language of the custom fields' labels (<c>ru</c>, <c>en</c>, …), or <see langword="null"/> for the language of the webhook's user.</param>
    /// <param name="progress">Receives the name of each step when it starts.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="Bitrix24Exception">The portal did not reply, or its reply is not valid.</exception>
    public async Task<PortalReplies> FetchAsync(string? language, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var text = new ReplyFormatter(_webhook);
        progress.Report("User");
        bool? isAdministrator = await GetIsAdministratorAsync(cancellationToken).ConfigureAwait(false);
        progress.Report("Fields");
        string fields = await CallAsync(
            CrmCalls.Fields, static _ => { }, reply => text.OfMap(reply.GetProperty("result")), new ReplySizeLimit(), cancellationToken).ConfigureAwait(false);
        progress.Report("Statuses and other dictionaries");
        PagedList statuses = await ListAsync(StatusList, language: null, progress, cancellationToken).ConfigureAwait(false);
        progress.Report("Custom fields");
        PagedList userFields = await ListAsync(UserFieldList, language, progress, cancellationToken).ConfigureAwait(false);
        return new PortalReplies(fields, text.OfList(statuses), text.OfList(userFields), isAdministrator);
    }

    public void Dispose()
    {
        _connection.Dispose();
        _http.Dispose();
    }

    // OVERLOAD_LIMIT is not transient: Bitrix24 has blocked the portal's calls until support unblocks them.
    private static bool IsTransient(Exception e) => e switch
    {
        Bitrix24LimitException limit => limit.ErrorCode is not "OVERLOAD_LIMIT",
        Bitrix24ServerException or Bitrix24TransportException => true,
        _ => false,
    };

    private async Task<bool?> GetIsAdministratorAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await CallAsync(
                Profile,
                static _ => { },
                static reply => reply.GetProperty("result") is { ValueKind: JsonValueKind.Object } user && user.TryGetProperty("ADMIN", out JsonElement admin)
                    ? admin.ValueKind == JsonValueKind.True || admin.ToString() is "Y" or "1"
                    : (bool?)null,
                new ReplySizeLimit(),
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is Bitrix24RefusedException or Bitrix24AccessDeniedException or Bitrix24NotFoundException)
        {
            _terminal.Trace(e.Message);
            return null;
        }
    }

    private async Task<PagedList> ListAsync(string method, string? language, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var list = new PagedList();
        var sizeLimit = new ReplySizeLimit();
        for (int? start = 0; start is { } from;)
        {
            start = await CallAsync(
                method,
                writer =>
                {
                    writer.Key("start");
                    writer.Number(from);
                    if (language is not null)
                    {
                        writer.Key("filter");
                        writer.StartMap();
                        writer.Key("LANG");
                        writer.Text(language);
                        writer.EndMap();
                    }
                },
                list.Add,
                sizeLimit,
                cancellationToken).ConfigureAwait(false);
            if (start is not null)
            {
                progress.Report($"{method}: {list.Rows.Count} of {list.Total}");
            }
        }

        return list;
    }

    private ValueTask<T> CallAsync<T>(
        string method, Action<WireWriter> writeArguments, Func<JsonElement, T> read, ReplySizeLimit sizeLimit, CancellationToken cancellationToken) => _retries.ExecuteAsync(
        async ct =>
        {
            long start = Stopwatch.GetTimestamp();
            using PortalReply reply = await _connection.CallAsync(
                method,
                writeArguments,
                static (writer, write) =>
                {
                    writer.StartMap();
                    write(writer);
                    writer.EndMap();
                },
                ct).ConfigureAwait(false);
            _terminal.Trace($"POST {_webhook} {method}: {reply.Body.Length} bytes in {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms");
            try
            {
                ReadOnlyMemory<byte> body = reply.Body.WrittenMemory;
                body = body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body;
                sizeLimit.Take(body.Span);
                using JsonDocument document = JsonDocument.Parse(body);
                return read(document.RootElement);
            }
            catch (ReplyLimitException e)
            {
                throw _connection.Failures.Unreadable(method, null, e.Message, isOverLimit: true);
            }
            catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
            {
                throw _connection.Failures.Unreadable(method, null, "a result of an unexpected type");
            }
        },
        cancellationToken);
}
