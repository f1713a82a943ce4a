using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Changes;

/// <summary>Tests leads of which only some fields were read: unknown fields are neither treated as empty nor overwritten.</summary>
public sealed class PartialReadTests
{
    private static readonly Lead s_part = Given.Lead("""{"ID": "42", "TITLE": "Заявка", "ADDRESS_CITY": "Пермь"}""", LeadFields.Title, LeadFields.Phone, LeadFields.AddressCity);

    public static TheoryData<string, Func<Lead, object?>> Unknown => new()
    {
        { "NAME", l => l.Name },
        { "OPPORTUNITY", l => l.Opportunity },
        { "UF_CRM_1712000002", l => l.StringMany },
        { "EMAIL", l => l.Email },
        { "ADDRESS", l => l.GetAddress() },
    };

    [Theory]
    [MemberData(nameof(Unknown))]
    public void An_unknown_field_cannot_be_read(string code, Func<Lead, object?> read)
    {
        foreach (Lead lead in new[] { s_part, new Lead() })
        {
            CrmFieldNotReadException e = Assert.Throws<CrmFieldNotReadException>(() => read(lead));
            Assert.Equal(code, e.Code);
            Assert.Contains(LeadFields.All.Find(code)!.Label, e.Message, StringComparison.Ordinal);
            Assert.False(lead.Contains(LeadFields.All.Find(code)!));
            Assert.Equal(code, Assert.Throws<CrmFieldNotReadException>(() => lead[code]).Code);
        }
    }

    [Fact]
    public void The_message_names_the_descriptor_to_select() =>
        Assert.Contains("Add LeadFields.StringMany to Select", Assert.Throws<CrmFieldNotReadException>(() => s_part.StringMany).Message, StringComparison.Ordinal);

    [Fact]
    public void A_requested_field_without_a_value_is_empty()
    {
        Assert.Empty(s_part.Phone);
        Assert.True(s_part.Contains(LeadFields.Phone));
        Assert.Null(Given.Lead("{}").Name);
        Assert.Equal(new CrmAddress(), Given.Lead("{}").GetAddress());
    }

    [Fact]
    public void An_assigned_field_is_known()
    {
        var lead = new Lead { Name = null, Opportunity = 5m, StringMany = ["а"] };
        lead.SetAddress(new CrmAddress { City = "Пермь" });
        Assert.Equal((null, 5m, "а", "Пермь"), (lead.Name, lead.Opportunity, lead.StringMany[0], lead.GetAddress().City));
        Assert.True(lead.Contains(LeadFields.Name));
    }

    public static TheoryData<string, Action<Lead>, string> Assignments => new()
    {
        { "a value", l => l.Name = "Ольга", """{"NAME":"Ольга"}""" },
        { "null", l => l.Comments = null, """{"COMMENTS":""}""" },
        { "a null of a list", l => l.StringMany = null!, """{"UF_CRM_1712000002":[]}""" },
        { "an empty list", l => l.DateMany = [], """{"UF_CRM_1712000010":""}""" },
        { "an empty text", l => l.Post = "", """{"POST":""}""" },
        { "unchanged values", l => { l.Title = "Заявка"; l.Phone = []; }, "{}" },
        { "a phone", l => l.Phone = [new("+7", PhoneType.Work)], """{"PHONE":[{"VALUE":"+7","VALUE_TYPE":"WORK"}]}""" },
        { "the address", l => l.SetAddress(new CrmAddress { City = "Пермь" }), """{"ADDRESS":"","ADDRESS_2":"","ADDRESS_CITY":"Пермь","ADDRESS_POSTAL_CODE":"","ADDRESS_REGION":"","ADDRESS_PROVINCE":"","ADDRESS_COUNTRY":"","ADDRESS_COUNTRY_CODE":""}""" },
    };

    [Theory]
    [MemberData(nameof(Assignments))]
    public void Assigned_values_are_sent_unless_unchanged(string what, Action<Lead> change, string fields)
    {
        Assert.NotEmpty(what);
        foreach (Lead after in new[] { s_part.Copy(), new Lead() })
        {
            change(after);
            Assert.Equal(fields, Given.Fields(LeadUpdate.FromChanges(s_part, after)));
        }
    }

    public static TheoryData<string, Func<LeadUpdate>> NeedsMore => new()
    {
        { "EMAIL", () => LeadUpdate.FromChanges(s_part, new Lead { Email = [] }) },
        { "EMAIL", () => LeadUpdate.FromChanges(s_part, new Lead { Email = [new("a@example.org", EmailType.Work)] }) },
        { "EMAIL", () => new LeadUpdate(42).ReplaceEmail(s_part, []) },
        { "EMAIL", () => new LeadUpdate(42).ReplaceEmail(new Lead(), []) },
        { "EMAIL", () => new LeadUpdate(42).ReplaceEmail(new Lead { Email = [new("a@example.org", EmailType.Work)] }, []) },
        { "NAME", () => LeadUpdate.FromChanges(s_part, Given.Lead("""{"ID": "42", "NAME": "Анна"}""", LeadFields.Name)) },
        { "NAME", () => LeadUpdate.FromChanges(s_part, Given.Lead("""{"ID": "42"}""", LeadFields.Name)) },
        { "ADDRESS", () => LeadUpdate.FromChanges(s_part, Given.Lead("""{"ID": "42", "ADDRESS": "Ленина, 1"}""", LeadFields.Address)) },
        { "ADDRESS", () => LeadUpdate.FromChanges(s_part, Given.Lead("""{"ID": "42", "ADDRESS_CITY": "Омск"}""", LeadFields.AddressCity)) },
        { "TITLE", () => LeadUpdate.FromChanges(Given.Lead("""{"ID": "42"}""", LeadFields.Name), new Lead { Title = null }) },
    };

    [Theory]
    [MemberData(nameof(NeedsMore))]
    public void A_change_that_needs_an_unknown_field_names_it_in_the_error(string code, Func<LeadUpdate> change) =>
        Assert.Equal(code, Assert.Throws<CrmValueException>(change).Code);

    [Fact]
    public void Fields_that_are_known_only_in_the_first_lead_are_left_alone()
    {
        Lead whole = Given.Lead("""{"ID": "42", "TITLE": "Заявка", "ADDRESS_CITY": "Пермь", "ADDRESS": "Ленина, 1", "NAME": "Анна", "EMAIL": [{"ID": "1", "VALUE": "a@example.org"}]}""");
        Assert.True(LeadUpdate.FromChanges(whole, s_part).IsEmpty);
        Assert.True(LeadUpdate.FromChanges(whole, new Lead()).IsEmpty);
    }

    [Fact]
    public void A_lead_whose_entries_were_assigned_is_rejected_by_Replace()
    {
        Lead lead = Given.Lead("""{"ID": "42", "PHONE": [{"ID": "1", "VALUE": "+71", "VALUE_TYPE": "WORK"}]}""");
        lead.Phone = [];
        Assert.Equal("PHONE", Assert.Throws<CrmValueException>(() => new LeadUpdate(42).ReplacePhone(lead, [])).Code);
    }

    [Fact]
    public void The_first_lead_of_a_difference_must_not_have_been_changed()
    {
        Lead lead = Given.Lead("""{"ID": "42", "TITLE": "Заявка", "ADDRESS_CITY": "Пермь"}""");
        Assert.Throws<ArgumentException>(() => LeadUpdate.FromChanges(lead, lead));
        foreach ((Action<Lead> assign, string code) in new (Action<Lead>, string)[]
        {
            (l => l.Title = "x", "TITLE"), (l => l.Phone = [], "PHONE"), (l => l.SetAddress(new CrmAddress { City = "Омск" }), "ADDRESS"), (l => l.Comments = null, "COMMENTS"),
        })
        {
            Lead changed = lead.Copy();
            assign(changed);
            foreach (Lead after in new[] { lead, changed.Copy() })
            {
                CrmValueException e = Assert.Throws<CrmValueException>(() => LeadUpdate.FromChanges(changed, after));
                Assert.Equal(code, e.Code);
                Assert.Contains("Copy()", e.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_code_without_a_value_is_null_only_if_it_was_requested()
    {
        Lead whole = Given.Lead("""{"ID": "42"}""");
        Assert.Null(whole["TITLE"]);
        Assert.Null(whole["UF_CRM_UNKNOWN"]);
        Assert.Null(s_part["PHONE"]);
        Assert.Throws<CrmFieldNotReadException>(() => s_part["UF_CRM_UNKNOWN"]);
        Assert.Throws<CrmFieldNotReadException>(() => new Lead { Title = "x" }["TITLE"]);
    }

    [Fact]
    public void The_message_for_a_new_lead_says_that_the_field_is_not_assigned()
    {
        string message = Assert.Throws<CrmFieldNotReadException>(() => new Lead { Title = "x" }.Name).Message;
        Assert.Contains("not assigned", message, StringComparison.Ordinal);
        Assert.DoesNotContain("Select", message, StringComparison.Ordinal);
    }
}
