using System.ComponentModel;

namespace LeadGen;

/// <summary>A generated read model, which <see cref="Bitrix24Client"/> can make of a portal's answer.</summary>
/// <typeparam name="TSelf">The read model itself.</typeparam>
public interface ICrmRecord<TSelf>
    where TSelf : CrmRecord, ICrmRecord<TSelf>
{
    /// <summary>Gets the entity of the CRM that the record belongs to.</summary>
    static abstract CrmEntity Entity { get; }

    /// <summary>The fields that the portal's schema has.</summary>
    static abstract CrmFieldSet Fields { get; }

    /// <summary>Makes a read model of an answer.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static abstract TSelf Create(CrmPayload payload);
}
