using System.Globalization;
using System.Text.Json;
using LeadGen.Soak.Output;
using LeadGen.Soak.Portal;

namespace LeadGen.Soak.Soaking;

/// <summary>Records the results of a run, and compares the portal's state with them.</summary>
internal sealed class Ledger
{
    private static readonly CrmField[] s_fields = [LeadFields.IntegerOne, LeadFields.StringMany, LeadFields.StringOne];

    private readonly Dictionary<long, CrmUpdateStatus> _results = [];
    private readonly Dictionary<long, CrmVerification> _verifications = [];
    private readonly List<string> _duplicates = [];

    public int Count => _results.Count;

    /// <summary>Gets the number of updates that were compared with the stored lead, of those with a difference, and of those whose lead could not be read.</summary>
    public (int Compared, int Different, int Unread) Verified => (
        _verifications.Count, _verifications.Values.Count(static v => v is { IsStored: false, Error: null }), _verifications.Values.Count(static v => v.Error is not null));

    public IEnumerable<KeyValuePair<CrmUpdateStatus, long>> ByStatus =>
        _results.Values.GroupBy(static s => s).Select(static g => KeyValuePair.Create(g.Key, (long)g.Count()));

    public void Add(CrmUpdateResult result)
    {
        if (!_results.TryAdd(result.Index, result.Status))
        {
            _duplicates.Add($"update {result.Index} has a second result: {result.Status}");
        }

        if (result.Verification is { } verification)
        {
            _verifications[result.Index] = verification;
        }
    }

    /// <summary>Checks the claims about the run.</summary>
    /// <param name="steps">The updates that were taken from the source.</param>
    /// <param name="stored">Gets the value that the portal stores in a field of a lead.</param>
    public IEnumerable<Claim> Check(IReadOnlyList<Step> steps, Func<long, string, string?> stored)
    {
        string[] missing = [.. steps.Where(s => !_results.ContainsKey(s.Index)).Select(s => $"update {s.Index} has no result")];
        yield return Claim.Without("updates without exactly one result", [.. missing, .. _duplicates]);
        if (missing.Length > 0)
        {
            yield break;
        }

        yield return Claim.Without("results that are impossible for the kind of update", [.. steps.Where(IsOfWrongKind).Select(s => $"update {s.Index}, {s.Kind}, is {_results[s.Index]}")]);
        yield return Claim.Without("verifications that report a wrong difference or miss one", [.. steps.Where(IsVerifiedWrongly).Select(s => $"update {s.Index}, {s.Kind}: {_verifications[s.Index]}")]);
        var errors = new Errors();
        foreach (IGrouping<long, Step> lead in steps.Where(static s => s.Kind is not (StepKind.NoSuchLead or StepKind.Nothing)).GroupBy(static s => s.LeadId))
        {
            CheckFields([.. lead], stored, errors);
            CheckPhones([.. lead], stored(lead.Key, LeadFields.Phone.Code), errors);
        }

        yield return Claim.Without("fields whose value does not match the results", errors.Values);
        yield return Claim.Without("appended values that are missing or unexpected", errors.Phones);
        yield return Claim.Without("appended values that are stored twice", errors.Duplicates);
    }

    // A lead that could not be read is reported as such, and proves nothing.
    private bool IsVerifiedWrongly(Step step) => _verifications.TryGetValue(step.Index, out CrmVerification? verification)
        && verification.Error is null
        && (verification.IsStored != step.IsStored
            || verification.Unverified.Count > 0 != (step.Kind == StepKind.HiddenField)
            || verification.Mismatches.Count > 0 != (step.Kind == StepKind.UnknownItem));

    private bool IsOfWrongKind(Step step) => step.Kind switch
    {
        StepKind.Nothing => _results[step.Index] != CrmUpdateStatus.Unchanged,
        StepKind.NoSuchLead => _results[step.Index] is CrmUpdateStatus.Updated or CrmUpdateStatus.Unchanged,
        _ => _results[step.Index] == CrmUpdateStatus.Unchanged,
    };

    // Updates of one lead are processed in their order: the last value is stored, unless the result of a later update is unknown.
    private void CheckFields(Step[] steps, Func<long, string, string?> stored, Errors errors)
    {
        foreach (CrmField field in s_fields)
        {
            List<string> possible = [""];
            foreach (Step step in steps.Where(s => s.Value?.Field == field))
            {
                CrmUpdateStatus status = _results[step.Index];
                if (status == CrmUpdateStatus.Updated)
                {
                    possible.Clear();
                }

                if (status is CrmUpdateStatus.Updated or CrmUpdateStatus.Unknown)
                {
                    possible.Add(step.Value!.Value.Value);
                }
            }

            string kept = ToText(stored(steps[0].LeadId, field.Code));
            if (!possible.Contains(kept))
            {
                errors.Values.Add($"lead {steps[0].LeadId} has '{kept}' as {field.Code}, and not '{string.Join("' or '", possible)}'");
            }
        }
    }

    private void CheckPhones(Step[] steps, string? stored, Errors errors)
    {
        Dictionary<string, int> kept = [];
        using JsonDocument phones = JsonDocument.Parse(string.IsNullOrEmpty(stored) ? "[]" : stored);
        foreach (JsonElement phone in phones.RootElement.EnumerateArray())
        {
            string value = phone.GetProperty("VALUE").GetString()!;
            kept[value] = kept.GetValueOrDefault(value) + 1;
        }

        foreach (Step step in steps.Where(static s => s.Phone is not null))
        {
            kept.Remove(step.Phone!, out int count);
            CrmUpdateStatus status = _results[step.Index];
            bool isRight = status switch
            {
                CrmUpdateStatus.Updated => count >= 1,
                CrmUpdateStatus.Unknown => true,
                _ => count == 0,
            };
            if (!isRight)
            {
                errors.Phones.Add($"{step.Phone} of update {step.Index}, {status}, is stored {count.ToString(CultureInfo.InvariantCulture)} times");
            }

            if (count > 1)
            {
                errors.Duplicates.Add($"{step.Phone} of update {step.Index}, {status}");
            }
        }

        errors.Phones.AddRange(kept.Keys.Select(static value => $"{value}, which was never sent"));
    }

    // A list with one item is equal to the item.
    private static string ToText(string? stored)
    {
        if (stored is null or "" or "[]")
        {
            return "";
        }

        if (stored[0] != '[')
        {
            return stored;
        }

        using JsonDocument list = JsonDocument.Parse(stored);
        return string.Join('|', list.RootElement.EnumerateArray().Select(static e => e.ToString()));
    }

    private sealed class Errors
    {
        public List<string> Values { get; } = [];

        public List<string> Phones { get; } = [];

        public List<string> Duplicates { get; } = [];
    }
}
