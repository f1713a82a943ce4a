using System.Diagnostics;

namespace LeadGen.Generator.Tests.Schemas;

/// <summary>Tests <c>OneLine</c>, which all assemblies use to write external text in one line.</summary>
public class OneLineTests
{
    [Theory]
    [InlineData("##vso[task.setvariable variable=PATH]x", "# #vso[task.setvariable variable=PATH]x")]
    [InlineData("a ##[error]x", "a # #[error]x")]
    [InlineData("###[group]", "## #[group]")]
    [InlineData("##TeamCity[message]", "# #TeamCity[message]")]
    [InlineData("::error file=a.cs::x", ": :error file=a.cs: :x")]
    [InlineData("a:::set-output name=b::c", "a:: :set-output name=b: :c")]
    [InlineData("#\u00AD#vso[x]", "# \u00AD#vso[x]")]
    [InlineData("##v\u200Bso\u2060[x]", "# #v\u200Bso\u2060[x]")]
    [InlineData(":\uFEFF:error::", ": \uFEFF:error::")]
    [InlineData("#\U000E0041#[x]", "# \U000E0041#[x]")]
    public void A_space_is_inserted_into_build_agent_commands(string text, string expected)
    {
        Assert.Equal(expected, OneLine.Format(text));
        foreach (string command in new[] { "##vso[", "##[", "##teamcity[", "::error", "::set-output" })
        {
            Assert.DoesNotContain(command, OneLine.Format(text), StringComparison.InvariantCultureIgnoreCase);
        }
    }

    [Theory]
    [InlineData("Способ доставки «до двери», ёж 🌷 👨‍👩‍👧 №1")]
    [InlineData("## Раздел")]
    [InlineData("C#: List<int>[] #1 [##] ##")]
    [InlineData("Класс::Метод ::1 10:30::00")]
    [InlineData("naïve café Ünïcödé 你好 שלום")]
    public void Readable_text_is_unchanged(string text) => Assert.Equal(text, OneLine.Format(text));

    [Theory]
    [InlineData("a\r\nb\u0085c\u2028d\u2029e", "a  b c d e")]
    [InlineData("\u001b[2J\0\u007f", " [2J  ")]
    [InlineData("\u202eevil\u2066\u200f\u061c", " evil   ")]
    public void Line_breaks_and_direction_controls_are_replaced(string text, string expected) => Assert.Equal(expected, OneLine.Format(text));

    [Fact]
    public void Half_a_surrogate_pair_becomes_a_replacement_character() => Assert.Equal("\uFFFD half \uFFFD\uFFFD", OneLine.Format("\ud83d half \udf37\ud83d"));

    [Theory]
    [InlineData("abcd", 4, "abcd")]
    [InlineData("abcde", 4, "abcd…")]
    [InlineData("abc🌷e", 4, "abc🌷…")]
    [InlineData("##[x]", 2, "# …")]
    public void A_long_text_is_truncated_between_characters(string text, int maxLength, string expected) => Assert.Equal(expected, OneLine.Format(text, maxLength));

    [Theory]
    [InlineData("#")]
    [InlineData("##a")]
    [InlineData("#\u00AD")]
    [InlineData(":\u00AD")]
    [InlineData("##a\u00AD")]
    [InlineData("::a")]
    public void The_time_is_linear(string unit)
    {
        string text = string.Concat(Enumerable.Repeat(unit, 1_000_000));
        long start = Stopwatch.GetTimestamp();
        _ = OneLine.Format(text, int.MaxValue);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 10);
    }
}
