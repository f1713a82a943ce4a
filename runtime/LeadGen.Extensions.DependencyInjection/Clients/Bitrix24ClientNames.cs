namespace LeadGen.Extensions.DependencyInjection.Clients;

/// <summary>Represents the names of the clients that were added.</summary>
internal sealed class Bitrix24ClientNames() : HashSet<string>(StringComparer.Ordinal);
