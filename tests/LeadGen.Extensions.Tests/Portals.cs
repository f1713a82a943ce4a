using LeadGen.Testing;

namespace LeadGen.Extensions.Tests;

/// <summary>The emulated portals of the tests.</summary>
internal static class Portals
{
    public static Task<PortalEmulator> StartAsync(string portal) => PortalEmulator.StartAsync(Path.Combine(AppContext.BaseDirectory, "portals", portal));

    public static string Secret(this PortalEmulator portal) => portal.Webhook.Segments[^1].Trim('/');
}
