namespace LeadGen;

/// <summary>
/// Tracks which records a client has read and which updates it is sending, so that each update marks all records whose values it makes
/// out of date. Records that are no longer in use are not kept in memory. Thread-safe.
/// </summary>
internal sealed class RecordTracker
{
    private const int InitialLimit = 1024;

    private readonly Dictionary<long, TrackedRecord> _records = [];
    private readonly HashSet<RecordRead> _reads = [];
    private int _count;
    private int _limit = InitialLimit;

    /// <summary>Gets the number of records that the tracker references, including some that are no longer in use.</summary>
    public int Count => _count;

    /// <summary>Begins a call that reads records. Dispose the result after the reply has been read.</summary>
    public RecordRead BeginRead()
    {
        var read = new RecordRead(this);
        lock (SentMarks.Gate)
        {
            _reads.Add(read);
        }

        return read;
    }

    /// <summary>Adds an update that is in progress. It marks the records that are read from now on, until <see cref="EndSend"/>.</summary>
    public void BeginSend(SendState update)
    {
        lock (SentMarks.Gate)
        {
            GetRecord(update.RecordId).Updates.Add(update);
        }
    }

    /// <summary>Applies the marks of an update to the records that have been read so far.</summary>
    public void Mark(SendState update)
    {
        lock (SentMarks.Gate)
        {
            foreach (WeakReference<RecordOrigin> reference in GetRecord(update.RecordId).Origins)
            {
                if (reference.TryGetTarget(out RecordOrigin? origin))
                {
                    update.Mark(origin);
                }
            }
        }
    }

    /// <summary>Removes an update that is no longer in progress.</summary>
    public void EndSend(SendState update, bool wasSent)
    {
        lock (SentMarks.Gate)
        {
            if (_records.TryGetValue(update.RecordId, out TrackedRecord? record) && record.Updates.Remove(update) && record.IsEmpty)
            {
                _records.Remove(update.RecordId);
            }

            if (wasSent)
            {
                // The portal may have replied to these calls before it processed the update.
                foreach (RecordRead read in _reads)
                {
                    read.Updates.Add(update);
                }
            }
        }
    }

    /// <summary>Begins a change of a record that is not an update, such as its deletion. Records that were read before are then out of date, so that no update is based on their data.</summary>
    /// <param name="recordId">The ID of the record.</param>
    /// <param name="data">The key of the data that is changed. If a record is deleted, its ID is.</param>
    public SendState BeginChange(long recordId, string data)
    {
        var change = new SendState(recordId) { Fields = [data] };
        lock (SentMarks.Gate)
        {
            BeginSend(change);
            Mark(change);
        }

        return change;
    }

    /// <summary>Ends a change of a record.</summary>
    /// <param name="change">The change.</param>
    /// <param name="mayBeChanged">Whether the portal changed the record, or may have.</param>
    public void EndChange(SendState change, bool mayBeChanged)
    {
        lock (SentMarks.Gate)
        {
            if (mayBeChanged)
            {
                change.OnSent();
            }
            else
            {
                change.RemoveMarks();
            }

            EndSend(change, mayBeChanged);
        }
    }

    /// <summary>Adds a record that was read.</summary>
    internal void Add(RecordOrigin origin, RecordRead read)
    {
        lock (SentMarks.Gate)
        {
            if (_count >= _limit)
            {
                RemoveUnused();
            }

            TrackedRecord record = GetRecord(origin.RecordId);
            record.Origins.Add(new WeakReference<RecordOrigin>(origin));
            _count++;
            foreach (SendState update in record.Updates.Concat(read.Updates.Where(u => u.RecordId == origin.RecordId)))
            {
                update.Mark(origin);
            }
        }
    }

    internal void End(RecordRead read)
    {
        lock (SentMarks.Gate)
        {
            _reads.Remove(read);
        }
    }

    private TrackedRecord GetRecord(long id)
    {
        if (!_records.TryGetValue(id, out TrackedRecord? record))
        {
            _records.Add(id, record = new TrackedRecord());
        }

        return record;
    }

    // The time is proportional to the number of records, so this runs only when the number has doubled.
    private void RemoveUnused()
    {
        _count = 0;
        foreach ((long id, TrackedRecord record) in _records)
        {
            record.Origins.RemoveAll(static reference => !reference.TryGetTarget(out _));
            _count += record.Origins.Count;
            if (record.IsEmpty)
            {
                _records.Remove(id);
            }
        }

        _limit = Math.Max(InitialLimit, 2 * _count);
    }

    private sealed class TrackedRecord
    {
        /// <summary>Gets the origins of all copies of the record that were read.</summary>
        public List<WeakReference<RecordOrigin>> Origins { get; } = [];

        /// <summary>Gets the updates in progress.</summary>
        public List<SendState> Updates { get; } = [];

        public bool IsEmpty => Origins.Count == 0 && Updates.Count == 0;
    }
}

/// <summary>Represents a call that reads records, from before it is sent until its reply has been read.</summary>
internal sealed class RecordRead(RecordTracker tracker) : IDisposable
{
    /// <summary>Gets the updates that have ended since the call began.</summary>
    public List<SendState> Updates { get; } = [];

    /// <summary>Adds a record of the reply.</summary>
    public void Add(CrmRecord record)
    {
        if (record.ReadOrigin is { } origin)
        {
            tracker.Add(origin, this);
        }
    }

    public void Dispose() => tracker.End(this);
}
