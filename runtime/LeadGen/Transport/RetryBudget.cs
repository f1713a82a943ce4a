namespace LeadGen.Transport;

/// <summary>Holds repetitions to a share of the calls, so that a portal that is down gets no more of them than one that is up.</summary>
internal sealed class RetryBudget(double perCall)
{
    private const double Reserve = 10;
    private const double Most = 100;

    private readonly object _gate = new();
    private double _left = Reserve;

    public void Earn()
    {
        lock (_gate)
        {
            _left = Math.Min(Most, _left + perCall);
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
