using StackExchange.Redis;

namespace LeadGen;

/// <summary>
/// The tokens of an application could not be read from Redis or saved there, so that its calls can't be made. No call of
/// the portal's methods was. The text holds no token.
/// </summary>
public sealed class RedisTokenStoreException : Exception
{
    internal RedisTokenStoreException(string message, Exception? cause = null)
        // What a server refuses with may repeat what it was sent, so only failures to reach it are passed on.
        : base(message, cause is RedisConnectionException or TimeoutException ? cause : null)
    {
    }
}
