using LeadGen.Testing;

namespace LeadGen.Soak.Soaking;

/// <summary>Counts what the portal saw: its observer in a run that is too long for a journal.</summary>
internal sealed class PortalTally
{
    private readonly Dictionary<string, long> _faults = new(StringComparer.Ordinal);

    /// <summary>Batches.</summary>
    public long Batches { get; private set; }

    /// <summary>Updates within batches.</summary>
    public long Rows { get; private set; }

    /// <summary>Updates on their own.</summary>
    public long Singles { get; private set; }

    /// <summary>Faults that hit a call or an update in a batch, by name.</summary>
    public IReadOnlyDictionary<string, long> Faults => _faults;

    /// <summary>Is called by one call of the portal at a time.</summary>
    public void Watch(PortalCall call)
    {
        if (call.BatchKey is not null)
        {
            Rows++;
        }
        else if (call.Method == "batch")
        {
            Batches++;
        }
        else if (call.Method == "crm.lead.update")
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
