using System.Threading.RateLimiting;

namespace LeadGen.Tests.Limits;

/// <summary>Represents a permit of a test's rate limiter.</summary>
internal sealed class PermitLease(Action? onDispose = null) : RateLimitLease
{
    public override bool IsAcquired => true;

    public override IEnumerable<string> MetadataNames => [];

    public override bool TryGetMetadata(string metadataName, out object? metadata)
    {
        metadata = null;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        onDispose?.Invoke();
        base.Dispose(disposing);
    }
}
