using LeadGen.Samples.Worker.Crm;

namespace LeadGen.Samples.Worker;

/// <summary>Handles a lead that changed.</summary>
public interface IChangedLeadHandler
{
    /// <summary>Handles a lead. The same lead can be passed again after a restart.</summary>
    Task HandleAsync(Lead lead, CancellationToken cancellationToken);
}
