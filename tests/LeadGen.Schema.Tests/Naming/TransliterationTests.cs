using LeadGen.Schema.Naming;

namespace LeadGen.Schema.Tests.Naming;

/// <summary>Every letter of the four alphabets, in both cases, at the start of a word and inside.</summary>
public class TransliterationTests
{
    private const string Russian =
        "а=a б=b в=v г=g д=d е=e ё=yo ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya";

    private const string Ukrainian =
        "а=a б=b в=v г=g ґ=g д=d е=e є=ye ж=zh з=z и=i і=i ї=yi й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch ь= ю=yu я=ya";

    private const string Belarusian =
        "а=a б=b в=v г=g д=d е=e ё=yo ж=zh з=z і=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ў=w ф=f х=kh ц=ts ч=ch ш=sh ы=y ь= э=e ю=yu я=ya";

    private const string Kazakh =
        "а=a ә=a б=b в=v г=g ғ=gh д=d е=e ё=yo ж=zh з=z и=i й=y к=k қ=q л=l м=m н=n ң=ng о=o ө=o п=p р=r с=s т=t у=u ұ=u ү=u ф=f х=kh һ=h ц=ts ч=ch ш=sh щ=shch ъ= ы=y і=i ь= э=e ю=yu я=ya";

    [Theory]
    [InlineData(Russian, 33)]
    [InlineData(Ukrainian, 33)]
    [InlineData(Belarusian, 32)]
    [InlineData(Kazakh, 42)]
    public void Every_letter_has_one_reading_in_both_cases(string alphabet, int letters)
    {
        (char Letter, string Latin)[] table = alphabet.Split(' ').Select(static pair => (pair[0], pair[2..])).ToArray();
        Assert.Equal(letters, table.Length);
        foreach ((char letter, string latin) in table)
        {
            string capital = latin.Length == 0 ? "" : char.ToUpperInvariant(latin[0]) + latin[1..];
            char upper = char.ToUpperInvariant(letter);
            Assert.NotEqual(letter, upper);
            Assert.Equal(capital, Name(letter.ToString()));
            Assert.Equal(capital, Name(upper.ToString()));
            Assert.Equal("Q" + latin, Name("q" + letter));
            Assert.Equal("X" + capital, Name("x" + upper));
            Assert.Equal("Q" + latin, Name("Q" + upper));
        }

        static string Name(string label) => Identifiers.FromLabel(label, IdentifierStyle.Transliterated);
    }

    [Theory]
    [InlineData("Съёмочный подъезд", "SyomochnyyPodezd")]
    [InlineData("Спосіб доставки їжі", "SposibDostavkiYizhi")]
    [InlineData("Спосаб аплаты ў краме", "SposabAplatyWKrame")]
    [InlineData("Жеткізу тәсілі, қала", "ZhetkizuTasiliQala")]
    public void A_label_reads_as_it_sounds(string label, string name) =>
        Assert.Equal(name, Identifiers.FromLabel(label, IdentifierStyle.Transliterated));
}
