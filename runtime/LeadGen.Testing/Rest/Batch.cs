using System.Text.Json.Nodes;
using LeadGen.Schema.Kinds;
using LeadGen.Testing.Limits;
using LeadGen.Testing.Php;

namespace LeadGen.Testing.Rest;

/// <summary><c>batch</c>: up to fifty commands in a row, each a method and a query in PHP's style, each with a result or an error of its own.</summary>
/// <remarks>See https://apidocs.bitrix24.com/settings/how-to-call-rest-api/batch.html.</remarks>
internal sealed class Batch(MeteredMethods methods, CallLimits limits, FaultQueue faults)
{
    public const string MethodName = "batch";

    private const int MaxCommands = 50;

    /// <param name="caller">Who sent the batch: what its commands use is counted as theirs.</param>
    /// <param name="parameters">The batch's arguments.</param>
    /// <param name="verb">How it was sent.</param>
    /// <param name="timer">The batch's own, which runs already.</param>
    public RestAnswer Run(Caller caller, PhpValue parameters, string verb, CallTimer timer)
    {
        bool isHaltedByError = parameters.Find("halt")?.Text is not (null or "" or "0");
        var results = new BatchResults();
        var calls = new List<PortalCall>();
        foreach ((string key, PhpValue command) in parameters.Find("cmd")?.Entries ?? [])
        {
            string text = command.Text ?? "";
            string method = MethodOf(text);
            PortalFault? fault = null;
            RestAnswer? answer = null;
            try
            {
                if (limits.Refuse(caller, method) is { } refusal)
                {
                    throw refusal;
                }

                fault = faults.TakeForCommand(method);
                answer = fault is { AfterCall: false } ? throw fault.ToException() : Call(caller, text, results, calls.Count, timer);
                if (fault is not null)
                {
                    throw fault.ToException();
                }

                results.Add(key, answer);
                calls.Add(Describe(key, text, verb, 200, answer.Result, answer, null));
            }
            catch (RestException e)
            {
                results.Add(key, e.ToAnswer());
                calls.Add(Describe(key, text, verb, e.Status, e.ToAnswer(), answer, fault));
                if (isHaltedByError)
                {
                    break;
                }
            }
        }

        return new RestAnswer(results.ToAnswer()) { Commands = calls, Time = timer.ToBlock(timer.Duration) };
    }

    private RestAnswer Call(Caller caller, string command, BatchResults results, int place, CallTimer timer)
    {
        if (place >= MaxCommands)
        {
            throw new RestException(400, "ERROR_BATCH_LENGTH_EXCEEDED", "Max batch length exceeded");
        }

        string[] parts = command.Split('?', 2);
        if (string.Equals(parts[0], MethodName, StringComparison.OrdinalIgnoreCase))
        {
            throw new RestException(405, "ERROR_BATCH_METHOD_NOT_ALLOWED", "Method is not allowed for batch usage");
        }

        PhpValue parameters = parts.Length < 2 ? PhpValue.EmptyArray : ParseStr.Parse(parts[1]);
        return methods.Call(caller, parts[0], results.Substitute(parameters), timer);
    }

    private static string MethodOf(string command) => command.Split('?')[0];

    private static PortalCall Describe(string key, string command, string verb, int status, JsonNode? answered, RestAnswer? answer, PortalFault? fault) => new()
    {
        Method = MethodOf(command),
        Verb = verb,
        ContentType = "",
        Body = command,
        BatchKey = key,
        LeadId = answer?.LeadId,
        Status = status,
        Answer = RestAnswer.Write(answered),
        Fault = fault,
        Fields = answer?.Fields ?? [],
        Parameters = answer?.Parameters ?? [],
    };
}
