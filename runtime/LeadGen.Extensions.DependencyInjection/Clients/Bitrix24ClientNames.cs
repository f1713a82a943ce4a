namespace LeadGen.Extensions.DependencyInjection.Clients;

/// <summary>The names of the clients that were added.</summary>
internal sealed class Bitrix24ClientNames() : HashSet<string>(StringComparer.Ordinal);
