namespace LeadGen.Soak.Processes;

/// <summary>What a worker is told: a line on its input, because the webhook is a secret.</summary>
/// <param name="Webhook">The portal.</param>
/// <param name="RedisPort">Where the workers meet.</param>
/// <param name="Portal">What they call the portal there.</param>
/// <param name="CallsPerSecond">The portal's limit for all of them.</param>
/// <param name="Burst">How many calls it takes at once.</param>
/// <param name="BatchSize">How many updates go in one call.</param>
/// <param name="Leads">How many leads there are.</param>
internal sealed record WorkerSettings(string Webhook, int RedisPort, string Portal, double CallsPerSecond, int Burst, int BatchSize, int Leads);
