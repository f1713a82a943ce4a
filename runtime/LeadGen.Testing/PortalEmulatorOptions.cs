namespace LeadGen.Testing;

/// <summary>How an emulated portal is set up.</summary>
public sealed record PortalEmulatorOptions
{
    /// <summary>The time zone of the portal's server, in which it gives times and reads those without an offset.</summary>
    public TimeSpan ServerOffset { get; init; } = TimeSpan.FromHours(3);

    /// <summary>The portal's clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Whether the portal also speaks https, with a certificate made for the occasion: some clients refuse http even to this machine.</summary>
    public bool UseHttps { get; init; }
}
