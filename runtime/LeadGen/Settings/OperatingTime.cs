namespace LeadGen;

/// <summary>Represents the operating time of a method as the portal returned it.</summary>
/// <param name="Used">The total in the current window.</param>
/// <param name="ResetAt">The time when the oldest part of the total expires, according to the portal's clock.</param>
/// <seealso href="https://apidocs.bitrix24.com/limits.html"/>
public readonly record struct OperatingTime(TimeSpan Used, DateTimeOffset ResetAt);
