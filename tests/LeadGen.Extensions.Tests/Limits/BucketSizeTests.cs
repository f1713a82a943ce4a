namespace LeadGen.Extensions.Tests.Limits;

public sealed class BucketSizeTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(25, 24)]
    [InlineData(49, 48)]
    [InlineData(50, 48)]
    [InlineData(51, 49)]
    [InlineData(175, 168)]
    [InlineData(250, 240)]
    public void Processes_leave_one_permit_in_25_unused(int burst, int used) =>
        Assert.Equal(used, BucketSize.Create(new PortalLimits { Burst = burst }).Burst);
}
