using LeadGen.Schema.Kinds;

namespace LeadGen.Tool.Tests;

public class TypeAgreementTests
{
    // Types of ids behave alike and mean different things: the runtime, which sees no schema, must not take one for the other.
    private static readonly string[] s_ids = [.. FieldKinds.All.Where(k => k.Format == "Id").SelectMany(k => k.Types)];

    [Fact]
    public void What_the_runtime_takes_for_the_same_type_is_the_same_in_the_table_of_kinds()
    {
        string[] types = [.. FieldKinds.All.SelectMany(k => k.Types).Except(s_ids)];

        Assert.All(
            types.SelectMany(one => types.Where(other => other != one), (one, other) => (one, other)),
            pair => Assert.Equal(FieldKinds.Of(pair.one).BehavesAs(FieldKinds.Of(pair.other)), LeadGen.Drift.SchemaComparison.AreSame(pair.one, pair.other)));
    }
}
