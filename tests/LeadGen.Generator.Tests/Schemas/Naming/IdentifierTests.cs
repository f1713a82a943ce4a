using System.Globalization;
using LeadGen.Schema.Naming;

namespace LeadGen.Generator.Tests.Schemas.Naming;

/// <summary>Tests the conversion of codes and labels to C# identifiers.</summary>
public class IdentifierTests
{
    [Theory]
    [InlineData("ID", "Id")]
    [InlineData("STATUS_ID", "StatusId")]
    [InlineData("ADDRESS_2", "Address2")]
    [InlineData("ADDRESS_LOC_ADDR_ID", "AddressLocAddrId")]
    [InlineData("PARENT_ID_1036", "ParentId1036")]
    [InlineData("UF_CRM_1699887766", "UfCrm1699887766")]
    [InlineData("UF_CRM_64A29A1CD5CC2", "UfCrm64a29a1cd5cc2")]
    [InlineData("ufCrm_x", "UfCrmX")]
    [InlineData("1", "_1")]
    [InlineData("UC_7X:Y>Z", "Uc7XYZ")]
    [InlineData("__", "")]
    [InlineData("", "")]
    public void A_code_is_written_in_Pascal_case(string code, string name) => Assert.Equal(name, Identifiers.FromCode(code));

    [Theory]
    [InlineData("Способ доставки", "SposobDostavki")]
    [InlineData("ИНН", "Inn")]
    [InlineData("ИНН/КПП", "InnKpp")]
    [InlineData("НДС18%", "Nds18")]
    [InlineData("VIP-клиент", "VipKlient")]
    [InlineData("iPhone", "IPhone")]
    [InlineData("deliveryMethod", "DeliveryMethod")]
    [InlineData("Я", "Ya")]
    [InlineData("ЩИ", "Shchi")]
    [InlineData("Объём, м³", "ObyomM")]
    [InlineData("№ договора", "Dogovora")]
    [InlineData("«Акция»", "Aktsiya")]
    [InlineData("50% скидка", "_50Skidka")]
    [InlineData("1С код", "_1SKod")]
    [InlineData("2", "_2")]
    [InlineData("class", "Class")]
    [InlineData("@int", "Int")]
    [InlineData("_x_", "X")]
    [InlineData("*/ \" < & \\ \r\n конец", "Konets")]
    public void A_label_is_written_in_Pascal_case_and_in_Latin_letters(string label, string name) =>
        Assert.Equal(name, Identifiers.FromLabel(label, IdentifierStyle.Transliterated));

    [Theory]
    [InlineData("пам'ять", "Pamyat")]
    [InlineData("пам’ять", "Pamyat")]
    [InlineData("памʼять", "Pamyat")]
    [InlineData("об\u00ADласть", "Oblast")]
    [InlineData("об\u200Bласть", "Oblast")]
    [InlineData("\uFEFFобласть\u200F", "Oblast")]
    [InlineData("Доставка 🚚 сегодня", "DostavkaSegodnya")]
    [InlineData("Мои\u0306 район", "MoyRayon")]
    [InlineData("Е\u0308лка", "Yolka")]
    [InlineData("e\u0301te\u0301", "Ete")]
    [InlineData("a\uD83Db", "AB")]
    [InlineData("a\uFFFFb", "AB")]
    [InlineData("a\0b", "AB")]
    public void Apostrophes_and_invisible_characters_do_not_separate_words(string label, string name) =>
        Assert.Equal(name, Identifiers.FromLabel(label, IdentifierStyle.Transliterated));

    [Theory]
    [InlineData("Ьint", "Int")]
    [InlineData("ъclass", "Class")]
    [InlineData("Ь", "")]
    public void A_letter_without_a_transliteration_does_not_change_the_capitalization(string label, string name) =>
        Assert.Equal(name, Identifiers.FromLabel(label, IdentifierStyle.Transliterated));

    [Theory]
    [InlineData("")]
    [InlineData(" \t\r\n")]
    [InlineData("🚚🚚")]
    [InlineData("!?—…")]
    [InlineData("²½")]
    [InlineData("\uD83D")]
    public void A_label_without_letters_or_digits_has_no_name(string label)
    {
        Assert.Equal("", Identifiers.FromLabel(label, IdentifierStyle.Transliterated));
        Assert.Equal("", Identifiers.FromLabel(label, IdentifierStyle.Native));
    }

    [Theory]
    [InlineData("Способ доставки", "СпособДоставки")]
    [InlineData("ИНН", "Инн")]
    [InlineData("ї жа", "ЇЖа")]
    [InlineData("Мои\u0306", "Мой")]
    [InlineData("Подъезд", "Подъезд")]
    public void Native_identifiers_keep_Cyrillic_letters(string label, string name) => Assert.Equal(name, Identifiers.FromLabel(label, IdentifierStyle.Native));

    [Theory]
    [InlineData("中文 标签", "中文标签")]
    [InlineData("Διεύθυνση πελάτη", "ΔιεύθυνσηΠελάτη")]
    [InlineData("اسم العميل", "اسمالعميل")]
    [InlineData("Straße", "Straße")]
    [InlineData("Ⅷ век", "ⅧВек")]
    [InlineData("\u0301a", "_\u0301a")]
    public void Native_identifiers_keep_letters_of_every_script(string label, string name)
    {
        Assert.Equal(name, Identifiers.FromLabel(label, IdentifierStyle.Native));
        Assert.Null(Identifiers.GetValidationError(name));
    }

    [Theory]
    [InlineData("щ", 16)]
    [InlineData("x", 64)]
    [InlineData("слово ", 12)]
    [InlineData("7", 64)]
    public void A_long_label_is_truncated(string part, int kept)
    {
        string name = Identifiers.FromLabel(string.Concat(Enumerable.Repeat(part, 10_000)), IdentifierStyle.Transliterated);

        Assert.InRange(name.Length, 64, 65);
        Assert.StartsWith(
            Identifiers.FromLabel(string.Concat(Enumerable.Repeat(part, kept)), IdentifierStyle.Transliterated), name, StringComparison.Ordinal);
        Assert.Null(Identifiers.GetValidationError(name));
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("ru-RU")]
    [InlineData("ar-SA")]
    public void The_culture_does_not_change_the_name(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);

            Assert.Equal("IiId", Identifiers.FromLabel("ii ID", IdentifierStyle.Transliterated));
            Assert.Equal("TitleId", Identifiers.FromCode("TITLE_ID"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("Title")]
    [InlineData("_")]
    [InlineData("_1")]
    [InlineData("Имя")]
    [InlineData("中文")]
    [InlineData("a1_b")]
    [InlineData("record")]
    [InlineData("Class")]
    [InlineData("getX")]
    public void An_identifier_is_accepted(string name) => Assert.Null(Identifiers.GetValidationError(name));

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("1a", "it starts with '1'")]
    [InlineData("-a", "it starts with '-'")]
    [InlineData("@a", "it starts with '@'")]
    [InlineData("a b", "it contains ' '")]
    [InlineData("a.b", "it contains '.'")]
    [InlineData("a\u00ADb", "it contains '\u00AD'")]
    [InlineData("a☃", "it contains '☃'")]
    [InlineData("class", "it is a keyword")]
    [InlineData("int", "it is a keyword")]
    [InlineData("get_Title", "the compiler reserves names of this form")]
    [InlineData("set_Title", "the compiler reserves names of this form")]
    [InlineData("value__", "the compiler reserves names of this form")]
    public void An_invalid_identifier_is_rejected_with_the_reason(string name, string validationError) => Assert.Equal(validationError, Identifiers.GetValidationError(name));

    [Fact]
    public void A_name_of_more_than_256_characters_is_rejected()
    {
        Assert.Null(Identifiers.GetValidationError(new string('a', 256)));
        Assert.Equal("it is longer than 256 characters", Identifiers.GetValidationError(new string('a', 257)));
    }

    [Theory]
    [InlineData("Acme", true)]
    [InlineData("Acme.Crm._1", true)]
    [InlineData("", false)]
    [InlineData("Acme.", false)]
    [InlineData(".Acme", false)]
    [InlineData("Acme..Crm", false)]
    [InlineData("Acme.class", false)]
    [InlineData("Acme Crm", false)]
    [InlineData("global::Acme", false)]
    public void A_namespace_consists_of_identifiers_separated_by_dots(string text, bool isNamespace) => Assert.Equal(isNamespace, Identifiers.IsNamespace(text));
}
