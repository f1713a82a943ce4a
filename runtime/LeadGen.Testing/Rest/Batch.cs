using System.Text.Json.Nodes;
using LeadGen.Schema.Kinds;
using LeadGen.Testing.Limits;
using LeadGen.Testing.Php;

namespace LeadGen.Testing.Rest;

/// <summary><c>batch</c>: up to fifty commands in a row, each a method and a query in PHP's style, each with a result or an error of its own.</summary>
/// <remarks>See https://apidocs.bitrix24.com/settings/how-to-call-rest-api/batch.html.</remarks>
internal sealed class Batch(MeteredMethods methods, CallLimits limits, FaultQueue faults, bool isDescribed)
{
    public const string MethodName = "batch";

    private const int MaxCommands = 50;

    /// <param name="caller">Who sent the batch: what its commands use is counted as theirs.</param>
    /// <param name="parameters">The batch's arguments.</param>
    /// <param name="verb">How it was sent.</param>
    /// <param name="timer">The batch's own, which runs already.</param>
    public RestAnswer Run(Caller caller, CallArguments parameters, string verb, CallTimer timer)
    {
        bool isHaltedByError = parameters.Find("halt")?.Text is not (null or "" or "0");
        var results = new BatchResults();
        var calls = new List<PortalCall>();
        IReadOnlyList<KeyValuePair<string, PhpValue>> commands = parameters.Find("cmd")?.Entries ?? [];
        for (int place = 0; place < commands.Count; place++)
        {
            (string key, PhpValue command) = commands[place];
            string text = command.Text ?? "";
            int question = text.IndexOf('?', StringComparison.Ordinal);
            string method = question < 0 ? text : text[..question];
            PortalFault? fault = null;
            RestAnswer? answer = null;
            try
            {
                if (limits.Refuse(caller, method) is { } refusal)
                {
                    throw refusal;
                }

                fault = faults.TakeForCommand(method);
                answer = fault is { AfterCall: false } ? throw fault.ToException() : Call(place, method, question < 0 ? "" : text[(question + 1)..]);
                if (fault is not null)
                {
                    throw fault.ToException();
                }

                results.Add(key, answer);
                Describe(key, method, text, 200, answer.Result, answer, null);
            }
            catch (RestException e)
            {
                results.Add(key, e.ToAnswer());
                Describe(key, method, text, e.Status, e.ToAnswer(), answer, fault);
                if (isHaltedByError)
                {
                    break;
                }
            }
        }

        return new RestAnswer(results.ToAnswer()) { Commands = calls, Time = timer.ToBlock(timer.Duration) };

        RestAnswer Call(int place, string method, string query)
        {
            if (place >= MaxCommands)
            {
                throw new RestException(400, "ERROR_BATCH_LENGTH_EXCEEDED", "Max batch length exceeded");
            }

            if (string.Equals(method, MethodName, StringComparison.OrdinalIgnoreCase))
            {
                throw new RestException(405, "ERROR_BATCH_METHOD_NOT_ALLOWED", "Method is not allowed for batch usage");
            }

            return methods.Call(caller, method, new CallArguments(results.Substitute(ParseStr.Parse(query))), timer);
        }

        void Describe(string key, string method, string text, int status, JsonNode? answered, RestAnswer? answer, PortalFault? fault)
        {
            if (!isDescribed)
            {
                return;
            }

            calls.Add(new PortalCall
            {
                Method = method,
                Verb = verb,
                ContentType = "",
                Body = text,
                BatchKey = key,
                LeadId = answer?.LeadId,
                Status = status,
                Answer = RestAnswer.Write(answered),
                Fault = fault,
                Fields = answer?.Fields ?? [],
                Parameters = answer?.Parameters ?? [],
            });
        }
    }
}
