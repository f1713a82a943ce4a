namespace LeadGen.Extensions.DependencyInjection.Clients;

/// <summary>The names of the clients that were added.</summary>
internal sealed class LeadClientNames() : HashSet<string>(StringComparer.Ordinal);
