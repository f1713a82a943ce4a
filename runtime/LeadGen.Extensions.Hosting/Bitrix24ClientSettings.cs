namespace LeadGen.Extensions.Hosting;

/// <summary>Represents what <c>AddBitrix24Client</c> adds to an application in addition to the client. The configuration can contain the same keys.</summary>
public sealed class Bitrix24ClientSettings
{
    /// <summary>Gets or sets whether the health check for the schema is left out. The default is <see langword="false"/>.</summary>
    public bool DisableHealthChecks { get; set; }

    /// <summary>Gets or sets whether OpenTelemetry does not record the activities of LeadGen. The default is <see langword="false"/>.</summary>
    public bool DisableTracing { get; set; }

    /// <summary>Gets or sets whether OpenTelemetry does not record the metrics of LeadGen. The default is <see langword="false"/>.</summary>
    public bool DisableMetrics { get; set; }
}
