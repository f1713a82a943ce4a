namespace LeadGen.Related;

/// <summary>Holds a lock for each key that is in use, so that callers with the same key wait for each other.</summary>
internal sealed class KeyedLocks
{
    private readonly Dictionary<string, Lock> _locks = new(StringComparer.Ordinal);

    /// <summary>Acquires the locks of all keys, until the result is disposed. A caller never holds a lock while it waits for a lower key, so that two callers can't wait for each other.</summary>
    /// <exception cref="OperationCanceledException">The call was canceled. No lock is held.</exception>
    public async Task<IDisposable> AcquireAsync(IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        var held = new Held(this);
        try
        {
            foreach (string key in keys.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                await held.AddAsync(key, cancellationToken).ConfigureAwait(false);
            }

            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private Lock Enter(string key)
    {
        lock (_locks)
        {
            Lock found = _locks.TryGetValue(key, out Lock? existing) ? existing : _locks[key] = new Lock();
            found.Users++;
            return found;
        }
    }

    private void Leave(string key, Lock left)
    {
        lock (_locks)
        {
            if (--left.Users == 0)
            {
                _locks.Remove(key);
            }
        }
    }

    private sealed class Lock
    {
        /// <summary>Gets the semaphore. It is not disposed, because it has no wait handle.</summary>
        public SemaphoreSlim Semaphore { get; } = new(1, 1);

        /// <summary>Gets or sets the number of callers that hold the lock or wait for it.</summary>
        public int Users { get; set; }
    }

    private sealed class Held(KeyedLocks owner) : IDisposable
    {
        private readonly List<(string Key, Lock Lock)> _held = [];

        public async Task AddAsync(string key, CancellationToken cancellationToken)
        {
            Lock entered = owner.Enter(key);
            try
            {
                await entered.Semaphore.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                owner.Leave(key, entered);
                throw;
            }

            _held.Add((key, entered));
        }

        public void Dispose()
        {
            foreach ((string key, Lock held) in _held)
            {
                held.Semaphore.Release();
                owner.Leave(key, held);
            }

            _held.Clear();
        }
    }
}
