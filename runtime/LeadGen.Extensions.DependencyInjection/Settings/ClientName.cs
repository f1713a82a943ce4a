namespace LeadGen.Extensions.DependencyInjection.Settings;

/// <summary>What a client is called in messages.</summary>
internal static class ClientName
{
    public static string Of(string name) => name.Length == 0 ? nameof(LeadClient) : $"{nameof(LeadClient)} '{name}'";
}
