namespace LeadGen;

/// <summary>What a portal said of the working time of a method.</summary>
/// <param name="Used">The sum in the current window.</param>
/// <param name="ResetAt">When the oldest part of it is forgotten, by the portal's clock.</param>
/// <seealso href="https://apidocs.bitrix24.com/limits.html"/>
public readonly record struct OperatingTime(TimeSpan Used, DateTimeOffset ResetAt);
