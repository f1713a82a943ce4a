using System.Globalization;
using System.Text.Json;
using LeadGen.Soak.Output;
using LeadGen.Soak.Portal;

namespace LeadGen.Soak.Soaking;

/// <summary>Keeps the outcomes of a run, and holds the portal's state against them.</summary>
internal sealed class Ledger
{
    private static readonly CrmField[] s_fields = [LeadFields.IntegerOne, LeadFields.StringMany, LeadFields.StringOne];

    private readonly Dictionary<long, CrmUpdateStatus> _outcomes = [];
    private readonly List<string> _twice = [];

    public int Count => _outcomes.Count;

    public IEnumerable<KeyValuePair<CrmUpdateStatus, long>> ByStatus =>
        _outcomes.Values.GroupBy(static s => s).Select(static g => KeyValuePair.Create(g.Key, (long)g.Count()));

    public void Add(CrmUpdateResult outcome)
    {
        if (!_outcomes.TryAdd(outcome.Index, outcome.Status))
        {
            _twice.Add($"update {outcome.Index} once more as {outcome.Status}");
        }
    }

    /// <summary>Says what is true of the run.</summary>
    /// <param name="steps">The updates that were taken from the source.</param>
    /// <param name="stored">What the portal keeps in a field of a lead.</param>
    public IEnumerable<Claim> Check(IReadOnlyList<Step> steps, Func<long, string, string?> stored)
    {
        string[] missing = [.. steps.Where(s => !_outcomes.ContainsKey(s.Index)).Select(s => $"update {s.Index} has none")];
        yield return Claim.Without("updates without exactly one outcome", [.. missing, .. _twice]);
        if (missing.Length > 0)
        {
            yield break;
        }

        yield return Claim.Without("outcomes of another kind than the update's", [.. steps.Where(IsOfWrongKind).Select(s => $"update {s.Index}, {s.Kind}, is {_outcomes[s.Index]}")]);
        var objections = new Objections();
        foreach (IGrouping<long, Step> lead in steps.Where(static s => s.Kind is not (StepKind.NoSuchLead or StepKind.Nothing)).GroupBy(static s => s.LeadId))
        {
            CheckFields([.. lead], stored, objections);
            CheckPhones([.. lead], stored(lead.Key, LeadFields.Phone.Code), objections);
        }

        yield return Claim.Without("fields that hold another value than the outcomes say", objections.Values);
        yield return Claim.Without("appended values that are missing, or there against their outcome", objections.Phones);
        yield return Claim.Without("appended values that are there twice", objections.Doubled);
    }

    private bool IsOfWrongKind(Step step) => step.Kind switch
    {
        StepKind.Nothing => _outcomes[step.Index] != CrmUpdateStatus.Unchanged,
        StepKind.NoSuchLead => _outcomes[step.Index] is CrmUpdateStatus.Updated or CrmUpdateStatus.Unchanged,
        _ => _outcomes[step.Index] == CrmUpdateStatus.Unchanged,
    };

    // Updates of one lead are processed in their order: the last value is stored, unless the outcome of a later update is unknown.
    private void CheckFields(Step[] steps, Func<long, string, string?> stored, Objections objections)
    {
        foreach (CrmField field in s_fields)
        {
            List<string> possible = [""];
            foreach (Step step in steps.Where(s => s.Value?.Field == field))
            {
                CrmUpdateStatus status = _outcomes[step.Index];
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
                objections.Values.Add($"lead {steps[0].LeadId} has '{kept}' as {field.Code}, and not '{string.Join("' or '", possible)}'");
            }
        }
    }

    private void CheckPhones(Step[] steps, string? stored, Objections objections)
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
            CrmUpdateStatus status = _outcomes[step.Index];
            bool isRight = status switch
            {
                CrmUpdateStatus.Updated => count >= 1,
                CrmUpdateStatus.Unknown => true,
                _ => count == 0,
            };
            if (!isRight)
            {
                objections.Phones.Add($"{step.Phone} of update {step.Index}, {status}, is there {count.ToString(CultureInfo.InvariantCulture)} times");
            }

            if (count > 1)
            {
                objections.Doubled.Add($"{step.Phone} of update {step.Index}, {status}");
            }
        }

        objections.Phones.AddRange(kept.Keys.Select(static value => $"{value}, which nobody has sent"));
    }

    // A list of one and that one are the same here.
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

    private sealed class Objections
    {
        public List<string> Values { get; } = [];

        public List<string> Phones { get; } = [];

        public List<string> Doubled { get; } = [];
    }
}
