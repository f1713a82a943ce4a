using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LeadGen.Schema.Kinds;
using LeadGen.Testing.Php;
using LeadGen.Testing.Portal;
using Microsoft.AspNetCore.Http;

namespace LeadGen.Testing.Rest;

/// <summary>Answers HTTP requests: checks the webhook, calls the method, wraps the answer, and keeps the journal.</summary>
internal sealed class RestEndpoint(EmulatedPortal portal, TimeProvider time, TimeSpan offset, string secret)
{
    /// <summary>Beyond what any lead holds; a portal takes two gigabytes.</summary>
    public const long MaxBodySize = 64 * 1024 * 1024;

    private const int MaxBatch = 50;
    private const string BatchMethod = "batch";

    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 256 };

    private readonly RestMethods _methods = new(portal);
    private readonly List<PortalCall> _journal = [];

    public string Secret { get; } = secret;

    public IReadOnlyList<PortalCall> Journal
    {
        get
        {
            lock (portal.Gate)
            {
                return [.. _journal];
            }
        }
    }

    public void ClearJournal()
    {
        lock (portal.Gate)
        {
            _journal.Clear();
        }
    }

    public async Task AnswerAsync(HttpContext context)
    {
        RestRequest request = await RestRequest.ReadAsync(context.Request, context.RequestAborted).ConfigureAwait(false);
        (int status, string body) = Answer(request, context.Request);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(body, Encoding.UTF8, context.RequestAborted).ConfigureAwait(false);
    }

    private (int Status, string Body) Answer(RestRequest request, HttpRequest http)
    {
        lock (portal.Gate)
        {
            long started = time.GetTimestamp();
            DateTimeOffset start = time.GetUtcNow();
            int place = _journal.Count;
            RestAnswer? answer = null;
            var envelope = new JsonObject();
            int status = 200;
            try
            {
                CheckWebhook(request);
                answer = string.Equals(request.Method, BatchMethod, StringComparison.OrdinalIgnoreCase)
                    ? Batch(request.Parameters, http.Method)
                    : _methods.Call(request.Method, request.Parameters);
                envelope["result"] = answer.Result;
                AddPaging(envelope, answer);
                envelope["time"] = TimeBlock(start, time.GetElapsedTime(started));
            }
            catch (RestException e)
            {
                status = e.Status;
                envelope = Error(e);
            }

            string body = envelope.ToJsonString(s_json);
            _journal.Insert(place, new PortalCall
            {
                Method = request.Method,
                Verb = http.Method,
                ContentType = http.ContentType ?? "",
                Body = request.Body.Replace(Secret, "***", StringComparison.Ordinal),
                LeadId = answer?.LeadId,
                Status = status,
                Answer = body,
                Fields = answer?.Fields ?? [],
                Parameters = answer?.Parameters ?? [],
            });
            return (status, body);
        }
    }

    private void CheckWebhook(RestRequest request)
    {
        if (request.Method.Length == 0)
        {
            throw new RestException(404, "ERROR_METHOD_NOT_FOUND", "Method not found!");
        }

        if (request.User.Length == 0)
        {
            throw new RestException(401, "NO_AUTH_FOUND", "Wrong authorization data");
        }

        if (request.Secret != Secret)
        {
            throw new RestException(401, "INVALID_CREDENTIALS", "Invalid request credentials");
        }
    }

    private RestAnswer Batch(PhpValue parameters, string verb)
    {
        bool halt = parameters.Find("halt")?.Text is not (null or "" or "0");
        var results = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        List<KeyValuePair<string, JsonNode?>> result = [], errors = [], totals = [], nexts = [], times = [];
        int number = 0;
        foreach ((string key, PhpValue command) in parameters.Find("cmd")?.Entries ?? [])
        {
            string text = command.Text ?? "";
            try
            {
                long started = time.GetTimestamp();
                DateTimeOffset start = time.GetUtcNow();
                RestAnswer answer = Command(text, results, ++number);
                results[key] = answer.Result;
                result.Add(new(key, answer.Result));
                times.Add(new(key, TimeBlock(start, time.GetElapsedTime(started))));
                if (answer.Total is { } total)
                {
                    totals.Add(new(key, total));
                }

                if (answer.Next is { } next)
                {
                    nexts.Add(new(key, next));
                }

                Write(key, text, verb, 200, answer.Result?.ToJsonString(s_json) ?? "null", answer);
            }
            catch (RestException e)
            {
                errors.Add(new(key, Error(e)));
                Write(key, text, verb, e.Status, Error(e).ToJsonString(s_json), null);
                if (halt)
                {
                    break;
                }
            }
        }

        return new RestAnswer(new JsonObject
        {
            ["result"] = PhpJson.Map(result),
            ["result_error"] = PhpJson.Map(errors),
            ["result_total"] = PhpJson.Map(totals),
            ["result_next"] = PhpJson.Map(nexts),
            ["result_time"] = PhpJson.Map(times),
        });
    }

    private RestAnswer Command(string text, Dictionary<string, JsonNode?> results, int number)
    {
        if (number > MaxBatch)
        {
            throw new RestException(400, "ERROR_BATCH_LENGTH_EXCEEDED", "Max batch length exceeded");
        }

        int query = text.IndexOf('?', StringComparison.Ordinal);
        string method = query < 0 ? text : text[..query];
        if (string.Equals(method, BatchMethod, StringComparison.OrdinalIgnoreCase))
        {
            throw new RestException(405, "ERROR_BATCH_METHOD_NOT_ALLOWED", "Method is not allowed for batch usage");
        }

        PhpValue parameters = query < 0 ? PhpValue.EmptyArray : ParseStr.Parse(text[(query + 1)..]);
        return _methods.Call(method, BatchResults.Substitute(parameters, results));
    }

    private void Write(string key, string command, string verb, int status, string answer, RestAnswer? details) => _journal.Add(new PortalCall
    {
        Method = command.Split('?')[0],
        Verb = verb,
        ContentType = "",
        Body = command,
        BatchKey = key,
        LeadId = details?.LeadId,
        Status = status,
        Answer = answer,
        Fields = details?.Fields ?? [],
        Parameters = details?.Parameters ?? [],
    });

    private static JsonObject Error(RestException e) => new() { ["error"] = e.Error, ["error_description"] = e.Message };

    private static void AddPaging(JsonObject envelope, RestAnswer answer)
    {
        if (answer.Next is { } next)
        {
            envelope["next"] = next;
        }

        if (answer.Total is { } total)
        {
            envelope["total"] = total;
        }
    }

    private JsonObject TimeBlock(DateTimeOffset start, TimeSpan duration)
    {
        DateTimeOffset finish = start + duration;
        return new JsonObject
        {
            ["start"] = start.ToUnixTimeMilliseconds() / 1000.0,
            ["finish"] = finish.ToUnixTimeMilliseconds() / 1000.0,
            ["duration"] = duration.TotalSeconds,
            ["processing"] = duration.TotalSeconds,
            ["date_start"] = Local(start),
            ["date_finish"] = Local(finish),
            ["operating_reset_at"] = start.ToUnixTimeSeconds() + 600,
            ["operating"] = duration.TotalSeconds,
        };
    }

    private string Local(DateTimeOffset moment) => moment.ToOffset(offset).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
}
