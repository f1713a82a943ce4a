using LeadGen.Soak.Editing;
using LeadGen.Soak.Output;
using LeadGen.Soak.Portal;

namespace LeadGen.Programs.Tests.Soak;

/// <summary>Tests that the comparison detects each kind of data loss.</summary>
public sealed class EditLedgerTests
{
    private const string Title = LeadFields.Codes.Title;
    private const string City = LeadFields.Codes.AddressCity;
    private const string Phone = LeadFields.Codes.Phone;

    private readonly EditPlan _plan = new() { Results = 0, Seed = 1 };

    public static TheoryData<CrmUpdateStatus, bool, bool> ResultCases => new()
    {
        { CrmUpdateStatus.Updated, true, true },
        { CrmUpdateStatus.Updated, false, false },
        { CrmUpdateStatus.Unknown, true, true },
        { CrmUpdateStatus.Unknown, false, true },
        { CrmUpdateStatus.Rejected, true, false },
        { CrmUpdateStatus.Rejected, false, true },
        { CrmUpdateStatus.NotSent, true, false },
        { CrmUpdateStatus.NotSent, false, true },
        { CrmUpdateStatus.Unchanged, false, false },
    };

    [Theory]
    [MemberData(nameof(ResultCases))]
    public void The_state_must_agree_with_the_result(CrmUpdateStatus status, bool isCarriedOut, bool isAccepted)
    {
        (EditItem item, ModelState before, ModelState after) = Edit(static (patch, id) => patch.ChangeEntry(Phone, id, "new", "WORK"));
        Assert.Equal(isAccepted, IsAccepted(before, [(item, status)], isCarriedOut ? after : before));
    }

    [Theory]
    [InlineData("duplicate entry")]
    [InlineData("lost entry")]
    [InlineData("erased address part")]
    [InlineData("lost value")]
    public void Each_kind_of_loss_is_found(string kind)
    {
        (_, ModelState before, ModelState after) = Edit(static (patch, _) => patch.AddEntry(Phone, "new", "WORK"));
        Assert.Null(StateDifference.Find(after, Stored(after)));

        ModelState actual = Stored(after);
        switch (kind)
        {
            case "duplicate entry":
                actual.Entries[Phone].Add(new ModelEntry(99, "new", "WORK"));
                break;
            case "lost entry":
                actual = before;
                break;
            case "erased address part":
                actual.Values[City] = "";
                break;
            default:
                actual.Values[Title] = "";
                break;
        }

        Assert.Equal(kind, StateDifference.Find(after, actual)?.Kind);
    }

    [Fact]
    public void An_entry_that_was_deleted_meanwhile_is_expected_once()
    {
        (EditItem item, ModelState before, _) = Edit(static (patch, id) => patch.ChangeEntry(Phone, id, "new", "WORK"));
        before.Entries[Phone].Clear();
        ModelState once = Stored(item.Patch.Apply(before));
        ModelState twice = once.Copy();
        twice.Entries[Phone].Add(new ModelEntry(98, "new", "WORK"));

        Assert.True(IsAccepted(before, [(item, CrmUpdateStatus.Updated)], once));
        Assert.False(IsAccepted(before, [(item, CrmUpdateStatus.Updated)], twice));
        Assert.False(IsAccepted(before, [(item, CrmUpdateStatus.Unknown)], twice));
    }

    [Fact]
    public void Updates_of_one_lead_are_evaluated_in_order()
    {
        (EditItem first, ModelState before, ModelState afterFirst) = Edit(static (patch, _) => patch.Set(Title, "first"));
        (EditItem second, _, ModelState afterSecond) = Edit(static (patch, _) => patch.Set(Title, "second"));

        Assert.True(IsAccepted(before, [(first, CrmUpdateStatus.Unknown), (second, CrmUpdateStatus.Updated)], afterSecond));
        Assert.False(IsAccepted(before, [(first, CrmUpdateStatus.Updated), (second, CrmUpdateStatus.Updated)], afterFirst));
        Assert.True(IsAccepted(before, [(first, CrmUpdateStatus.Updated), (second, CrmUpdateStatus.Unknown)], afterFirst));
    }

    private static (EditItem Item, ModelState Before, ModelState After) Edit(Action<Patch, long> plan)
    {
        var before = new ModelState(new() { [Title] = "title", [City] = "city" }, new() { [Phone] = [new ModelEntry(1, "old", "WORK")] });
        var item = new EditItem(1);
        plan(item.Patch, 1);
        return (item, before, item.Patch.Apply(before));
    }

    // The state as the portal stores it, with IDs for added entries.
    private static ModelState Stored(ModelState state)
    {
        ModelState stored = state.Copy();
        stored.Entries[Phone] = [.. stored.Entries[Phone].Select(static (e, i) => e with { Id = e.Id ?? 50 + i })];
        return stored;
    }

    private bool IsAccepted(ModelState before, (EditItem Item, CrmUpdateStatus? Status)[] results, ModelState actual)
    {
        var ledger = new EditResults();
        var report = new Report();
        ledger.Check(before, results, Stored(actual));
        ledger.AddTo(report, _plan);
        return report.ExitCode == 0;
    }
}
