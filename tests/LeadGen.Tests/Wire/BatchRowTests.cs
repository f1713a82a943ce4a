using CsCheck;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Wire;

/// <summary>Tests that a batch row has the same bytes as in Bitrix24's JavaScript SDK, and which values a row can't contain.</summary>
public sealed class BatchRowTests
{
    public static TheoryData<Func<LeadUpdate, LeadUpdate>, string> Rows => new()
    {
        { u => u.SetTitle("Новый лид"), "id=42&fields%5BTITLE%5D=%D0%9D%D0%BE%D0%B2%D1%8B%D0%B9%20%D0%BB%D0%B8%D0%B4" },
        { u => u.ClearComments(), "id=42&fields%5BCOMMENTS%5D=" },
        { u => u.SetOpportunity(1234.5m), "id=42&fields%5BOPPORTUNITY%5D=1234.5&fields%5BIS_MANUAL_OPPORTUNITY%5D=Y" },
        { u => u.SetIntegerMany([1, 2, 3]), "id=42&fields%5BUF_CRM_1712000006%5D%5B0%5D=1&fields%5BUF_CRM_1712000006%5D%5B1%5D=2&fields%5BUF_CRM_1712000006%5D%5B2%5D=3" },
        { u => u.SetTitle("~!*'()-_. +"), "id=42&fields%5BTITLE%5D=~%21%2A%27%28%29-_.%20%2B" },
        { u => u.SetTitle("SGVsbG8+/w=="), "id=42&fields%5BTITLE%5D=SGVsbG8%2B%2Fw%3D%3D" },
        { u => u.AddPhone("+7 (999) 123-45-67", PhoneType.Work).SetName("б"), "id=42&fields%5BPHONE%5D%5B0%5D%5BVALUE%5D=%2B7%20%28999%29%20123-45-67&fields%5BPHONE%5D%5B0%5D%5BVALUE_TYPE%5D=WORK&fields%5BNAME%5D=%D0%B1" },
        { u => u.ClearDateMany(), "id=42&fields%5BUF_CRM_1712000010%5D=" },
        { u => u.SetBooleanOne(true), "id=42&fields%5BUF_CRM_1712000033%5D=1" },
        { u => u.SetHlblockOne(Given.Element("""{"a b":[{"c":1.5},"1"]}""")), "id=42&fields%5BUF_CRM_1712000031%5D%5Ba%20b%5D%5B0%5D%5Bc%5D=1.5&fields%5BUF_CRM_1712000031%5D%5Ba%20b%5D%5B1%5D=1" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_row_has_the_bytes_of_the_JavaScript_SDK(Func<LeadUpdate, LeadUpdate> change, string row) =>
        Assert.Equal((row, null), Given.Row(change(new LeadUpdate(42))));

    [Fact]
    public void Options_are_encoded_like_fields() => Assert.Equal(
        "id=42&fields%5BTITLE%5D=a%26b%3Dc%23d%25&params%5BREGISTER_SONET_EVENT%5D=Y&options%5BREGISTER_SONET_EVENT%5D=Y",
        Given.Row(new LeadUpdate(42).SetTitle("a&b=c#d%"), new CrmUpdateOptions { RegisterSonetEvent = true }).Row);

    [Fact]
    public void A_value_is_encoded_like_Uri_EscapeDataString() => Gen.String.Where(s => s.Trim().Length > 0 && !s.Any(char.IsSurrogate)).Sample(text =>
        Given.Row(new LeadUpdate(42).SetTitle(text)).Row == $"id=42&fields%5BTITLE%5D={Uri.EscapeDataString(text)}");

    public static TheoryData<Func<LeadUpdate, LeadUpdate>> Unsupported => new()
    {
        u => u.ClearStringMany(),
        u => u.SetName("до $result[a][b]"), u => u.SetName("$Time[c0][start]"), u => u.SetName("$timeout[ms]"),
        u => u.SetStringMany(["x", "$RESULT_error[a]"]),
        u => u.SetHlblockOne(Given.Element("""{"a":null}""")),
        u => u.SetHlblockOne(Given.Element("[]")),
    };

    [Theory]
    [MemberData(nameof(Unsupported))]
    public void A_value_that_does_not_fit_in_a_row_is_reported(Func<LeadUpdate, LeadUpdate> change) =>
        Assert.NotNull(Given.Row(change(new LeadUpdate(42))).UnsupportedReason);
}
