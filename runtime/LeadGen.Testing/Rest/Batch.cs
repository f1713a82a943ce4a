using System.Text.Json.Nodes;
using LeadGen.Storage;
using LeadGen.Testing.Limits;
using LeadGen.Testing.Php;

namespace LeadGen.Testing.Rest;

/// <summary>Implements <c>batch</c>, which runs up to 50 commands in order. A command is a method with a PHP-style query, and has its own result or error.</summary>
/// <remarks>See https://apidocs.bitrix24.com/settings/how-to-call-rest-api/batch.html.</remarks>
internal sealed class Batch(MeteredMethods methods, CallLimits limits, FaultQueue faults, bool isJournalEnabled)
{
    public const string MethodName = "batch";

    private const int MaxCommands = 50;

    /// <summary>Runs the commands of a batch.</summary>
    /// <param name="caller">The caller, whose operating time includes that of the commands.</param>
    /// <param name="parameters">The arguments of the batch.</param>
    /// <param name="verb">The HTTP method of the batch.</param>
    /// <param name="timer">The running timer of the batch.</param>
    public MethodResult Run(Caller caller, CallArguments parameters, string verb, CallTimer timer)
    {
        bool haltOnError = parameters.Find("halt")?.Text is not (null or "" or "0");
        var results = new BatchResults();
        var calls = new List<PortalCall>();
        IReadOnlyList<KeyValuePair<string, PhpValue>> commands = parameters.Find("cmd")?.Entries ?? [];
        for (int index = 0; index < commands.Count; index++)
        {
            (string key, PhpValue command) = commands[index];
            string text = command.Text ?? "";
            int question = text.IndexOf('?', StringComparison.Ordinal);
            string method = question < 0 ? text : text[..question];
            PortalFault? fault = null;
            MethodResult? result = null;
            try
            {
                if (limits.CheckOperatingTime(caller, method) is { } rejection)
                {
                    throw rejection;
                }

                fault = faults.TakeForCommand(method);
                result = fault is { AfterCall: false } ? throw fault.ToException() : Call(index, method, question < 0 ? "" : text[(question + 1)..]);
                if (fault is not null)
                {
                    throw fault.ToException();
                }

                results.Add(key, result);
                AddToJournal(key, method, text, 200, result.Result, result, null);
            }
            catch (RestException e)
            {
                results.Add(key, e.ToJson());
                AddToJournal(key, method, text, e.Status, e.ToJson(), result, fault);
                if (haltOnError)
                {
                    break;
                }
            }
        }

        return new MethodResult(results.ToJson()) { Commands = calls, Time = timer.ToTimeBlock(timer.Duration) };

        MethodResult Call(int index, string method, string query)
        {
            if (index >= MaxCommands)
            {
                throw new RestException(400, "ERROR_BATCH_LENGTH_EXCEEDED", "Max batch length exceeded");
            }

            if (string.Equals(method, MethodName, StringComparison.OrdinalIgnoreCase))
            {
                throw new RestException(405, "ERROR_BATCH_METHOD_NOT_ALLOWED", "Method is not allowed for batch usage");
            }

            return methods.Call(caller, method, new CallArguments(results.Substitute(ParseStr.Parse(query))), timer);
        }

        void AddToJournal(string key, string method, string text, int status, JsonNode? body, MethodResult? result, PortalFault? fault)
        {
            if (!isJournalEnabled)
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
                LeadId = result?.LeadId,
                Status = status,
                Answer = MethodResult.Write(body),
                Fault = fault,
                Fields = result?.Fields ?? [],
                Parameters = result?.Parameters ?? [],
            });
        }
    }
}
