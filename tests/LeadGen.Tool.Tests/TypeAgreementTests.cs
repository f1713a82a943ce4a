using LeadGen.Drift;
using LeadGen.Schema.Kinds;

namespace LeadGen.Tool.Tests;

public class TypeAgreementTests
{
    [Fact]
    public void What_the_runtime_takes_for_the_same_type_is_the_same_in_the_table_of_kinds()
    {
        var types = FieldKinds.All.SelectMany(k => k.Types).ToArray();

        Assert.All(
            types.SelectMany(one => types.Where(other => other != one), (one, other) => (one, other)),
            pair => Assert.Equal(FieldKinds.Of(pair.one).HasSameValues(FieldKinds.Of(pair.other)), SchemaComparison.AreSame(new(pair.one.Name), new(pair.other.Name))));
    }
}
