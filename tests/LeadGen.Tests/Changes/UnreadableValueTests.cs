using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Changes;

/// <summary>Tests that an assigned value is sent even if the value that it replaces can't be read.</summary>
public sealed class UnreadableValueTests
{
    private const string Unreadable = """
        {
            "ID": "42", "UF_CRM_1712000009": "soon", "UF_CRM_1712000010": ["soon"], "UF_CRM_1712000006": "a", "TITLE": {"a": 1}, "ADDRESS": {"a": 1},
            "UF_CRM_1712000031": {"a": 1, "a": 2}, "PHONE": "+7"
        }
        """;

    public static TheoryData<Action<Lead>, string> Assigned => new()
    {
        { l => l.DateOne = new DateOnly(2026, 3, 20), """{"UF_CRM_1712000009":"2026-03-20"}""" },
        { l => l.DateOne = null, """{"UF_CRM_1712000009":""}""" },
        { l => l.DateMany = [new DateOnly(2026, 3, 20)], """{"UF_CRM_1712000010":["2026-03-20"]}""" },
        { l => l.DateMany = [], """{"UF_CRM_1712000010":""}""" },
        { l => l.IntegerMany = [], """{"UF_CRM_1712000006":[]}""" },
        { l => l.Title = "a", """{"TITLE":"a"}""" },
        { l => l.HlblockOne = Given.Element("[1]"), """{"UF_CRM_1712000031":[1]}""" },
        {
            l => l.SetAddress(new CrmAddress { City = "Омск" }),
            """{"ADDRESS":"","ADDRESS_2":"","ADDRESS_CITY":"Омск","ADDRESS_POSTAL_CODE":"","ADDRESS_REGION":"","ADDRESS_PROVINCE":"","ADDRESS_COUNTRY":"","ADDRESS_COUNTRY_CODE":""}"""
        },
    };

    [Theory]
    [MemberData(nameof(Assigned))]
    public void An_assigned_value_replaces_one_that_can_not_be_read(Action<Lead> assign, string fields)
    {
        Lead before = Given.Lead(Unreadable), after = before.Copy();
        assign(after);
        Assert.Equal(fields, Given.Fields(LeadUpdate.FromChanges(before, after)));
    }

    [Fact]
    public void Entries_that_can_not_be_read_are_not_replaced()
    {
        // The IDs of the entries to remove are unknown.
        Lead before = Given.Lead(Unreadable), after = before.Copy();
        after.Phone = [];
        Assert.Throws<CrmFieldFormatException>(() => LeadUpdate.FromChanges(before, after));
    }

    [Fact]
    public void A_part_of_the_address_that_can_not_be_read_is_not_erased()
    {
        Lead before = Given.Lead(Unreadable), after = Given.Lead(Unreadable.Replace("\"ID\"", "\"ADDRESS_CITY\": \"Омск\", \"ID\"", StringComparison.Ordinal));
        Assert.Throws<CrmFieldFormatException>(() => LeadUpdate.FromChanges(before, after));
    }
}
