using LeadGen.Testing;

namespace LeadGen.Soak.Soaking;

/// <summary>Counts the calls of the portal in a run that is too long for a journal.</summary>
internal sealed class PortalCounters
{
    private readonly Dictionary<string, long> _faults = new(StringComparer.Ordinal);

    /// <summary>Gets the number of batches.</summary>
    public long Batches { get; private set; }

    /// <summary>Gets the number of updates in batches.</summary>
    public long Rows { get; private set; }

    /// <summary>Gets the number of single updates.</summary>
    public long Singles { get; private set; }

    /// <summary>Gets the number of faults in calls and in updates of a batch, by name.</summary>
    public IReadOnlyDictionary<string, long> Faults => _faults;

    /// <summary>Counts a call. The portal never calls this method concurrently.</summary>
    public void Watch(PortalCall call)
    {
        if (call.BatchKey is not null)
        {
            Rows += call.Method.EndsWith(".update", StringComparison.Ordinal) ? 1 : 0;
        }
        else if (call.Method == "batch")
        {
            Batches++;
        }
        else if (call.Method is "crm.lead.update" or "crm.item.update")
        {
            Singles++;
        }

        if (call.Fault is { } fault)
        {
            string name = fault + (call.BatchKey is null ? "" : " in a batch");
            _faults[name] = _faults.GetValueOrDefault(name) + 1;
        }
    }
}
