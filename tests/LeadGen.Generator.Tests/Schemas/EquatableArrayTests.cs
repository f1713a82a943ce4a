using LeadGen.Schema;

namespace LeadGen.Generator.Tests.Schemas;

/// <summary>Tests arrays that are compared by their elements.</summary>
public class EquatableArrayTests
{
    [Fact]
    public void Arrays_are_equal_by_content_and_order()
    {
        EquatableArray<string> array = new[] { "a", "b" }.ToEquatableArray();

        Assert.True(array == new[] { "a", "b" }.ToEquatableArray());
        Assert.Equal(array.GetHashCode(), new[] { "a", "b" }.ToEquatableArray().GetHashCode());
        Assert.True(array != new[] { "b", "a" }.ToEquatableArray());
        Assert.True(array != new[] { "a" }.ToEquatableArray());
        Assert.False(array.Equals(new[] { "a", "b" }));
    }

    [Fact]
    public void The_default_array_is_empty()
    {
        Assert.Equal(default, Array.Empty<string>().ToEquatableArray());
        Assert.Equal(default(EquatableArray<string>).GetHashCode(), Array.Empty<string>().ToEquatableArray().GetHashCode());
        Assert.Empty(default(EquatableArray<string>));
        Assert.Throws<ArgumentOutOfRangeException>(() => default(EquatableArray<string>)[0]);
    }

    [Fact]
    public void The_array_is_a_copy()
    {
        string[] source = ["a"];
        EquatableArray<string> array = source.ToEquatableArray();
        source[0] = "b";

        Assert.Equal("a", array[0]);
    }
}
