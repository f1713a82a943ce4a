using System.Text.Json.Nodes;
using LeadGen.Schema.Kinds;
using LeadGen.Testing.Portal;

namespace LeadGen.Testing.Rest;

/// <summary>Implements <c>crm.duplicate.findbycomm</c> for leads. The emulator has no contacts and companies.</summary>
/// <remarks>See https://apidocs.bitrix24.com/api-reference/crm/duplicates/crm-duplicate-find-by-comm.html.</remarks>
internal static class DuplicateMethods
{
    public const string FindByCommunication = "crm.duplicate.findbycomm";

    private const string PhoneCode = "PHONE", EmailCode = "EMAIL";

    // The maximum number of values, and of records of one type.
    private const int MaxValues = 20, MaxMatches = 20;

    private static readonly string[] s_extensions = ["доб", "ext", ",", ";", "#", "x"];

    public static MethodResult Find(EmulatedPortal portal, CallArguments parameters)
    {
        string type = parameters.Find("type")?.Text is { Length: > 0 } sent ? sent.ToUpperInvariant()
            : throw new RestException(400, "Communication type is not defined", "Parameter 'type' is required.");
        if (type is not (PhoneCode or EmailCode))
        {
            throw new RestException(400, $"Communication type '{type}' is not supported in current context", "The type is not supported.");
        }

        HashSet<string> values = [.. (parameters.Find("values")?.Entries ?? []).Take(MaxValues).Select(e => Normalize(type, e.Value.Text)).Where(static value => value.Length > 0)];
        if (values.Count == 0)
        {
            throw new RestException(400, "Communication values is not defined", "Parameter 'values' is required.");
        }

        string lead = EntitySchema.Lead.Name.ToUpperInvariant();
        bool isRequested = parameters.Find("entity_type")?.Text is not { Length: > 0 } entity || string.Equals(entity, lead, StringComparison.OrdinalIgnoreCase);
        JsonNode[] found = isRequested && portal.Schema.Find(type) is not null ? [.. FindLeads(portal, type, values).Take(MaxMatches).Select(static id => JsonValue.Create(id))] : [];
        return new MethodResult(found.Length == 0 ? new JsonArray() : new JsonObject { [lead] = new JsonArray(found) });
    }

    private static IEnumerable<long> FindLeads(EmulatedPortal portal, string type, HashSet<string> values)
    {
        for (int i = 0; i < portal.Leads.Count; i++)
        {
            EmulatedLead lead = portal.Leads[i];
            if (!portal.IsDenied(lead.Id) && lead[type].Entries.Any(e => values.Contains(Normalize(type, e.Value.Find("VALUE")?.Text))))
            {
                yield return lead.Id;
            }
        }
    }

    // A portal ignores the format and the extension of a phone number.
    private static string Normalize(string type, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return "";
        }

        if (type == EmailCode)
        {
            return value.Trim().ToUpperInvariant();
        }

        int end = s_extensions.Select(mark => value.IndexOf(mark, StringComparison.OrdinalIgnoreCase)).Where(static place => place > 0).DefaultIfEmpty(value.Length).Min();
        return string.Concat(value[..end].Where(char.IsAsciiDigit));
    }
}
