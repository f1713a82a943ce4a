using LeadGen.Soak.Output;
using LeadGen.Soak.Portal;
using LeadGen.Soak.Soaking;

namespace LeadGen.Programs.Tests.Soak;

/// <summary>Tests that the ledger detects each kind of error.</summary>
public sealed class LedgerTests
{
    private readonly Dictionary<string, string> _stored = [];
    private readonly Ledger _ledger = new();
    private readonly List<Step> _steps = [];

    [Fact]
    public void A_state_that_matches_the_results_is_accepted()
    {
        Add(StepKind.Number, CrmUpdateStatus.Updated);
        Add(StepKind.NumberAndPhone, CrmUpdateStatus.Unknown);
        Add(StepKind.Number, CrmUpdateStatus.Rejected);
        Add(StepKind.Phone, CrmUpdateStatus.Updated);
        Add(StepKind.Nothing, CrmUpdateStatus.Unchanged);
        Add(StepKind.NoSuchLead, CrmUpdateStatus.Rejected);
        Phones(3);

        Store(LeadFields.IntegerOne, "0");
        Assert.Empty(Failing());
        Store(LeadFields.IntegerOne, "1");
        Assert.Empty(Failing());
        Phones(3, 1);
        Assert.Empty(Failing());
    }

    [Fact]
    public void Missing_and_duplicate_results_are_detected()
    {
        _steps.Add(new Step(0, 1, StepKind.Number));
        Assert.Single(Failing());
        Add(StepKind.Number, CrmUpdateStatus.Updated);
        _ledger.Add(CreateResult(_steps[0], CrmUpdateStatus.Rejected));
        _ledger.Add(CreateResult(_steps[0], CrmUpdateStatus.Rejected));
        Store(LeadFields.IntegerOne, "1");
        Assert.Contains("update 0 has a second result", Assert.Single(Failing()).Figure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StepKind.Nothing, CrmUpdateStatus.Updated)]
    [InlineData(StepKind.NoSuchLead, CrmUpdateStatus.Updated)]
    [InlineData(StepKind.Phone, CrmUpdateStatus.Unchanged)]
    internal void An_impossible_result_is_detected(StepKind kind, CrmUpdateStatus status)
    {
        Add(kind, status);
        Assert.Contains($"{kind}, is {status}", Assert.Single(Failing()).Figure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("2")]
    [InlineData(null)]
    public void An_overwritten_or_unsent_value_is_detected(string? stored)
    {
        Add(StepKind.Number, CrmUpdateStatus.Updated);
        Add(StepKind.Number, CrmUpdateStatus.Updated);
        Add(StepKind.Number, CrmUpdateStatus.NotSent);
        Store(LeadFields.IntegerOne, stored);
        Assert.Single(Failing());
    }

    [Theory]
    [InlineData(CrmUpdateStatus.Updated)]
    [InlineData(CrmUpdateStatus.Updated, 0, 0)]
    [InlineData(CrmUpdateStatus.Unknown, 0, 0)]
    [InlineData(CrmUpdateStatus.Rejected, 0)]
    [InlineData(CrmUpdateStatus.NotSent, 0)]
    [InlineData(CrmUpdateStatus.Unknown, 7)]
    public void A_missing_duplicate_or_unexpected_phone_is_detected(CrmUpdateStatus status, params int[] phones)
    {
        Add(StepKind.Phone, status);
        Phones(phones);
        Assert.Single(Failing());
    }

    private static CrmUpdateResult CreateResult(Step step, CrmUpdateStatus status) => new(step.Index, step.ToUpdate(), status);

    private void Add(StepKind kind, CrmUpdateStatus status)
    {
        var step = new Step(_steps.Count, 1, kind);
        _steps.Add(step);
        _ledger.Add(CreateResult(step, status));
    }

    private void Store(CrmField field, string? value) => _stored[field.Code] = value ?? "";

    private void Phones(params int[] indexes) => Store(
        LeadFields.Phone, "[" + string.Join(',', indexes.Select(i => $$"""{"VALUE": "{{new Step(i, 1, StepKind.Phone).Phone}}"}""")) + "]");

    private Claim[] Failing() => [.. _ledger.Check(_steps, (_, code) => _stored.GetValueOrDefault(code)).Where(c => !c.Holds)];
}
