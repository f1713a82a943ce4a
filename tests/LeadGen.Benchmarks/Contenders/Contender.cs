using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LeadGen.Transport;
using LeadGen.Wire;

namespace LeadGen.Benchmarks.Contenders;

/// <summary>Writes an update and reads a lead of a portal with each technique. Generated for each <see cref="Portals.Portal"/>.</summary>
public abstract class Contender
{
    /// <summary>Gets the number of fields of the portal.</summary>
    public abstract int Fields { get; }

    /// <summary>Gets the number of fields that the update sets.</summary>
    public abstract int Written { get; }

    /// <summary>Gets System.Text.Json's source-generated metadata for <see cref="Body"/>.</summary>
    public abstract JsonTypeInfo BodyType { get; }

    /// <summary>Creates the update with LeadGen's builder.</summary>
    public abstract CrmUpdate Update();

    /// <summary>Creates the update as an object for serializers.</summary>
    public abstract object Body();

    public abstract Dictionary<string, object?> Dictionary();

    public abstract void WriteByHand(Utf8JsonWriter json);

    /// <summary>Appends the update as a row of a batch.</summary>
    public abstract void AppendRow(StringBuilder row);

    public abstract CrmRecord Read(ReadOnlySpan<byte> answer);

    public abstract object ReadByHand(ReadOnlySpan<byte> answer);

    /// <summary>Reads every property.</summary>
    /// <returns>The number of properties with a value.</returns>
    public abstract int CountValues(CrmRecord lead);

    /// <inheritdoc cref="CountValues(CrmRecord)"/>
    public abstract int CountValues(object lead);

    public static Contender Create(int fields) => fields switch
    {
        57 => new Portal57.Contender57(),
        200 => new Portal200.Contender200(),
#if LARGE_PORTAL
        1016 => new Portal1016.Contender1016(),
#endif
        _ => throw new ArgumentOutOfRangeException(nameof(fields), fields, "The build does not contain this portal. A Release build contains all."),
    };

    private protected static CrmRecord ReadByLeadGen<TRecord>(ReadOnlySpan<byte> answer)
        where TRecord : CrmRecord, ICrmRecord<TRecord>
    {
        using PortalReply reply = PortalReply.Parse(answer.ToArray());
        return TRecord.Create(CrmPayload.Parse(reply.Result.ToArray(), TRecord.Fields, RequestedFields.All, reply.Time, null));
    }
}
