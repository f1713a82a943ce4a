using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Changes;

/// <summary>Tests entries of a multi-value field, and the difference between two leads.</summary>
public sealed class MultiFieldTests
{
    private static readonly Lead s_lead = Given.Lead("""
        {"ID": "42", "TITLE": "Заявка", "NAME": "Анна", "OPPORTUNITY": "1.00", "BIRTHDATE": "", "DATE_CREATE": "2026-01-01T00:00:00+00:00",
         "UF_CRM_1712000002": ["а", "б"], "UF_CRM_1712000011": "2026-03-20T12:00:00+03:00", "ADDRESS_CITY": "Пермь", "ADDRESS": null,
         "PHONE": [{"ID": "1", "VALUE": "+71", "VALUE_TYPE": "WORK"}, {"ID": "2", "VALUE": "+72", "VALUE_TYPE": "HOME"}]}
        """);

    public static TheoryData<string, Func<LeadUpdate, LeadUpdate>, string, bool> Changes => new()
    {
        { "change", u => u.ChangePhone(s_lead.Phone[0], "+73"), """[{"ID":1,"VALUE":"+73","VALUE_TYPE":"WORK"}]""", true },
        { "change of type", u => u.ChangePhone(s_lead.Phone[0], "+71", PhoneType.Fax), """[{"ID":1,"VALUE":"+71","VALUE_TYPE":"FAX"}]""", true },
        { "remove", u => u.RemovePhone(s_lead.Phone[1]), """[{"ID":2,"DELETE":"Y"}]""", false },
        { "the last change of an entry", u => u.ChangePhone(s_lead.Phone[0], "+73").RemovePhone(s_lead.Phone[0]), """[{"ID":1,"DELETE":"Y"}]""", false },
        { "add and remove", u => u.AddPhone("+7", PhoneType.Work).RemovePhone(s_lead.Phone[0]), """[{"ID":1,"DELETE":"Y"},{"VALUE":"+7","VALUE_TYPE":"WORK"}]""", true },
        { "add the value of a changed entry", u => u.AddPhone("+71", PhoneType.Work).ChangePhone(s_lead.Phone[0], "+73"), """[{"ID":1,"VALUE":"+73","VALUE_TYPE":"WORK"},{"VALUE":"+71","VALUE_TYPE":"WORK"}]""", true },
        { "replace by equal values without IDs", u => u.ReplacePhone(s_lead, [new("+72", PhoneType.Home), new("+71", PhoneType.Fax)]), """[{"ID":1,"DELETE":"Y"},{"VALUE":"+71","VALUE_TYPE":"FAX"}]""", true },
        { "replace by a value twice", u => u.ReplacePhone(s_lead, [s_lead.Phone[0], new("+71", PhoneType.Work)]), """[{"ID":2,"DELETE":"Y"},{"VALUE":"+71","VALUE_TYPE":"WORK"}]""", true },
        { "replace by none", u => u.ReplacePhone(s_lead, []), """[{"ID":1,"DELETE":"Y"},{"ID":2,"DELETE":"Y"}]""", false },
        { "replace", u => u.ReplacePhone(s_lead, [s_lead.Phone[0], s_lead.Phone[1] with { Value = "+79" }, new("+78", PhoneType.Fax)]), """[{"ID":2,"VALUE":"+79","VALUE_TYPE":"HOME"},{"VALUE":"+78","VALUE_TYPE":"FAX"}]""", true },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Entries_are_added_changed_and_removed_one_by_one(string what, Func<LeadUpdate, LeadUpdate> change, string entries, bool canAdd)
    {
        Assert.NotEmpty(what);
        LeadUpdate update = change(new LeadUpdate(42));
        Assert.Equal(($"{{\"PHONE\":{entries}}}", canAdd), (Given.Fields(update), update.CanAddEntries));
    }

    public static TheoryData<string, Action<LeadUpdate>> ForeignEntries => new()
    {
        { "change", u => u.ChangePhone(s_lead.Phone[0], "+73") },
        { "remove", u => u.RemovePhone(s_lead.Phone[0] with { Value = "+79" }) },
        { "replace", u => u.ReplacePhone(s_lead, []) },
        { "replace with", u => u.ReplacePhone(Given.Lead("""{"ID": "43", "PHONE": [{"ID": "1", "VALUE": "+71"}]}"""), [s_lead.Phone[0]]) },
        { "difference", _ => LeadUpdate.FromChanges(Given.Lead("""{"ID": "43"}"""), new Lead { Phone = s_lead.Phone }) },
    };

    [Theory]
    [MemberData(nameof(ForeignEntries))]
    public void Entries_of_another_lead_are_rejected_and_both_leads_are_named(string what, Action<LeadUpdate> change)
    {
        Assert.NotEmpty(what);
        var update = new LeadUpdate(43);
        ArgumentException e = Assert.ThrowsAny<ArgumentException>(() => change(update));
        Assert.Contains("record 42", e.Message, StringComparison.Ordinal);
        Assert.Contains("record 43", e.Message, StringComparison.Ordinal);
        Assert.True(update.IsEmpty);
    }

    [Fact]
    public void Entries_are_equal_by_id_value_and_type()
    {
        MultiFieldEntry<PhoneType> again = Given.Lead("""{"PHONE": [{"ID": "1", "VALUE": "+71", "VALUE_TYPE": "WORK"}]}""").Phone[0];
        Assert.Equal((s_lead.Phone[0], s_lead.Phone[0].GetHashCode()), (again, again.GetHashCode()));
        Assert.All(
            new[] { again with { Value = "+72" }, again with { Type = PhoneType.Home }, new MultiFieldEntry<PhoneType>("+71", PhoneType.Work) },
            other => Assert.NotEqual(again, other));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(42).RemovePhone(again));
    }

    public static TheoryData<string, Action<Lead>, string> Differences => new()
    {
        { "nothing", _ => { }, "{}" },
        { "the same again", l => { l.Name = "Анна"; l.Opportunity = 1m; l.StringMany = ["а", "б"]; l.Phone = [.. l.Phone]; l.DatetimeOne = new DateTimeOffset(2026, 3, 20, 9, 0, 0, 500, TimeSpan.Zero); }, "{}" },
        { "set", l => l.Name = "Ольга", """{"NAME":"Ольга"}""" },
        { "emptied", l => l.Name = null, """{"NAME":""}""" },
        { "a list", l => l.StringMany = ["б", "а"], """{"UF_CRM_1712000002":["б","а"]}""" },
        { "an emptied list", l => l.StringMany = [], """{"UF_CRM_1712000002":[]}""" },
        { "a phone changed", l => l.Phone = [l.Phone[0] with { Value = "+75" }, l.Phone[1]], """{"PHONE":[{"ID":1,"VALUE":"+75","VALUE_TYPE":"WORK"}]}""" },
        { "a phone removed and one added", l => l.Phone = [l.Phone[1], new("+7", PhoneType.Fax)], """{"PHONE":[{"ID":1,"DELETE":"Y"},{"VALUE":"+7","VALUE_TYPE":"FAX"}]}""" },
        { "a field that was not read", l => l.Post = "Директор", """{"POST":"Директор"}""" },
        { "the address", l => l.SetAddress(l.GetAddress() with { City = "Омск" }), """{"ADDRESS":"","ADDRESS_2":"","ADDRESS_CITY":"Омск","ADDRESS_POSTAL_CODE":"","ADDRESS_REGION":"","ADDRESS_PROVINCE":"","ADDRESS_COUNTRY":"","ADDRESS_COUNTRY_CODE":""}""" },
    };

    [Theory]
    [MemberData(nameof(Differences))]
    public void A_difference_contains_only_what_changed(string what, Action<Lead> change, string fields)
    {
        Assert.NotEmpty(what);
        Lead after = s_lead.Copy();
        change(after);
        LeadUpdate update = LeadUpdate.FromChanges(s_lead, after);

        Assert.Equal(42, update.RecordId);
        Assert.Equal(fields, Given.Fields(update));
        Assert.Equal(fields == "{}", update.IsEmpty);
    }

    [Fact]
    public void Fields_that_were_not_read_are_not_sent()
    {
        Lead part = Given.Lead("""{"ID": "42", "NAME": "Ольга"}""", LeadFields.Name);
        Assert.Equal("""{"NAME":"Ольга"}""", Given.Fields(LeadUpdate.FromChanges(s_lead, part)));
        Assert.Equal("""{"TITLE":"x"}""", Given.Fields(LeadUpdate.FromChanges(s_lead, new Lead { Title = "x" })));
    }

    [Fact]
    public void A_title_cannot_be_emptied_by_a_difference_either()
    {
        Lead after = s_lead.Copy();
        after.Title = null;
        Assert.Throws<CrmValueException>(() => LeadUpdate.FromChanges(s_lead, after));
    }

    [Fact]
    public void Different_leads_and_leads_without_an_ID_are_rejected()
    {
        Assert.Throws<ArgumentException>(() => LeadUpdate.FromChanges(s_lead, Given.Lead("""{"ID": "43"}""")));
        Assert.Throws<ArgumentException>(() => LeadUpdate.FromChanges(new Lead(), s_lead));
        Assert.Throws<ArgumentException>(() => LeadUpdate.FromChanges(Given.Lead("""{"ID": "-5"}"""), new Lead()));
        Assert.Throws<ArgumentException>(() => LeadUpdate.FromChanges(s_lead, Given.Lead("""{"NAME": "Анна"}""")));
        Assert.Throws<ArgumentException>(() => LeadUpdate.FromChanges(s_lead, Given.Lead("""{"ID": "x"}""")));
    }
}
