using LeadGen.Storage;

namespace LeadGen.Generator.Tests.Schemas.Kinds;

/// <summary>Tests that values behave as in PHP.</summary>
public class PhpValueTests
{
    private static PhpValue Map(params (string Key, string Value)[] entries) =>
        PhpValue.Map(entries.Select(e => new KeyValuePair<string, PhpValue>(e.Key, PhpValue.Scalar(e.Value))));

    [Fact]
    public void The_last_value_of_a_duplicate_key_is_kept_at_the_first_position() =>
        Assert.Equal(Map(("a", "3"), ("b", "2")), Map(("a", "1"), ("b", "2"), ("a", "3")));

    [Fact]
    public void A_map_whose_keys_count_from_zero_is_a_list()
    {
        Assert.True(Map(("0", "a"), ("1", "b")).IsList);
        Assert.Equal(PhpValue.List([PhpValue.Scalar("a"), PhpValue.Scalar("b")]), Map(("0", "a"), ("1", "b")));
        Assert.True(PhpValue.EmptyArray.IsList);
        Assert.False(Map(("1", "a"), ("0", "b")).IsList);
        Assert.False(Map(("1", "a")).IsList);
        Assert.False(PhpValue.Scalar("0").IsList);
        Assert.False(PhpValue.Null.IsList);
    }

    [Fact]
    public void Null_an_empty_text_and_an_empty_array_are_different()
    {
        PhpValue[] values = [PhpValue.Null, PhpValue.EmptyText, PhpValue.EmptyArray];

        Assert.Equal(3, values.Distinct().Count());
        Assert.Equal(PhpValue.EmptyText, PhpValue.Scalar(""));
        Assert.Equal([true, false, false], values.Select(v => v.IsNull));
        Assert.Equal([false, false, true], values.Select(v => v.IsArray));
        Assert.False(PhpValue.Null.Equals(null));
    }

    [Fact]
    public void Equality_compares_keys_values_and_order()
    {
        Assert.NotEqual(Map(("a", "1"), ("b", "2")), Map(("b", "2"), ("a", "1")));
        Assert.NotEqual(Map(("a", "1")), Map(("a", "2")));
        Assert.NotEqual(Map(("a", "1")), Map(("b", "1")));
        Assert.Equal(Map(("a", "1")).GetHashCode(), Map(("a", "1")).GetHashCode());
    }

    [Fact]
    public void Entries_are_found_by_their_key()
    {
        Assert.Equal("2", Map(("a", "1"), ("b", "2")).Find("b")?.Text);
        Assert.Null(Map(("a", "1")).Find("A"));
        Assert.Null(PhpValue.Scalar("a").Find("a"));
    }

    [Fact]
    public void Texts_and_keys_are_escaped() =>
        Assert.Equal("""{"\"k\\":"a\"b\\c\u000a\u0000Ё"}""", Map(("\"k\\", "a\"b\\c\n\0Ё")).ToString());

    [Fact]
    public void A_value_is_formatted_as_JSON() =>
        Assert.Equal("""{"a":["1",null]}""", PhpValue.Map([new("a", PhpValue.List([PhpValue.Scalar("1"), PhpValue.Null]))]).ToString());
}
