using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Changes;

/// <summary>Tests edits of a list, which is sent as a whole: an element that was not edited keeps its value, or the edit is rejected.</summary>
public sealed class ListEditTests
{
    public static TheoryData<string, Action<Lead>, string> Kept => new()
    {
        {
            """{"ID": "42", "UF_CRM_1712000008": ["1234567890.1234", "-0.0001", 1.50, "1E+3", "100.00000000000000000000000000000000"]}""",
            l => l.DoubleMany = [.. l.DoubleMany, 2],
            """{"UF_CRM_1712000008":["1234567890.1234","-0.0001","1.50","1000","100.00000000000000000000000000","2"]}"""
        },
        {
            """{"ID": "42", "UF_CRM_1712000012": ["9999-12-31T23:59:59+03:00", "10000-01-01T02:59:59+03:00"]}""",
            l => l.DatetimeMany = [.. l.DatetimeMany, DateTimeOffset.UnixEpoch],
            """{"UF_CRM_1712000012":["9999-12-31T23:59:59+03:00","9999-12-31T23:59:59+00:00","1970-01-01T00:00:00+00:00"]}"""
        },
    };

    [Theory]
    [MemberData(nameof(Kept))]
    public void An_untouched_element_keeps_its_value(string json, Action<Lead> edit, string fields)
    {
        Lead before = Given.Lead(json), after = before.Copy();
        edit(after);
        Assert.Equal(fields, Given.Fields(LeadUpdate.FromChanges(before, after)));
    }

    public static TheoryData<string, Action<Lead>> Rounded => new()
    {
        { """{"ID": "42", "UF_CRM_1712000008": ["1.00000000000000000000000000001"]}""", l => l.DoubleMany = [.. l.DoubleMany, 2] },
        { """{"ID": "42", "UF_CRM_1712000008": [0.99999999999999999999999999999999]}""", l => l.DoubleMany = [.. l.DoubleMany, 2] },
        { """{"ID": "42", "UF_CRM_1712000008": ["1E-29"]}""", l => l.DoubleMany = [.. l.DoubleMany, 2] },
        { """{"ID": "42", "UF_CRM_1712000006": ["5.00000000000000000000000000000001"]}""", l => l.IntegerMany = [.. l.IntegerMany, 2] },
        { """{"ID": "42", "UF_CRM_1712000024": ["0.12345678901234567890123456789|RUB"]}""", l => l.MoneyMany = [.. l.MoneyMany, new Money(2, "RUB")] },
        { """{"ID": "42", "UF_CRM_1712000024": ["0.1234567890123456789012345678901234|RUB"]}""", l => l.MoneyMany = [.. l.MoneyMany, new Money(2, "RUB")] },
        { """{"ID": "42", "UF_CRM_1712000012": ["9999-12-31T23:59:59-03:00"]}""", l => l.DatetimeMany = [.. l.DatetimeMany, DateTimeOffset.UnixEpoch] },
        { """{"ID": "42", "UF_CRM_1712000012": ["10000-01-01T23:59:59+03:00"]}""", l => l.DatetimeMany = [.. l.DatetimeMany, DateTimeOffset.UnixEpoch] },
    };

    [Theory]
    [MemberData(nameof(Rounded))]
    public void An_element_that_would_be_rounded_is_not_read(string json, Action<Lead> edit) => Assert.Throws<CrmFieldFormatException>(() => edit(Given.Lead(json)));

    public static TheoryData<string, Action<Lead>, string> NotSendable => new()
    {
        { """{"ID": "42", "UF_CRM_1712000008": ["1.00001"]}""", l => l.DoubleMany = [.. l.DoubleMany, 2], "element 0: it has more than 4 decimal places" },
        { """{"ID": "42", "UF_CRM_1712000006": ["2147483648"]}""", l => l.IntegerMany = [.. l.IntegerMany, 2], "element 0: it is outside the 32-bit range" },
        {
            """{"ID": "42", "UF_CRM_1712000024": ["5|RUB", "300.50"]}""", l => l.MoneyMany = [new Money(6, "RUB"), .. l.MoneyMany.Skip(1)],
            "element 1: it has no currency"
        },
        {
            """{"ID": "42", "UF_CRM_1712000026": ["Дом|55.7;37.60000000000000000000000000001|21"]}""", l => l.AddressMany = [.. l.AddressMany, new MapAddress("Б")],
            "element 0: its text contains the separator |"
        },
        { """{"ID": "42", "UF_CRM_1712000032": [1E+500]}""", l => l.HlblockMany = [.. l.HlblockMany, Given.Element("1")], "element 0: a portal can't keep the number 1E+500 exactly" },
    };

    [Theory]
    [MemberData(nameof(NotSendable))]
    public void The_exception_names_the_element_that_can_not_be_sent_and_what_to_do(string json, Action<Lead> edit, string message)
    {
        Lead before = Given.Lead(json), after = before.Copy();
        edit(after);
        CrmValueException e = Assert.Throws<CrmValueException>(() => LeadUpdate.FromChanges(before, after));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.Contains("correct this element or leave it out", e.Message, StringComparison.Ordinal);
    }
}
