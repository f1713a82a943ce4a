using System.Globalization;
using System.Text;
using System.Text.Json;
using LeadGen.Calls;
using LeadGen.Limits;
using LeadGen.Transport;
using LeadGen.Wire;

namespace LeadGen.Related;

/// <summary>Makes calls that change data related to a record, and reads their results.</summary>
internal static class RelatedCalls
{
    /// <summary>Makes a call that changes data of a record. Unless it is certain that the portal did not process the call, the data becomes out of date in records that were read before.</summary>
    /// <param name="calls">The calls.</param>
    /// <param name="traits">The properties of the call, with the ID of the record.</param>
    /// <param name="data">The key of the data: <see cref="CrmEntity.GetDataCode"/>.</param>
    /// <param name="call">The arguments.</param>
    /// <param name="write">Writes the arguments.</param>
    /// <param name="read">Reads the result.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static async Task<TResult> ChangeAsync<TCall, TResult>(
        PortalCalls calls, CallTraits traits, string data, TCall call, Action<WireWriter, TCall> write, Func<JsonElement, TResult> read, CancellationToken cancellationToken)
    {
        SendState change = calls.Connection.Records.BeginChange(traits.RecordId!.Value, data);
        bool mayBeChanged = true;
        try
        {
            return await calls.CallAsync(traits, call, write, reply => read(MethodCalls.ReadElement(reply.Result)), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is Bitrix24Exception { IsOutcomeUnknown: false } or CanceledBeforeSendException)
        {
            mayBeChanged = false;
            throw;
        }
        finally
        {
            calls.Connection.Records.EndChange(change, mayBeChanged);
        }
    }

    /// <summary>Checks that a result is <c>true</c>.</summary>
    /// <exception cref="UnexpectedReplyException">The result is not <c>true</c>.</exception>
    public static bool ReadTrue(JsonElement result) =>
        result.ValueKind == JsonValueKind.True ? true : throw new UnexpectedReplyException("a result other than true");

    /// <summary>Gets the elements of a list. PHP writes a list with gaps as a map.</summary>
    /// <exception cref="UnexpectedReplyException">The value is not a list.</exception>
    public static IEnumerable<JsonElement> ReadList(JsonElement list) => list.ValueKind switch
    {
        JsonValueKind.Array => list.EnumerateArray(),
        JsonValueKind.Object => list.EnumerateObject().Select(static member => member.Value),
        _ => throw new UnexpectedReplyException("a result that is not a list"),
    };

    /// <summary>Gets a member of an object.</summary>
    /// <exception cref="UnexpectedReplyException">The element is not an object, or does not have the member.</exception>
    public static JsonElement ReadMember(JsonElement element, string name) => FindMember(element, name) ?? throw new UnexpectedReplyException($"a result without '{name}'");

    /// <summary>Gets a member of an object; <see langword="null"/> if it does not have the member, or the member is <c>null</c>.</summary>
    /// <exception cref="UnexpectedReplyException">The element is not an object.</exception>
    public static JsonElement? FindMember(JsonElement element, string name) =>
        element.ValueKind != JsonValueKind.Object ? throw new UnexpectedReplyException("a result that is not an object")
        : element.TryGetProperty(name, out JsonElement member) && member.ValueKind != JsonValueKind.Null ? member
        : null;

    /// <summary>Reads the ID of a record.</summary>
    /// <exception cref="UnexpectedReplyException">The value is not a positive integer.</exception>
    public static long ReadId(JsonElement element)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(element.GetRawText()));
        return reader.Read() && LenientText.TryReadId(ref reader, out long id) && id > 0 ? id : throw new UnexpectedReplyException("a value that is not the ID of a record");
    }

    /// <summary>Reads a number, or a text that contains one; <see langword="null"/> for an empty value.</summary>
    /// <exception cref="UnexpectedReplyException">The value is not a number.</exception>
    public static decimal? ReadNumber(JsonElement? element) =>
        element is not { } value || value.ValueKind is JsonValueKind.Null or JsonValueKind.False || (value.ValueKind == JsonValueKind.String && value.ValueEquals(""u8)) ? null
        : decimal.TryParse(value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number
        : throw new UnexpectedReplyException("a value that is not a number");
}
