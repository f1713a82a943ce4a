namespace LeadGen.Extensions.Redis.Tests.Harness;

/// <summary>A test that needs Debian's redis-server.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RedisFactAttribute : FactAttribute
{
    public RedisFactAttribute() => Skip = Reason;

    internal static string? Reason { get; } = RedisProcess.IsInstalled ? null : "redis-server is not installed: run 'apt-get install redis-server'.";
}

/// <summary>A test with several cases that needs Debian's redis-server.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RedisTheoryAttribute : TheoryAttribute
{
    public RedisTheoryAttribute() => Skip = RedisFactAttribute.Reason;
}
