namespace LeadGen.Testing.Journal;

/// <summary>The calls so far, oldest first. Journals are printed: no secret gets into one.</summary>
internal sealed class CallJournal(SecretMask secrets)
{
    private readonly object _gate = new();
    private readonly List<PortalCall> _calls = [];

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
        PortalCall[] masked = [Masked(call), .. commands.Select(Masked)];
        lock (_gate)
        {
            _calls.AddRange(masked);
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _calls.Clear();
        }
    }

    private PortalCall Masked(PortalCall call) => call with
    {
        Method = Masked(call.Method),
        ContentType = Masked(call.ContentType),
        Query = Masked(call.Query),
        Body = Masked(call.Body),
        Answer = Masked(call.Answer),
        BatchKey = call.BatchKey is { } key ? Masked(key) : null,
        Fields = [.. call.Fields.Select(Masked)],
        Parameters = [.. call.Parameters.Select(Masked)],
    };

    private FieldFate Masked(FieldFate fate) =>
        new(Masked(fate.Code), fate.Outcome, Masked(fate.Sent), fate.Reason is { } reason ? Masked(reason) : null);

    private string Masked(string text) => secrets.Apply(text);
}
