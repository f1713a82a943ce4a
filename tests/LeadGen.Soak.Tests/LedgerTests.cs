using LeadGen.Soak.Output;
using LeadGen.Soak.Portal;
using LeadGen.Soak.Soaking;

namespace LeadGen.Soak.Tests;

/// <summary>A ledger that finds nothing wrong proves something only if it would find what is.</summary>
public sealed class LedgerTests
{
    private readonly Dictionary<string, string> _stored = [];
    private readonly Ledger _ledger = new();
    private readonly List<Step> _steps = [];

    [Fact]
    public void State_that_agrees_with_the_outcomes_is_fine()
    {
        Add(StepKind.Number, LeadUpdateStatus.Updated);
        Add(StepKind.NumberAndPhone, LeadUpdateStatus.Unknown);
        Add(StepKind.Number, LeadUpdateStatus.Refused);
        Add(StepKind.Phone, LeadUpdateStatus.Updated);
        Add(StepKind.Nothing, LeadUpdateStatus.Unchanged);
        Add(StepKind.NoSuchLead, LeadUpdateStatus.Refused);
        Phones(3);

        Store(LeadFields.IntegerOne, "0");
        Assert.Empty(Failing());
        Store(LeadFields.IntegerOne, "1");
        Assert.Empty(Failing());
        Phones(3, 1);
        Assert.Empty(Failing());
    }

    [Fact]
    public void An_update_without_an_outcome_is_found_and_one_with_two()
    {
        _steps.Add(new Step(0, 1, StepKind.Number));
        Assert.Single(Failing());
        Add(StepKind.Number, LeadUpdateStatus.Updated);
        _ledger.Add(OutcomeOf(_steps[0], LeadUpdateStatus.Refused));
        _ledger.Add(OutcomeOf(_steps[0], LeadUpdateStatus.Refused));
        Store(LeadFields.IntegerOne, "1");
        Assert.Contains("update 0 once more", Assert.Single(Failing()).Figure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StepKind.Nothing, LeadUpdateStatus.Updated)]
    [InlineData(StepKind.NoSuchLead, LeadUpdateStatus.Updated)]
    [InlineData(StepKind.Phone, LeadUpdateStatus.Unchanged)]
    internal void An_outcome_that_the_update_can_not_have_is_found(StepKind kind, LeadUpdateStatus status)
    {
        Add(kind, status);
        Assert.Contains($"{kind}, is {status}", Assert.Single(Failing()).Figure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("2")]
    [InlineData(null)]
    public void A_value_of_an_update_that_was_followed_or_not_carried_out_is_found(string? stored)
    {
        Add(StepKind.Number, LeadUpdateStatus.Updated);
        Add(StepKind.Number, LeadUpdateStatus.Updated);
        Add(StepKind.Number, LeadUpdateStatus.NotSent);
        Store(LeadFields.IntegerOne, stored);
        Assert.Single(Failing());
    }

    [Theory]
    [InlineData(LeadUpdateStatus.Updated)]
    [InlineData(LeadUpdateStatus.Updated, 0, 0)]
    [InlineData(LeadUpdateStatus.Unknown, 0, 0)]
    [InlineData(LeadUpdateStatus.Refused, 0)]
    [InlineData(LeadUpdateStatus.NotSent, 0)]
    [InlineData(LeadUpdateStatus.Unknown, 7)]
    public void A_phone_that_is_missing_doubled_or_unexpected_is_found(LeadUpdateStatus status, params int[] phones)
    {
        Add(StepKind.Phone, status);
        Phones(phones);
        Assert.Single(Failing());
    }

    private static LeadUpdateOutcome OutcomeOf(Step step, LeadUpdateStatus status) => new(step.Index, step.ToUpdate(), status);

    private void Add(StepKind kind, LeadUpdateStatus status)
    {
        var step = new Step(_steps.Count, 1, kind);
        _steps.Add(step);
        _ledger.Add(OutcomeOf(step, status));
    }

    private void Store(LeadField field, string? value) => _stored[field.Code] = value ?? "";

    private void Phones(params int[] indexes) => Store(
        LeadFields.Phone, "[" + string.Join(',', indexes.Select(i => $$"""{"VALUE": "{{new Step(i, 1, StepKind.Phone).Phone}}"}""")) + "]");

    private Claim[] Failing() => [.. _ledger.Check(_steps, (_, code) => _stored.GetValueOrDefault(code)).Where(c => !c.Holds)];
}
