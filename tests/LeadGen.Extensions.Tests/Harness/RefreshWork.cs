using System.Globalization;
using StackExchange.Redis;

namespace LeadGen.Extensions.Tests.Harness;

/// <summary>Runs callers whose tokens have all expired, in a worker process.</summary>
internal static class RefreshWork
{
    /// <summary>Gets the arguments of a worker process.</summary>
    /// <param name="server">The server that stores the tokens.</param>
    /// <param name="portal">The portal of the tokens.</param>
    /// <param name="callers">The number of concurrent callers.</param>
    /// <param name="journal">A file to which the authorization server adds a line for each request.</param>
    /// <param name="answers">Whether the authorization server responds.</param>
    public static string[] CreateArguments(RedisServer server, string portal, int callers, string journal, bool answers = true) =>
        [nameof(RefreshWork), $"{server.Port}", portal, $"{callers}", journal, $"{answers}"];

    public static OAuthToken Expired(string portal) => new(
        "access-0", "refresh-0", new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new Uri($"https://{portal}/rest/"), "member");

    public static RedisOAuthTokenStore CreateStore(ConnectionMultiplexer redis, string portal) => new(redis, portal, "local.app", TimeSpan.FromSeconds(1));

    public static async Task RunAsync(string[] arguments)
    {
        string portal = arguments[1];
        await using ConnectionMultiplexer redis = await RedisProcess.ConnectWhenStartedAsync(int.Parse(arguments[0], CultureInfo.InvariantCulture));
        RedisOAuthTokenStore store = CreateStore(redis, portal);
        var expired = new StoredOAuthToken(Expired(portal), 1);
        await Worker.WaitForSignalAsync();

        StoredOAuthToken[] tokens = await Task.WhenAll(Enumerable.Range(0, int.Parse(arguments[2], CultureInfo.InvariantCulture)).Select(
            _ => store.RefreshAsync(expired, RefreshAsync, CancellationToken.None).AsTask()));
        await Console.Out.WriteLineAsync(string.Join(' ', tokens.Select(t => t.Token.AccessToken + "/" + t.Token.RefreshToken).Distinct()));

        async Task<OAuthToken> RefreshAsync(OAuthToken old, CancellationToken cancellationToken)
        {
            await File.AppendAllTextAsync(arguments[3], $"{old.RefreshToken}\n", cancellationToken);
            if (!bool.Parse(arguments[4]))
            {
                await Console.Out.WriteLineAsync("asked");
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            // Longer than the lifetime of the lock, unless it is extended.
            await Task.Delay(1500, cancellationToken);
            string next = Guid.NewGuid().ToString("N");
            return old with { AccessToken = $"access-{next}", RefreshToken = $"refresh-{next}", ExpiresAt = old.ExpiresAt.AddHours(1) };
        }
    }
}
