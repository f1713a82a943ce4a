namespace LeadGen.Extensions.DependencyInjection.Settings;

/// <summary>Describes a client in messages.</summary>
internal static class ClientName
{
    public static string Format(string name) => name.Length == 0 ? nameof(Bitrix24Client) : $"{nameof(Bitrix24Client)} '{name}'";
}
