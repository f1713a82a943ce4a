using System.Globalization;
using System.Text.Json;
using LeadGen.Schema;
using LeadGen.Wire;

namespace LeadGen.Tool.Portal;

/// <summary>Limits the total size of a portal's replies to one method, over all pages. Checked before objects are created.</summary>
internal sealed class ReplySizeLimit
{
    private long _bytes;
    private int _values;

    /// <summary>Adds a reply to the total size.</summary>
    /// <exception cref="UnexpectedReplyException">The replies exceed a limit.</exception>
    /// <exception cref="JsonException">The reply is not valid JSON.</exception>
    public void Add(ReadOnlySpan<byte> json)
    {
        _bytes += json.Length;
        if (_bytes > SchemaLimits.FileLength)
        {
            throw CreateException(SchemaLimits.FileLength, "bytes");
        }

        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject or JsonTokenType.PropertyName)
            {
                continue;
            }

            if (++_values > SchemaLimits.Values)
            {
                throw CreateException(SchemaLimits.Values, "JSON values");
            }

            if (reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length > SchemaLimits.TextLength && reader.GetString()!.Length > SchemaLimits.TextLength)
            {
                throw new UnexpectedReplyException(string.Create(CultureInfo.InvariantCulture, $"a text of more than {SchemaLimits.TextLength} characters"), isOverLimit: true);
            }
        }
    }

    private static UnexpectedReplyException CreateException(int limit, string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"more than {limit} {what}"), isOverLimit: true);
}
