using System.Text.Json;
using LeadGen.Wire;

namespace LeadGen.Client;

/// <summary>Makes read models of results.</summary>
internal static class LeadReading
{
    /// <exception cref="FormatException">The result is no lead.</exception>
    public static TLead ReadLead<TLead>(ReadOnlySpan<byte> result, RequestedFields requested, PortalTime? time)
        where TLead : LeadRecord, ILeadRecord<TLead>
    {
        var reader = new Utf8JsonReader(result);
        return reader.Read() && (reader.TokenType == JsonTokenType.StartObject || (reader.TokenType == JsonTokenType.StartArray && LooseText.IsEmpty(ref reader)))
            ? TLead.Create(LeadPayload.Parse(result.ToArray(), TLead.Fields, requested, time))
            : throw new FormatException("the result is no lead");
    }

    /// <exception cref="FormatException">The result is not what a portal says to an update that it carried out.</exception>
    public static void ReadTrue(ReadOnlySpan<byte> result)
    {
        if (!result.SequenceEqual("true"u8))
        {
            throw new FormatException("the result is not true");
        }
    }

    /// <exception cref="FormatException">The result is no id.</exception>
    public static long ReadId(ReadOnlySpan<byte> result)
    {
        var reader = new Utf8JsonReader(result);
        return reader.Read() && WireFormat.Id.TryRead(ref reader, out long id) && id > 0 ? id : throw new FormatException("the result is no id");
    }

    /// <summary>Reads a page of leads; a map of PHP that is empty, or has gaps, is one too.</summary>
    /// <exception cref="FormatException">The result is no list of leads.</exception>
    public static List<TLead> ReadLeads<TLead>(ReadOnlySpan<byte> result, RequestedFields requested, PortalTime? time)
        where TLead : LeadRecord, ILeadRecord<TLead>
    {
        var reader = new Utf8JsonReader(result);
        if (!reader.Read() || reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
        {
            throw new FormatException("the result is no list");
        }

        List<TLead> leads = [];
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject))
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                int start = (int)reader.TokenStartIndex;
                reader.Skip();
                leads.Add(ReadLead<TLead>(result[start..(int)reader.BytesConsumed], requested, time));
            }
        }

        return leads;
    }
}
