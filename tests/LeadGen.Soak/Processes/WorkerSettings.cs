namespace LeadGen.Soak.Processes;

/// <summary>Represents the settings of a worker. They are passed on the standard input, because the webhook is a secret.</summary>
/// <param name="Webhook">The webhook of the portal.</param>
/// <param name="RedisPort">The port of the Redis server that the workers share.</param>
/// <param name="Portal">The name of the portal in Redis.</param>
/// <param name="CallsPerSecond">The portal's limit for all workers together.</param>
/// <param name="Burst">The portal's burst.</param>
/// <param name="BatchSize">The number of updates in a batch.</param>
/// <param name="Leads">The number of leads.</param>
internal sealed record WorkerSettings(string Webhook, int RedisPort, string Portal, double CallsPerSecond, int Burst, int BatchSize, int Leads);
