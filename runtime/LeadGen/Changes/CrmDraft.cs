using System.Text.Json.Serialization;

namespace LeadGen;

/// <summary>The values of a lead that is to be created. The base of the generated draft.</summary>
/// <remarks>A field that is not named here is not sent: the portal gives it its default. Not safe for use by several threads.</remarks>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-add.html"/>
[JsonConverter(typeof(NotSerializableConverter))]
public abstract class CrmDraft : CrmValues
{
    /// <summary>A lead without values yet.</summary>
    protected CrmDraft()
    {
    }

    /// <summary>The codes of the fields that have values; not the values, so that it can be logged.</summary>
    public override string ToString() => $"new lead: {base.ToString()}";
}
