using System.Text.Json;

namespace LeadGen;

/// <summary>What a portal says of the time that an answer took. Parts that it left out are <see langword="null"/>.</summary>
/// <param name="Duration">From the call's arrival to its answer.</param>
/// <param name="Processing">The part of it in which the portal worked.</param>
/// <param name="Operating">What the method has used in the current window of ten minutes; portals refuse the method above their limit.</param>
/// <param name="OperatingResetAt">When the oldest part of <paramref name="Operating"/> is forgotten.</param>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/data-types.html"/>
public sealed record PortalTime(TimeSpan? Duration, TimeSpan? Processing, TimeSpan? Operating, DateTimeOffset? OperatingResetAt)
{
    /// <summary>When the answer was ready, by the portal's clock, as <see cref="OperatingResetAt"/> is.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Reads the block at which the reader stands, and leaves the reader at its end.</summary>
    internal static PortalTime? Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        TimeSpan? duration = null, processing = null, operating = null;
        DateTimeOffset? resetAt = null, finishedAt = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // A batch has such a block for each command: its names are compared as they stand, without a text for each.
            if (reader.ValueTextEquals("duration"u8))
            {
                duration = Seconds(ref reader);
            }
            else if (reader.ValueTextEquals("processing"u8))
            {
                processing = Seconds(ref reader);
            }
            else if (reader.ValueTextEquals("operating"u8))
            {
                operating = Seconds(ref reader);
            }
            else if (reader.ValueTextEquals("operating_reset_at"u8))
            {
                resetAt = DateTimeOffset.UnixEpoch + Seconds(ref reader);
            }
            else if (reader.ValueTextEquals("finish"u8))
            {
                finishedAt = DateTimeOffset.UnixEpoch + Seconds(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return new PortalTime(duration, processing, operating, resetAt) { FinishedAt = finishedAt };
    }

    // The value of the name at which the reader stands. Timing is information: an odd value is left out rather than allowed to spoil the answer.
    private static TimeSpan? Seconds(ref Utf8JsonReader reader)
    {
        const double Century = 100 * 365.25 * 86400;
        double seconds = double.NaN;
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number)
        {
            reader.TryGetDouble(out seconds);
        }
        else
        {
            reader.Skip();
        }

        return seconds is >= -Century and <= Century ? TimeSpan.FromSeconds(seconds) : null;
    }
}
