using LeadGen.Testing.Rest;

namespace LeadGen.Testing.Limits;

/// <summary>Tracks requests and operating time, and rejects calls above the limits. Callers must hold the portal's lock.</summary>
internal sealed class CallLimits(PortalEmulatorLimits? limits, TimeProvider time)
{
    private readonly LeakyBucket? _bucket = limits is null ? null : new(limits.CallsPerSecond, limits.Burst, time);
    private readonly TimeSpan _window = (limits ?? PortalEmulatorLimits.Standard).OperatingWindow;
    private readonly Dictionary<string, OperatingWindow>[] _windows =
        [.. Enum.GetValues<Caller>().Select(static _ => new Dictionary<string, OperatingWindow>(StringComparer.OrdinalIgnoreCase))];

    private long _requests;
    private long _rejectedRequests;
    private long _rejectedCommands;

    /// <summary>Gets the simulated operating time that is added to each call.</summary>
    public TimeSpan OperatingPerCall { get; } = limits?.OperatingPerCall ?? TimeSpan.Zero;

    public PortalLimitStatistics Statistics => new()
    {
        Requests = _requests,
        RejectedRequests = _rejectedRequests,
        RejectedCommands = _rejectedCommands,
        HighestLevel = _bucket?.HighestLevel ?? 0,
        HighestOperating = _windows.SelectMany(static w => w)
            .GroupBy(static w => w.Key.ToLowerInvariant(), static w => w.Value.Highest)
            .ToDictionary(static g => g.Key, static g => g.Max(), StringComparer.OrdinalIgnoreCase),
    };

    /// <summary>Counts a request and returns the error if it exceeds the limit; otherwise <see langword="null"/>.</summary>
    public RestException? CheckRequest()
    {
        _requests++;
        if (_bucket?.TryAdd() != false)
        {
            return null;
        }

        _rejectedRequests++;
        return new RestException(503, "QUERY_LIMIT_EXCEEDED", "Too many requests");
    }

    /// <summary>Returns the error if the method has exceeded its operating time; otherwise <see langword="null"/>.</summary>
    public RestException? CheckOperatingTime(Caller caller, string method)
    {
        if (limits?.OperatingLimit is not { } limit
            || !_windows[(int)caller].TryGetValue(method, out OperatingWindow? window)
            || window.Sum(time.GetUtcNow()) <= limit)
        {
            return null;
        }

        _rejectedCommands++;
        return new RestException(429, "OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit.");
    }

    /// <summary>Adds the operating time of a call. Returns the method's total in the window and the time at which the total next decreases.</summary>
    public (TimeSpan Operating, DateTimeOffset ResetAt) Add(Caller caller, string method, TimeSpan used)
    {
        if (!_windows[(int)caller].TryGetValue(method, out OperatingWindow? window))
        {
            _windows[(int)caller].Add(method, window = new OperatingWindow(_window));
        }

        DateTimeOffset now = time.GetUtcNow();
        window.Add(now, used);
        return (window.Sum(now), window.ResetAt(now));
    }
}
