using System.ComponentModel;

namespace LeadGen;

/// <summary>A generated read model, which <see cref="LeadClient"/> can make of a portal's answer.</summary>
/// <typeparam name="TSelf">The read model itself.</typeparam>
public interface ILeadRecord<TSelf>
    where TSelf : LeadRecord, ILeadRecord<TSelf>
{
    /// <summary>The fields that the portal's schema has.</summary>
    static abstract LeadFieldSet Fields { get; }

    /// <summary>Makes a read model of an answer.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static abstract TSelf Create(LeadPayload payload);
}
