using System.Diagnostics;
using System.Text;
using System.Text.Json;
using LeadGen.Access;
using LeadGen.Limits;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using LeadGen.Tool.Output;
using LeadGen.Transport;
using LeadGen.Wire;

namespace LeadGen.Tool.Portal;

/// <summary>Reads the data of a snapshot from a portal. Transient failures are retried, because the calls do not change anything.</summary>
internal sealed class PortalSource : IDisposable
{
    private const string StatusList = "crm.status.list";
    private const string Profile = "profile";
    private const int MaxRetries = 3;

    private readonly Webhook _webhook;
    private readonly Terminal _terminal;
    private readonly HttpClient _http;
    private readonly PortalCalls _calls;

    public PortalSource(Webhook webhook, Terminal terminal, TimeSpan timeout, TimeProvider time)
    {
        _webhook = webhook;
        _terminal = terminal;
        _http = PortalConnection.CreateHttpClient();
        var options = new Bitrix24ClientOptions
        {
            Limits = PortalLimits.None,
            Timeout = timeout,
            Retries = new Bitrix24RetryOptions { MaxRetries = MaxRetries },
            TimeProvider = time,
            Events = new RetryTrace(terminal),
        };
        _calls = new PortalCalls(new PortalConnection(webhook, _http, options) { MaxReplyLength = SchemaLimits.FileLength }, options);
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
        bool? isAdministrator = await TryGetAsync(Profile, static _ => { }, ReadIsAdministrator, cancellationToken).ConfigureAwait(false);
        progress.Report("CRM mode");
        bool? isSimpleCrmMode = await TryGetAsync(CrmMode.Method, static _ => { }, ReadIsSimpleCrmMode, cancellationToken).ConfigureAwait(false);
        progress.Report("Fields");
        string fields = await CallAsync(
            EntitySchema.Lead.FieldsMethod, static _ => { }, reply => text.FormatMap(reply.GetProperty("result")), new ReplySizeLimit(), cancellationToken).ConfigureAwait(false);
        progress.Report("Statuses and other dictionaries");
        PagedList statuses = await ListAsync(StatusList, language: null, progress, cancellationToken).ConfigureAwait(false);
        progress.Report("Custom fields");
        PagedList userFields = await ListAsync(EntitySchema.Lead.UserFieldsMethod, language, progress, cancellationToken).ConfigureAwait(false);
        progress.Report("Fields of items");
        string? itemFields = await TryGetAsync(PortalFiles.ItemFieldsMethod, WriteEntity, result => ReadItemFields(result, text), cancellationToken).ConfigureAwait(false);
        return new PortalReplies(fields, text.FormatList(statuses), text.FormatList(userFields), itemFields, isAdministrator, isSimpleCrmMode);
    }

    public void Dispose()
    {
        _calls.Dispose();
        _http.Dispose();
    }

    private static bool? ReadIsAdministrator(JsonElement result) =>
        result.ValueKind == JsonValueKind.Object && result.TryGetProperty("ADMIN", out JsonElement admin)
            ? admin.ValueKind == JsonValueKind.True || admin.ToString() is "Y" or "1"
            : null;

    private static bool? ReadIsSimpleCrmMode(JsonElement result) => CrmReading.ReadIsSimpleMode(Encoding.UTF8.GetBytes(result.GetRawText()));

    private static string? ReadItemFields(JsonElement result, ReplyFormatter text) =>
        result.ValueKind == JsonValueKind.Object && result.TryGetProperty("fields", out JsonElement fields) && fields.ValueKind == JsonValueKind.Object
            ? text.FormatDescriptions(fields)
            : null;

    private static void WriteEntity(WireWriter writer)
    {
        writer.Key("entityTypeId");
        writer.Number(EntitySchema.Lead.EntityTypeId);
    }

    // A portal may not have the method, or the webhook may not call it.
    private async Task<T?> TryGetAsync<T>(string method, Action<WireWriter> writeArguments, Func<JsonElement, T?> read, CancellationToken cancellationToken)
    {
        try
        {
            return await CallAsync(
                method, writeArguments, reply => read(reply.GetProperty("result")), new ReplySizeLimit(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is Bitrix24RejectedException or Bitrix24AccessDeniedException or Bitrix24NotFoundException)
        {
            _terminal.Trace(e.Message);
            return default;
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

    private async Task<T> CallAsync<T>(
        string method, Action<WireWriter> writeArguments, Func<JsonElement, T> read, ReplySizeLimit sizeLimit, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        return await _calls.CallAsync(
            new CallTraits(method),
            writeArguments,
            static (writer, write) =>
            {
                writer.StartMap();
                write(writer);
                writer.EndMap();
            },
            reply =>
            {
                _terminal.Trace($"POST {_webhook} {method}: {reply.Body.Length} bytes in {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms");
                ReadOnlyMemory<byte> body = reply.Body[PortalReply.GetByteOrderMarkLength(reply.Body.Span)..];
                sizeLimit.Add(body.Span);
                using JsonDocument document = JsonDocument.Parse(body);
                try
                {
                    return read(document.RootElement);
                }
                catch (KeyNotFoundException e)
                {
                    throw new FormatException(e.Message, e);
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    private sealed class RetryTrace(Terminal terminal) : Bitrix24ClientEvents
    {
        public override void OnRetry(string portal, Bitrix24Exception failure, int attempt, TimeSpan delay) =>
            terminal.Trace($"{failure.Message} Retrying{(delay > TimeSpan.Zero ? $" in {delay.TotalSeconds:0.0} s" : "")}.");

        public override void OnWait(string portal, string method, Bitrix24ClientWait reason, TimeSpan delay) =>
            terminal.Trace($"Waiting {delay.TotalSeconds:0.0} s for {method}: {reason}.");
    }
}
