using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using LeadGen.Calls;
using LeadGen.Transport;

namespace LeadGen.Related;

/// <summary>Finds records by phone numbers and email addresses.</summary>
/// <remarks>
/// Each command searches for one type of records: in a search for several types, a portal leaves out the types after one with 20 matches.
/// See https://apidocs.bitrix24.com/api-reference/crm/duplicates/crm-duplicate-find-by-comm.html.
/// </remarks>
internal static class DuplicateSearch
{
    public const string PhoneCode = "PHONE", EmailCode = "EMAIL";

    private const string Method = "crm.duplicate.findbycomm";

    // The maximum number of values of a call, and of records of one type in its result.
    private const int MaxValues = 20, MaxMatches = 20;

    /// <summary>Finds records of the specified types.</summary>
    /// <param name="calls">The calls.</param>
    /// <param name="values">The values, with <see cref="PhoneCode"/> or <see cref="EmailCode"/>.</param>
    /// <param name="types">The names of the types, such as <c>LEAD</c>.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The matches of each type.</returns>
    public static async Task<Dictionary<string, CrmMatches>> FindAsync(
        PortalCalls calls, IEnumerable<(string Code, string Value)> values, IReadOnlyCollection<string> types, CancellationToken cancellationToken)
    {
        (string Type, JsonObject Arguments)[] searches =
        [
            .. values.Distinct().GroupBy(static value => value.Code, static value => value.Value).SelectMany(group => group.Chunk(MaxValues), static (group, chunk) => (group.Key, Chunk: chunk))
                .SelectMany(search => types, static (search, type) => (type, new JsonObject
                {
                    ["type"] = search.Key,
                    ["values"] = new JsonArray([.. search.Chunk.Select(static value => JsonValue.Create(value))]),
                    ["entity_type"] = type,
                })),
        ];
        Dictionary<string, (SortedSet<long> Ids, bool IsTruncated)> found = types.ToDictionary(static type => type, static _ => (new SortedSet<long>(), false), StringComparer.Ordinal);
        foreach ((string Type, JsonObject Arguments)[] part in searches.Chunk(Bulk.BatchBody.MaxCommands))
        {
            Bitrix24BatchReply reply = await new CommandBatch(
                calls, [.. part.Select(static (search, i) => new Bitrix24Command(string.Create(CultureInfo.InvariantCulture, $"c{i}"), Method, search.Arguments))], haltOnError: false)
                .SendAsync(cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < part.Length; i++)
            {
                string type = part[i].Type;
                (SortedSet<long> ids, bool isTruncated) = found[type];
                List<long> matches = ReadIds(calls, reply[i].GetReply().Result, type);
                ids.UnionWith(matches);
                found[type] = (ids, isTruncated || matches.Count >= MaxMatches);
            }
        }

        return found.ToDictionary(static type => type.Key, static type => new CrmMatches([.. type.Value.Ids], type.Value.IsTruncated), StringComparer.Ordinal);
    }

    /// <summary>Checks a value. A portal ignores a value that can't match, so that a search for it alone fails or finds nothing.</summary>
    /// <exception cref="ArgumentException">The value is blank, or is a phone number without digits.</exception>
    public static (string Code, string Value) Check(string code, string value, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(value, parameterName);
        return string.IsNullOrWhiteSpace(value) ? throw new ArgumentException($"A value of {code} is blank.", parameterName)
            : code == PhoneCode && !value.Any(char.IsAsciiDigit) ? throw new ArgumentException("A phone number contains no digits.", parameterName)
            : (code, value.Trim());
    }

    // An empty result is an empty list instead of a map.
    private static List<long> ReadIds(PortalCalls calls, JsonElement result, string type)
    {
        try
        {
            return result.ValueKind is JsonValueKind.Null || (result.ValueKind == JsonValueKind.Array && result.GetArrayLength() == 0) ? []
                : RelatedCalls.FindMember(result, type) is { } list ? [.. RelatedCalls.ReadList(list).Select(RelatedCalls.ReadId)]
                : [];
        }
        catch (FormatException e)
        {
            throw calls.Connection.Failures.Unreadable(Method, HttpStatusCode.OK, e, recordId: null);
        }
    }
}
