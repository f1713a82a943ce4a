namespace LeadGen.Transport;

/// <summary>Limits retries to a share of the calls, so that retries do not overload a portal that is down.</summary>
internal sealed class RetryBudget(double perCall)
{
    private const double Reserve = 10;
    private const double MaxBudget = 100;

    private readonly object _gate = new();
    private double _left = Reserve;

    public void Earn()
    {
        lock (_gate)
        {
            _left = Math.Min(MaxBudget, _left + perCall);
        }
    }

    public bool TrySpend()
    {
        lock (_gate)
        {
            if (_left < 1)
            {
                return false;
            }

            _left--;
            return true;
        }
    }
}
