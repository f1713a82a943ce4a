using LeadGen.Drift;
using LeadGen.Schema.Kinds;

namespace LeadGen.Tool.Tests;

public class TypeAgreementTests
{
    [Fact]
    public void The_runtime_and_the_table_of_kinds_agree_on_types_with_the_same_values()
    {
        var types = FieldKinds.All.SelectMany(k => k.Types).ToArray();

        Assert.All(
            types.SelectMany(one => types.Where(other => other != one), (one, other) => (one, other)),
            pair => Assert.Equal(FieldKinds.Get(pair.one).HasSameValues(FieldKinds.Get(pair.other)), SchemaComparison.AreSame(new(pair.one.Name), new(pair.other.Name))));
    }
}
