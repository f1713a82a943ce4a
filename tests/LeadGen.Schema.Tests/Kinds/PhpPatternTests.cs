using LeadGen.Schema.Kinds;

namespace LeadGen.Schema.Tests.Kinds;

/// <summary>Tests that .NET matches the patterns of PHP. Also compiled into the tests of the runtime, which uses another engine for regular expressions.</summary>
public sealed class PhpPatternTests
{
    [Theory]
    [InlineData("/^[0-9]{4}$/", "1234", true)]
    [InlineData("/^[0-9]{4}$/", "12345", false)]
    [InlineData("/^[0-9]{4}$/", "", false)]
    [InlineData("/b/", "abc", true)]
    [InlineData("/^https?:\\/\\//", "ftp://x", false)]
    [InlineData("#^a+$#i", "AA", true)]
    [InlineData("#^a+$#i", "AAb", false)]
    [InlineData("{^a{2}$}", "aa", true)]
    [InlineData("{^a{2}$}", "a", false)]
    [InlineData("/^.{2}$/", "Жж", true)]
    [InlineData("/^.{2}$/u", "Ж", false)]
    [InlineData("/^[А-Яа-яЁё ]+$/u", "Ёлка", true)]
    [InlineData("/^[А-Яа-яЁё ]+$/u", "Elka", false)]
    [InlineData("/^\\w+$/", "Ж1", true)]
    [InlineData("/^\\d+$/", "\u0661", true)]
    [InlineData("/^ж+$/i", "ЖЖ", true)]
    [InlineData("/^ж+$/i", "Ё", false)]
    [InlineData("/^(?=.*[0-9]).{3}$/", "ab1", true)]
    [InlineData("/^(?=.*[0-9]).{3}$/", "abc", false)]
    [InlineData("/^[]a]+$/", "]a", true)]
    [InlineData("/^[]a]+$/", "b", false)]
    [InlineData("/^[0-9]{3}-[A-Z]+$/", "123-A", true)]
    [InlineData("/^[0-9]{3}-[A-Z]+$/", "123", false)]
    public void A_pattern_is_matched_as_in_PHP(string pattern, string text, bool isMatch)
    {
        PhpPattern php = new(pattern);
        Assert.True(php.IsSupported);
        Assert.Equal(isMatch, php.Matches(text));
    }

    // In PHP, each of these texts matches, or the result depends on the version of PHP. In .NET, most do not match.
    [Theory]
    [InlineData("/^.$/u", "\U0001F337")]
    [InlineData("/^\\W$/u", "\u0301")]
    [InlineData("/^\\w$/u", "\u00BD")]
    [InlineData("/^\\w$/u", "\u2160")]
    [InlineData("/^\\W$/u", "\u203F")]
    [InlineData("/^[a-z]$/iu", "\u017F")]
    [InlineData("/^(?i)[a-z]$/u", "\u017F")]
    public void A_text_that_PHP_and_dotnet_read_differently_is_not_checked(string pattern, string text)
    {
        PhpPattern php = new(pattern);
        Assert.True(php.IsSupported);
        Assert.True(php.Matches(text));
    }

    [Theory]
    [InlineData("/(?|a|b)/")]
    [InlineData("/a++/")]
    [InlineData("/\\p{Cyrillic}/u")]
    [InlineData("/^[[:alpha:]]+$/")]
    [InlineData("/^[a-z-[aeiou]]+$/")]
    [InlineData("/^a{,3}$/")]
    [InlineData("/\\v/")]
    [InlineData("/(?<year>[0-9])(x)\\1/")]
    [InlineData("/a/U")]
    [InlineData("abc")]
    [InlineData("/abc")]
    [InlineData("/")]
    [InlineData("")]
    public void A_pattern_that_dotnet_does_not_support_matches_each_text(string pattern)
    {
        PhpPattern php = new(pattern);
        Assert.False(php.IsSupported);
        Assert.True(php.Matches("123"));
    }

    // The engine of the runtime needs no backtracking. The other engine stops, and the result is not known.
    [Fact]
    public async Task A_match_is_fast_or_stops()
    {
        PhpPattern php = new("/^(a+)+$/");
        Task<bool> match = Task.Run(() => php.Matches(new string('a', 60) + "!"));
#if RUNTIME
        Assert.False(await match.WaitAsync(TimeSpan.FromMinutes(1)));
#else
        Assert.True(await match.WaitAsync(TimeSpan.FromMinutes(1)));
#endif
        PhpPattern backtracking = new("/^(?=a)(a+)+$/");
        Assert.True(await Task.Run(() => backtracking.Matches(new string('a', 60) + "!")).WaitAsync(TimeSpan.FromMinutes(1)));
    }
}
