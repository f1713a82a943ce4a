using System.Text.Json;

namespace LeadGen;

/// <summary>Represents the times that a portal reports for a call. Missing parts are <see langword="null"/>.</summary>
/// <param name="Duration">The time from the arrival of the call to its reply.</param>
/// <param name="Processing">The part of it in which the portal processed the call.</param>
/// <param name="Operating">The operating time of the method in the current window of ten minutes. Portals reject the method above their limit.</param>
/// <param name="OperatingResetAt">When the oldest part of <paramref name="Operating"/> is released.</param>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/data-types.html"/>
public sealed record PortalTime(TimeSpan? Duration, TimeSpan? Processing, TimeSpan? Operating, DateTimeOffset? OperatingResetAt)
{
    /// <summary>Gets the time at which the reply was ready. Like <see cref="OperatingResetAt"/>, it is a time of the portal's clock.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Reads the block at the reader's position, and moves the reader to its end.</summary>
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
            // A batch has such a block for each command, so its names are compared without creating strings.
            if (reader.ValueTextEquals("duration"u8))
            {
                duration = ReadSeconds(ref reader);
            }
            else if (reader.ValueTextEquals("processing"u8))
            {
                processing = ReadSeconds(ref reader);
            }
            else if (reader.ValueTextEquals("operating"u8))
            {
                operating = ReadSeconds(ref reader);
            }
            else if (reader.ValueTextEquals("operating_reset_at"u8))
            {
                resetAt = DateTimeOffset.UnixEpoch + ReadSeconds(ref reader);
            }
            else if (reader.ValueTextEquals("finish"u8))
            {
                finishedAt = DateTimeOffset.UnixEpoch + ReadSeconds(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return new PortalTime(duration, processing, operating, resetAt) { FinishedAt = finishedAt };
    }

    // Reads the value of the current name. An invalid time is ignored, so that it does not make the reply invalid.
    private static TimeSpan? ReadSeconds(ref Utf8JsonReader reader)
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
