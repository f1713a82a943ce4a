namespace LeadGen.Extensions.Tests.Harness;

/// <summary>Marks a test that is skipped if redis-server is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RedisFactAttribute : FactAttribute
{
    public RedisFactAttribute() => Skip = Reason;

    internal static string? Reason { get; } = RedisProcess.IsInstalled ? null : "redis-server is not installed: run 'apt-get install redis-server'.";
}

/// <summary>Marks a parameterized test that is skipped if redis-server is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RedisTheoryAttribute : TheoryAttribute
{
    public RedisTheoryAttribute() => Skip = RedisFactAttribute.Reason;
}
