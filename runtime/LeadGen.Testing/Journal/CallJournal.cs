namespace LeadGen.Testing.Journal;

/// <summary>The newest calls, oldest first, and who is told of each. Journals are printed: no secret gets into one.</summary>
/// <param name="secrets">What is taken out.</param>
/// <param name="capacity">How many calls are kept; all of them where it is <see langword="null"/>.</param>
/// <param name="onCall">Is told of each call.</param>
internal sealed class CallJournal(SecretMask secrets, int? capacity, Action<PortalCall>? onCall)
{
    private readonly object _gate = new();
    private readonly Queue<PortalCall> _calls = [];

    /// <summary>Whether anybody reads what is added: if not, calls need no description.</summary>
    public bool IsRead { get; } = capacity != 0 || onCall is not null;

    public IReadOnlyList<PortalCall> Calls
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>Adds a call and, behind it, the commands that it carried.</summary>
    public void Add(PortalCall call, IReadOnlyList<PortalCall> commands)
    {
        Add(Masked(call));
        foreach (PortalCall command in commands)
        {
            Add(Masked(command));
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _calls.Clear();
        }
    }

    private void Add(PortalCall call)
    {
        onCall?.Invoke(call);
        lock (_gate)
        {
            _calls.Enqueue(call);
            if (_calls.Count > capacity)
            {
                _calls.Dequeue();
            }
        }
    }

    private PortalCall Masked(PortalCall call) => call with
    {
        Method = secrets.Apply(call.Method),
        ContentType = secrets.Apply(call.ContentType),
        Query = secrets.Apply(call.Query),
        Body = secrets.Apply(call.Body),
        Answer = secrets.Apply(call.Answer),
        BatchKey = call.BatchKey is { } key ? secrets.Apply(key) : null,
        Fields = Masked(call.Fields),
        Parameters = Masked(call.Parameters),
    };

    // Nearly always there is nothing to take out, and the list stays what it is.
    private IReadOnlyList<FieldResult> Masked(IReadOnlyList<FieldResult> results)
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
