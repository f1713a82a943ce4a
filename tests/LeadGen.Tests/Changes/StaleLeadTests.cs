using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Changes;

/// <summary>Tests that a lead that was read is out of date as soon as an update that was made from it is sent.</summary>
public sealed class StaleLeadTests
{
    private const string Json = """
        {"ID": "42", "TITLE": "a", "COMMENTS": "old", "CONTACT_ID": "5", "ADDRESS": "", "ADDRESS_2": "", "ADDRESS_CITY": "", "ADDRESS_POSTAL_CODE": "", "ADDRESS_REGION": "",
         "ADDRESS_PROVINCE": "", "ADDRESS_COUNTRY": "", "ADDRESS_COUNTRY_CODE": "", "PHONE": [{"ID": "1", "VALUE": "+71", "VALUE_TYPE": "WORK"}]}
        """;

    private readonly RecordTracker _client = new();
    private readonly Lead _read = Given.Lead(Json);

    /// <summary>A change that is sent, and a second one of the same field: added again, back to the old value, another value, Replace, and other fields of the same data.</summary>
    public static TheoryData<string, Func<Lead, LeadUpdate>, Func<Lead, LeadUpdate>> Pairs => new()
    {
        { "PHONE", l => Difference(l, f => f.Phone = [.. l.Phone, new("+72", PhoneType.Work)]), l => Difference(l, f => f.Phone = [.. l.Phone, new("+72", PhoneType.Work), new("+73", PhoneType.Work)]) },
        { "PHONE", l => Difference(l, f => f.Phone = [.. l.Phone, new("+72", PhoneType.Work)]), l => Difference(l, f => f.Phone = l.Phone) },
        { "PHONE", l => Difference(l, f => f.Phone = [.. l.Phone, new("+72", PhoneType.Work)]), l => Difference(l, f => f.Phone = [new("+8", PhoneType.Work)]) },
        { "PHONE", l => Difference(l, f => f.Phone = [l.Phone[0] with { Value = "+79" }]), l => Difference(l, f => f.Phone = [l.Phone[0] with { Value = "+79" }]) },
        { "PHONE", l => Difference(l, f => f.Phone = [.. l.Phone, new("+72", PhoneType.Work)]), l => new LeadUpdate(42).ReplacePhone(l, [.. l.Phone, new("+72", PhoneType.Work)]) },
        { "PHONE", l => new LeadUpdate(42).ReplacePhone(l, [new("+72", PhoneType.Work)]), l => new LeadUpdate(42).ReplacePhone(l, [new("+72", PhoneType.Work)]) },
        { "PHONE", l => new LeadUpdate(42).RemovePhone(l.Phone[0]), l => Difference(l, f => f.Phone = l.Phone) },
        { "PHONE", l => new LeadUpdate(42).ChangePhone(l.Phone[0], "+72").AddPhone("+73", PhoneType.Work), l => new LeadUpdate(42).ReplacePhone(l, l.Phone) },
        { "COMMENTS", l => Difference(l, f => f.Comments = "new"), l => Difference(l, f => f.Comments = "old") },
        { "COMMENTS", l => Difference(l, f => f.Title = "b").SetComments("new"), l => Difference(l, f => f.Comments = "old") },
        { "POST", l => Difference(l, f => f.Post = "new"), l => Difference(l, f => f.Post = "other") },
        { "ADDRESS", l => Difference(l, f => f.SetAddress(new CrmAddress { Address = "a" })), l => Difference(l, f => f.SetAddress(new CrmAddress { City = "b" })) },
        { "ADDRESS", l => Difference(l, f => f.Title = "b").SetAddress(new CrmAddress { City = "b" }), l => Difference(l, f => f.SetAddress(new CrmAddress { City = "c" })) },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_field_that_was_sent_is_not_compared_with_its_old_value(string code, Func<Lead, LeadUpdate> first, Func<Lead, LeadUpdate> second)
    {
        LeadUpdate update = first(_read);
        update.BeginSend(_client);
        AssertStale(code, () => second(_read));
        update.OnSent(_client);
        AssertStale(code, () => second(_read));
        AssertStale(code, () => second(_read.Copy()));
        Assert.NotNull(second(Given.Lead(Json)));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_stale_update_is_rejected_when_it_is_sent(string code, Func<Lead, LeadUpdate> first, Func<Lead, LeadUpdate> second)
    {
        Assert.NotEmpty(code);
        LeadUpdate update = first(_read), late = second(_read);
        update.BeginSend(_client);
        Assert.True(late.IsStale);
        Assert.Throws<CrmValueException>(() => late.BeginSend(_client));
        late.OnNotSent(_client);
        update.OnSent(_client);
        Assert.Throws<CrmValueException>(() => late.BeginSend(_client));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void An_update_that_was_not_sent_changes_nothing(string code, Func<Lead, LeadUpdate> first, Func<Lead, LeadUpdate> second)
    {
        Assert.NotEmpty(code);
        LeadUpdate update = first(_read);
        update.BeginSend(_client);
        update.OnNotSent(_client);
        second(_read).BeginSend(_client);
    }

    [Fact]
    public void Other_fields_of_the_lead_can_be_sent()
    {
        Difference(_read, static f => f.Title = "b").BeginSend(_client);
        LeadUpdate update = Difference(_read, static f => f.Comments = "new");
        update.BeginSend(_client);
        Assert.Equal("""{"COMMENTS":"new"}""", Given.Fields(update));
    }

    [Fact]
    public void A_value_that_was_read_before_it_was_sent_is_not_restored()
    {
        Difference(_read, static f => f.Comments = "new").BeginSend(_client);
        Lead again = Given.Lead(Json.Replace("old", "new", StringComparison.Ordinal));
        Assert.Equal("COMMENTS", Assert.Throws<CrmValueException>(() => LeadUpdate.FromChanges(again, _read)).Code);
        Assert.False(LeadUpdate.FromChanges(again, new Lead { Comments = "x" }).IsEmpty);
    }

    [Fact]
    public void The_same_update_is_sent_again_unless_it_can_add_entries()
    {
        LeadUpdate text = Difference(_read, static f => f.Comments = "new"), phone = Difference(_read, f => f.Phone = [.. f.Phone, new("+72", PhoneType.Work)]);
        text.BeginSend(_client);
        text.OnSent(_client);
        text.BeginSend(_client);
        phone.BeginSend(_client);
        phone.OnSent(_client);
        Assert.Throws<CrmValueException>(() => phone.BeginSend(_client));
    }

    [Fact]
    public void A_rejected_send_does_not_end_another_send_of_the_same_update()
    {
        LeadUpdate phone = Difference(_read, f => f.Phone = [.. f.Phone, new("+72", PhoneType.Work)]);
        phone.BeginSend(_client);
        Assert.Throws<CrmValueException>(() => phone.BeginSend(_client));
        phone.OnNotSent(_client);
        AssertStale("PHONE", () => Difference(_read, static f => f.Phone = []));
    }

    private static void AssertStale(string code, Func<LeadUpdate> make)
    {
        CrmValueException e = Assert.Throws<CrmValueException>(make);
        Assert.Equal(code, e.Code);
        Assert.Contains("read the lead again", e.Message, StringComparison.Ordinal);
    }

    private static LeadUpdate Difference(Lead read, Action<Lead> change)
    {
        Lead form = read.Copy();
        change(form);
        return LeadUpdate.FromChanges(read, form);
    }
}
