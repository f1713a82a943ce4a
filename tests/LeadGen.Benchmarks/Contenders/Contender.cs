using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LeadGen.Transport;
using LeadGen.Wire;

namespace LeadGen.Benchmarks.Contenders;

/// <summary>One portal's update and lead, in each way in which they are written and read. Made for each portal by <see cref="Portals.Portal"/>'s program.</summary>
public abstract class Contender
{
    /// <summary>How many fields the portal has.</summary>
    public abstract int Fields { get; }

    /// <summary>How many of them the update sets.</summary>
    public abstract int Written { get; }

    /// <summary>System.Text.Json's generated knowledge of <see cref="Body"/>.</summary>
    public abstract JsonTypeInfo BodyType { get; }

    /// <summary>The update in LeadGen's builder.</summary>
    public abstract CrmUpdate Update();

    /// <summary>The update in a class for serializers.</summary>
    public abstract object Body();

    public abstract Dictionary<string, object?> Dictionary();

    public abstract void WriteByHand(Utf8JsonWriter json);

    /// <summary>Appends the update as a row of a batch.</summary>
    public abstract void AppendRow(StringBuilder row);

    public abstract CrmRecord Read(ReadOnlySpan<byte> answer);

    public abstract object ReadByHand(ReadOnlySpan<byte> answer);

    /// <summary>Reads every property.</summary>
    /// <returns>How many have a value.</returns>
    public abstract int CountValues(CrmRecord lead);

    /// <inheritdoc cref="CountValues(CrmRecord)"/>
    public abstract int CountValues(object lead);

    public static Contender Of(int fields) => fields switch
    {
        57 => new Portal57.Contender57(),
        200 => new Portal200.Contender200(),
        _ => new Portal1016.Contender1016(),
    };

    private protected static CrmRecord ReadByLeadGen<TRecord>(ReadOnlySpan<byte> answer)
        where TRecord : CrmRecord, ICrmRecord<TRecord>
    {
        var body = new PooledBuffer(answer.Length);
        body.Write(answer);
        using PortalReply reply = PortalReply.Parse(body);
        return TRecord.Create(CrmPayload.Parse(reply.Result.ToArray(), TRecord.Fields, RequestedFields.All, reply.Time, null));
    }
}
