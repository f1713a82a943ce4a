using System.Text.Json.Nodes;
using LeadGen.Testing.Limits;

namespace LeadGen.Testing.Rest;

/// <summary>Carries out calls of methods, alone or in a batch, and counts the time that they work.</summary>
internal sealed class MeteredMethods(RestMethods methods, CallLimits limits, Func<CallTimer> startTimer)
{
    /// <param name="caller">Whose working time it is.</param>
    /// <param name="method">The method.</param>
    /// <param name="parameters">Its arguments.</param>
    /// <param name="batch">Times the batch that the call is part of, if it is.</param>
    /// <exception cref="RestException">The portal answers an error, for which it may have worked too.</exception>
    public RestAnswer Call(Caller caller, string method, CallArguments parameters, CallTimer? batch = null)
    {
        Func<CallArguments, RestAnswer> call = methods.Find(method);
        CallTimer timer = startTimer();
        timer.AdvanceSimulatedTime(limits.OperatingPerCall);
        batch?.AdvanceSimulatedTime(limits.OperatingPerCall);
        RestAnswer answer;
        try
        {
            answer = call(parameters);
        }
        catch (RestException)
        {
            limits.Add(caller, method, timer.Duration);
            throw;
        }

        TimeSpan duration = timer.Duration;
        (TimeSpan operating, DateTimeOffset resetAt) = limits.Add(caller, method, duration);
        JsonObject time = timer.ToBlock(duration);
        // A part of a second is rounded up: at the time that is told, the bucket is gone.
        time["operating_reset_at"] = (resetAt.ToUnixTimeMilliseconds() + 999) / 1000;
        time["operating"] = operating.TotalSeconds;
        return answer with { Time = time };
    }
}
