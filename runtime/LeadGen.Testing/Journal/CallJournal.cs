namespace LeadGen.Testing.Journal;

/// <summary>Keeps the most recent calls and reports each call to a callback. Secrets are masked, because journals are printed.</summary>
/// <param name="secrets">Masks the secrets of a call.</param>
/// <param name="capacity">The number of calls to keep; <see langword="null"/> to keep all of them.</param>
/// <param name="onCall">The callback; <see langword="null"/> for none.</param>
internal sealed class CallJournal(SecretMask secrets, int? capacity, Action<PortalCall>? onCall)
{
    private readonly object _lock = new();
    private readonly Queue<PortalCall> _calls = [];

    /// <summary>Gets whether calls are kept or reported. If not, callers do not have to describe them.</summary>
    public bool IsEnabled { get; } = capacity != 0 || onCall is not null;

    public IReadOnlyList<PortalCall> Calls
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>Adds a call, followed by the commands of its batch.</summary>
    public void Add(PortalCall call, IReadOnlyList<PortalCall> commands)
    {
        Add(Mask(call));
        foreach (PortalCall command in commands)
        {
            Add(Mask(command));
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _calls.Clear();
        }
    }

    private void Add(PortalCall call)
    {
        onCall?.Invoke(call);
        lock (_lock)
        {
            _calls.Enqueue(call);
            if (_calls.Count > capacity)
            {
                _calls.Dequeue();
            }
        }
    }

    private PortalCall Mask(PortalCall call) => call with
    {
        Method = secrets.Apply(call.Method),
        ContentType = secrets.Apply(call.ContentType),
        Query = secrets.Apply(call.Query),
        Body = secrets.Apply(call.Body),
        Answer = secrets.Apply(call.Answer),
        BatchKey = call.BatchKey is { } key ? secrets.Apply(key) : null,
        Fields = Mask(call.Fields),
        Parameters = Mask(call.Parameters),
    };

    // Few results contain a secret, so the list is copied only if one does.
    private IReadOnlyList<FieldResult> Mask(IReadOnlyList<FieldResult> results)
    {
        FieldResult[]? masked = null;
        for (int i = 0; i < results.Count; i++)
        {
            FieldResult result = results[i];
            string code = secrets.Apply(result.Code), sent = secrets.Apply(result.Sent);
            string? reason = result.Reason is null ? null : secrets.Apply(result.Reason);
            if (!ReferenceEquals(code, result.Code) || !ReferenceEquals(sent, result.Sent) || !ReferenceEquals(reason, result.Reason))
            {
                masked ??= [.. results];
                masked[i] = new FieldResult(code, result.Outcome, sent, reason);
            }
        }

        return masked ?? results;
    }
}
