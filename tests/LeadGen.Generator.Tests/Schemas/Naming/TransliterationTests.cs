using LeadGen.Schema.Naming;

namespace LeadGen.Generator.Tests.Schemas.Naming;

/// <summary>Tests every letter of several alphabets, in both cases, at the start of a word and inside.</summary>
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

    private const string Serbian =
        "а=a б=b в=v г=g д=d ђ=dj е=e ж=zh з=z и=i ј=j к=k л=l љ=lj м=m н=n њ=nj о=o п=p р=r с=s т=t ћ=c у=u ф=f х=kh ц=ts ч=ch џ=dz ш=sh";

    private const string Greek =
        "α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s τ=t υ=y φ=f χ=ch ψ=ps ω=o ά=a έ=e ή=i ί=i ό=o ύ=y ώ=o ϊ=i ϋ=y";

    private const string Polish = "ą=a ć=c ę=e ł=l ń=n ó=o ś=s ź=z ż=z";

    private const string OtherLatin = "ã=a ç=c ä=a ö=o ü=u å=a ø=o æ=ae œ=oe đ=d ð=d þ=th ş=s ğ=g ơ=o ư=u ế=e ỹ=y ħ=h ŋ=ng ə=e";

    [Theory]
    [InlineData(Serbian, 30)]
    [InlineData(Greek, 33)]
    [InlineData(Polish, 9)]
    [InlineData(OtherLatin, 21)]
    [InlineData(Russian, 33)]
    [InlineData(Ukrainian, 33)]
    [InlineData(Belarusian, 32)]
    [InlineData(Kazakh, 42)]
    public void Every_letter_has_one_transliteration_in_both_cases(string alphabet, int letters)
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
    [InlineData("Situação", "Situacao")]
    [InlineData("Situac\u0327a\u0303o", "Situacao")]
    [InlineData("Straße", "Strasse")]
    [InlineData("GRÖẞE", "Grosse")]
    [InlineData("Łódź", "Lodz")]
    [InlineData("Διεύθυνση πελάτη", "DieythynsiPelati")]
    [InlineData("ΟΔΟΣ", "Odos")]
    [InlineData("Ngày sinh của khách", "NgaySinhCuaKhach")]
    [InlineData("İstanbul ılık", "IstanbulIlik")]
    [InlineData("Сумма 金額", "Summa")]
    [InlineData("٣٤ رقم", "_34")]
    [InlineData("a\u0301\u0301", "A")]
    [InlineData("\u0301a", "A")]
    public void Labels_are_transliterated(string label, string name) =>
        Assert.Equal(name, Identifiers.FromLabel(label, IdentifierStyle.Transliterated));

    [Fact]
    public void Transliterated_names_are_ASCII()
    {
        for (char c = '\u0080'; c < char.MaxValue; c++)
        {
            string name = Identifiers.FromLabel("x" + c, IdentifierStyle.Transliterated);
            Assert.True(name.All(char.IsAscii), $"U+{(int)c:X4}: {name}");
        }
    }
}
