using LeadGen.Tests.Portal;
using LeadGen.Transport;

namespace LeadGen.Tests.Changes;

/// <summary>Tests how new leads are written, and which values are rejected.</summary>
public sealed class DraftTests
{
    public static TheoryData<Func<LeadDraft, LeadDraft>, string> Bodies => new()
    {
        { d => d, "{}" },
        { d => d.SetTitle("ИП Титов").SetStatusId(LeadStatus.InProcess), """{"TITLE":"ИП Титов","STATUS_ID":"IN_PROCESS"}""" },
        { d => d.SetLocked("раз"), """{"UF_CRM_1712000035":"раз"}""" },
        { d => d.SetDemanded("да").SetName("а").SetDemanded("нет"), """{"NAME":"а","UF_CRM_1712000037":"нет"}""" },
        { d => d.SetName("").SetDateMany([]), """{"NAME":"","UF_CRM_1712000010":""}""" },
        { d => d.SetContactIds([5, 7]), """{"CONTACT_IDS":[5,7]}""" },
        { d => d.AddPhone("+7", PhoneType.Work).AddPhone("+8", PhoneType.Home), """{"PHONE":[{"VALUE":"+7","VALUE_TYPE":"WORK"},{"VALUE":"+8","VALUE_TYPE":"HOME"}]}""" },
        { d => d.SetAddress(new CrmAddress { City = "Пермь" }), """{"ADDRESS":"","ADDRESS_2":"","ADDRESS_CITY":"Пермь","ADDRESS_POSTAL_CODE":"","ADDRESS_REGION":"","ADDRESS_PROVINCE":"","ADDRESS_COUNTRY":"","ADDRESS_COUNTRY_CODE":""}""" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void A_new_lead_is_written_like_an_update_without_an_ID(Func<LeadDraft, LeadDraft> fill, string fields) =>
        Assert.Equal($$"""{"fields":{{fields}}}""", Given.Json(w => CrmProtocol.Classic.WriteAdd(w, fill(new LeadDraft()), null)));

    [Fact]
    public void Options_are_written_under_both_names()
    {
        LeadDraft draft = new LeadDraft().SetName("а");
        var options = new CrmUpdateOptions { RegisterSonetEvent = true };

        Assert.Equal(
            """{"fields":{"NAME":"а"},"params":{"REGISTER_SONET_EVENT":"Y"},"options":{"REGISTER_SONET_EVENT":"Y"}}""",
            Given.Json(w => CrmProtocol.Classic.WriteAdd(w, draft, options)));
        Assert.Equal(
            ("fields%5BNAME%5D=%D0%B0&params%5BREGISTER_SONET_EVENT%5D=Y&options%5BREGISTER_SONET_EVENT%5D=Y", null),
            Given.Row(w => CrmProtocol.Classic.WriteAdd(w, draft, options)));
        Assert.False(RestMethod.IsRead(Lead.Entity.Methods.Add));
    }

    public static TheoryData<string, Action<LeadDraft>> Rejected => new()
    {
        { "TITLE", d => d.SetTitle(" ") },
        { "STATUS_ID", d => d.SetStatusId(default) },
        { "UF_CRM_1712000035", d => d.SetLocked("") },
        { "UF_CRM_1712000035", d => d.SetLocked(null!) },
        { "COMPANY_ID", d => d.SetCompanyId(0) },
        { "CONTACT_IDS", d => d.SetContactIds([]) },
        { "PHONE", d => d.AddPhone(" ", PhoneType.Work) },
        { "ADDRESS", d => d.SetAddress(new CrmAddress { CountryCode = "RU" }) },
    };

    [Theory]
    [MemberData(nameof(Rejected))]
    public void A_value_that_a_portal_would_lose_is_rejected(string code, Action<LeadDraft> fill)
    {
        var draft = new LeadDraft();

        Assert.Equal(code, Assert.Throws<CrmValueException>(() => fill(draft)).Code);
        Assert.True(draft.IsEmpty);
    }

    [Fact]
    public void ToString_contains_field_codes_and_no_values() =>
        Assert.Equal("new lead: NAME, PHONE", new LeadDraft().SetName("тайна").AddPhone("+7", PhoneType.Work).ToString());
}
