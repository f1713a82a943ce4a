using System.Text.Json.Nodes;
using LeadGen.Testing.Limits;

namespace LeadGen.Testing.Rest;

/// <summary>Executes methods, alone or in a batch, and records their operating time.</summary>
internal sealed class MeteredMethods(RestMethods methods, CallLimits limits, Func<CallTimer> startTimer)
{
    /// <summary>Adds a method that a test provides, or replaces a method.</summary>
    public void Handle(string method, Func<JsonObject, PortalMethodResult> handler) => methods.Handle(method, handler);

    /// <summary>Executes a method.</summary>
    /// <param name="caller">The caller, to which the operating time is charged.</param>
    /// <param name="method">The method.</param>
    /// <param name="parameters">The arguments.</param>
    /// <param name="batch">The timer of the batch that contains the call; <see langword="null"/> for a separate call.</param>
    /// <exception cref="RestException">The portal returns an error. The operating time is recorded nevertheless if the method exists.</exception>
    public MethodResult Call(Caller caller, string method, CallArguments parameters, CallTimer? batch = null)
    {
        Func<CallArguments, MethodResult> call = methods.Find(method);
        CallTimer timer = startTimer();
        timer.AdvanceSimulatedTime(limits.OperatingPerCall);
        batch?.AdvanceSimulatedTime(limits.OperatingPerCall);
        MethodResult result;
        try
        {
            result = call(parameters);
        }
        catch (RestException)
        {
            limits.Add(caller, method, timer.Duration);
            throw;
        }

        TimeSpan duration = timer.Duration;
        (TimeSpan operating, DateTimeOffset resetAt) = limits.Add(caller, method, duration);
        JsonObject time = timer.ToTimeBlock(duration);
        // Fractions of a second are rounded up, so that the bucket is discarded at the reported time.
        time["operating_reset_at"] = (resetAt.ToUnixTimeMilliseconds() + 999) / 1000;
        time["operating"] = operating.TotalSeconds;
        return result with { Time = time };
    }
}
