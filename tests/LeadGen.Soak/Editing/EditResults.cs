using System.Globalization;
using LeadGen.Soak.Output;

namespace LeadGen.Soak.Editing;

/// <summary>Compares the results of updates with the portal's state, and counts them. Thread-safe.</summary>
internal sealed class EditResults
{
    private const int MaxExamples = 1000;

    private readonly object _gate = new();
    private readonly SortedDictionary<string, long> _statuses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _operations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _figures = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _differences = new(StringComparer.Ordinal);
    private readonly List<string> _wrongAfterSuccess = [];
    private readonly List<string> _wrongAfterRejection = [];
    private readonly List<string> _wrongAfterUnknown = [];
    private readonly List<string> _notRejected = [];
    private readonly List<string> _rejected = [];
    private readonly List<string> _needlessOrMissing = [];
    private readonly List<string> _results = [];
    private readonly List<string> _reads = [];
    private int _successes;

    /// <summary>Gets the number of results that have reported success so far.</summary>
    public int Successes => Volatile.Read(ref _successes);

    public void Count(string figure, long number = 1)
    {
        lock (_gate)
        {
            _figures[figure] = _figures.GetValueOrDefault(figure) + number;
        }
    }

    public void AddWrongRead(string text) => Add(_reads, text);

    public void AddWrongResult(string text) => Add(_results, text);

    /// <summary>Checks that LeadGen rejected the changes exactly if it must.</summary>
    public void AddBuilt(EditItem item)
    {
        lock (_gate)
        {
            foreach (string name in item.Names)
            {
                string kind = name[..name.IndexOf(" of ", StringComparison.Ordinal)];
                _operations[kind] = _operations.GetValueOrDefault(kind) + 1;
            }

            if (item.Rejection is not null)
            {
                _statuses["rejected"] = _statuses.GetValueOrDefault("rejected") + 1;
            }
        }

        if (item.MustBeRejected && item.Rejection is null)
        {
            Add(_notRejected, item.ToString());
        }
        else if (!item.MustBeRejected && item.Rejection is { } rejection)
        {
            Add(_rejected, $"{item}: {rejection.GetType().Name}: {rejection.Message}");
        }
    }

    /// <summary>Compares the results of one lead's updates, in their order, with what the portal stores.</summary>
    /// <param name="before">What the portal would store without the updates.</param>
    /// <param name="results">The updates and their results; <see langword="null"/> for one that has none.</param>
    /// <param name="actual">What the portal stores.</param>
    public void Check(ModelState before, IReadOnlyList<(EditItem Item, CrmUpdateStatus? Status)> results, ModelState actual)
    {
        if (Compare(before, results, actual, trustsRejections: true) is { } difference)
        {
            AddDifference(results, difference, isRejectionWrong: Compare(before, results, actual, trustsRejections: false) is null);
        }

        lock (_gate)
        {
            foreach ((EditItem item, CrmUpdateStatus? status) in results)
            {
                if (status is CrmUpdateStatus.Updated or CrmUpdateStatus.Unchanged && (status == CrmUpdateStatus.Unchanged) != item.Patch.IsEmpty)
                {
                    Add(_needlessOrMissing, $"{item} is {status}");
                }

                string name = status?.ToString() ?? "no result";
                _statuses[name] = _statuses.GetValueOrDefault(name) + 1;
                _successes += status is CrmUpdateStatus.Updated or CrmUpdateStatus.Unchanged ? 1 : 0;
            }
        }
    }

    public void AddTo(Report report, EditPlan plan)
    {
        report.Add("results", Figures.Counts(_statuses));
        report.Add("operations", Figures.Counts(_operations));
        report.Add("reads, and calls of the other writer", Figures.Counts(_figures));
        report.Add("kinds of differences", Figures.Counts(_differences));
        report.Add(new Claim("results that report success", _successes >= plan.Results, Figures.Count(_successes)));
        report.Add(Claim.Without("successful results after which the portal's state is not the intended one", _wrongAfterSuccess));
        report.Add(Claim.Without("rejected or unsent updates that changed something", _wrongAfterRejection));
        report.Add(Claim.Without("unknown results after which the state is neither the old one nor the intended one", _wrongAfterUnknown));
        report.Add(Claim.Without("changes that need an unread field or use another lead's entry, and were not rejected", _notRejected));
        report.Add(Claim.Without("changes that were rejected although everything that they need was read", _rejected));
        report.Add(Claim.Without("changes that were not sent, and updates that were sent without changes", _needlessOrMissing));
        report.Add(Claim.Without("updates without exactly one result", _results));
        report.Add(Claim.Without("reads that differ from the portal's state", _reads));
    }

    private static StateDifference? Compare(
        ModelState before, IReadOnlyList<(EditItem Item, CrmUpdateStatus? Status)> results, ModelState actual, bool trustsRejections)
    {
        List<ModelState> possible = [before];
        foreach ((EditItem item, CrmUpdateStatus? status) in results)
        {
            ModelState[] changed = [.. possible.Select(item.Patch.Apply)];
            if (status is CrmUpdateStatus.Updated or CrmUpdateStatus.Unchanged)
            {
                possible.Clear();
            }

            if (!trustsRejections || status is CrmUpdateStatus.Updated or CrmUpdateStatus.Unchanged or CrmUpdateStatus.Unknown)
            {
                possible.AddRange(changed);
            }
        }

        StateDifference? difference = null;
        return possible.Exists(state => (difference = StateDifference.Find(state, actual)) is null) ? null : difference;
    }

    private void AddDifference(IReadOnlyList<(EditItem Item, CrmUpdateStatus? Status)> results, StateDifference difference, bool isRejectionWrong)
    {
        bool isSuccess = results.Any(static r => r.Status is CrmUpdateStatus.Updated or CrmUpdateStatus.Unchanged);
        bool isUnknown = results.Any(static r => r.Status is CrmUpdateStatus.Unknown);
        string text = string.Create(
            CultureInfo.InvariantCulture, $"{difference.Kind}: {difference.Text} ({string.Join("; ", results.Select(static r => $"{r.Status}: {r.Item}"))})");
        Add(isRejectionWrong ? _wrongAfterRejection : isSuccess ? _wrongAfterSuccess : isUnknown ? _wrongAfterUnknown : _wrongAfterRejection, text);
        lock (_gate)
        {
            _differences[difference.Kind] = _differences.GetValueOrDefault(difference.Kind) + 1;
        }
    }

    private void Add(List<string> texts, string text)
    {
        lock (_gate)
        {
            texts.Add(texts.Count < MaxExamples ? text : "");
        }
    }
}
