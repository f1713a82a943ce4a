using System.Threading.RateLimiting;

namespace LeadGen.Tests.Limits;

/// <summary>Rejects the specified number of calls with a Retry-After of one second, then admits all. Disposing a lease throws.</summary>
internal sealed class StuckLimiter(int rejections = 0) : RateLimiter
{
    private int _left = rejections;

    public override TimeSpan? IdleDuration => null;

    public override RateLimiterStatistics? GetStatistics() => null;

    protected override RateLimitLease AttemptAcquireCore(int permitCount) => new Lease(_left-- <= 0);

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) => new(AttemptAcquireCore(permitCount));

    private sealed class Lease(bool isAcquired) : RateLimitLease
    {
        public override bool IsAcquired => isAcquired;

        public override IEnumerable<string> MetadataNames => [MetadataName.RetryAfter.Name];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = metadataName == MetadataName.RetryAfter.Name ? TimeSpan.FromSeconds(1) : null;
            return metadata is not null;
        }

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            throw new InvalidOperationException("It is stuck.");
        }
    }
}
