using System.ComponentModel;

namespace LeadGen;

/// <summary>Represents a generated read model, which <see cref="Bitrix24Client"/> creates from a portal's reply.</summary>
/// <typeparam name="TSelf">The type of the read model.</typeparam>
public interface ICrmRecord<TSelf>
    where TSelf : CrmRecord, ICrmRecord<TSelf>
{
    /// <summary>Gets the entity of the CRM that the record belongs to.</summary>
    static abstract CrmEntity Entity { get; }

    /// <summary>Gets the fields of the portal's schema.</summary>
    static abstract CrmFieldSet Fields { get; }

    /// <summary>Creates a read model from a reply.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static abstract TSelf Create(CrmPayload payload);
}
