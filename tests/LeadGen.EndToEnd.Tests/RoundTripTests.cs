using System.Text.Json;
using LeadGen.EndToEnd.Portal;
using LeadGen.Testing;
using Microsoft.Extensions.Time.Testing;

namespace LeadGen.EndToEnd.Tests;

/// <summary>Tests for each field type that the value that was set is read back, and that a cleared field is empty.</summary>
public abstract class RoundTripTests(PortalFixture fixture)
{
    private static readonly DateTimeOffset s_moment = new(2026, 3, 20, 18, 30, 15, TimeSpan.FromHours(9));

    private static readonly MapAddress s_place = new("Тверская, 1; кв. 2", 55.757m, 37.6156m);

    private static readonly Dictionary<string, Case> s_cases = new()
    {
        ["string"] = CreateCase(u => u.SetStringOne("Ёж \"и\" \\ <b>& 🌷"), l => l.StringOne, "Ёж \"и\" \\ <b>& 🌷", u => u.ClearStringOne(), null),
        ["string, every line break"] = CreateCase(u => u.SetStringOne("а\nб\r\nв\rг\u0085д\u2028е\u2029ж\tз\vи\f"), l => l.StringOne, "а\nб\r\nв\rг\u0085д\u2028е\u2029ж\tз\vи\f", null, null),
        ["string, the longest"] = CreateCase(u => u.SetStringOne(new string('я', 32_767)), l => l.StringOne, new string('я', 32_767), null, null),
        ["string, emptied by an empty text"] = CreateCase(u => u.SetStringOne("x"), l => l.StringOne, "x", u => u.SetStringOne(""), null),
        ["string, multiple"] = CreateCase(u => u.SetStringMany(["да", "нет, или «да»"]), l => Join(l.StringMany), "да|нет, или «да»", u => u.ClearStringMany(), ""),
        ["url"] = CreateCase(u => u.SetUrlOne("https://example.org/?a=1&b=[2]#я"), l => l.UrlOne, "https://example.org/?a=1&b=[2]#я", u => u.ClearUrlOne(), null),
        ["url, multiple"] = CreateCase(u => u.SetUrlMany(["a.example", "b.example"]), l => Join(l.UrlMany), "a.example|b.example", u => u.ClearUrlMany(), ""),
        ["integer"] = CreateCase(u => u.SetIntegerOne(int.MinValue), l => l.IntegerOne, -2_147_483_648L, u => u.ClearIntegerOne(), null),
        ["integer, zero"] = CreateCase(u => u.SetIntegerOne(0), l => l.IntegerOne, 0L, u => u.ClearIntegerOne(), null),
        ["integer, multiple"] = CreateCase(u => u.SetIntegerMany([3, 1, 2]), l => Join(l.IntegerMany), "3|1|2", u => u.ClearIntegerMany(), ""),
        ["double"] = CreateCase(u => u.SetDoubleOne(1.50m), l => l.DoubleOne, 1.5m, u => u.ClearDoubleOne(), null),
        ["double, 14 digits"] = CreateCase(u => u.SetDoubleOne(-1234567890.1234m), l => l.DoubleOne, -1234567890.1234m, u => u.ClearDoubleOne(), null),
        ["double, the greatest"] = CreateCase(u => u.SetDoubleOne(79228162514264000000000000000m), l => l.DoubleOne, 79228162514264000000000000000m, null, null),
        ["double, multiple"] = CreateCase(u => u.SetDoubleMany([0.1m, 20m]), l => Join(l.DoubleMany), "0.1|20", u => u.ClearDoubleMany(), ""),
        ["double, standard"] = CreateCase(u => u.SetOpportunity(12500.75m), l => l.Opportunity, 12500.75m, u => u.ClearOpportunity(), 0m),
        ["char"] = CreateCase(u => u.SetOpened(true), l => l.Opened, true, u => u.SetOpened(false), false),
        ["boolean"] = CreateCase(u => u.SetBooleanOne(true), l => l.BooleanOne, true, u => u.ClearBooleanOne(), false),
        ["date"] = CreateCase(u => u.SetDateOne(new DateOnly(2026, 3, 20)), l => l.DateOne, new DateOnly(2026, 3, 20), u => u.ClearDateOne(), null),
        ["date, the first"] = CreateCase(u => u.SetDateOne(new DateOnly(101, 1, 1)), l => l.DateOne, new DateOnly(101, 1, 1), u => u.ClearDateOne(), null),
        ["date, the last"] = CreateCase(u => u.SetDateOne(DateOnly.MaxValue), l => l.DateOne, DateOnly.MaxValue, null, null),
        ["date, multiple"] = CreateCase(u => u.SetDateMany([new(2024, 2, 29), new(1999, 12, 31)]), l => Join(l.DateMany.Select(d => d.DayNumber)), "738944|730118", u => u.ClearDateMany(), ""),
        ["date, standard"] = CreateCase(u => u.SetBirthdate(new DateOnly(1980, 1, 1)), l => l.Birthdate, new DateOnly(1980, 1, 1), u => u.ClearBirthdate(), null),
        ["datetime"] = CreateCase(u => u.SetDatetimeOne(s_moment), l => l.DatetimeOne, s_moment, u => u.ClearDatetimeOne(), null),
        ["datetime, multiple"] = CreateCase(u => u.SetDatetimeMany([s_moment, DateTimeOffset.UnixEpoch]), l => Join(l.DatetimeMany.Select(d => d.ToUnixTimeSeconds())), "1773999015|0", u => u.ClearDatetimeMany(), ""),
        ["employee"] = CreateCase(u => u.SetEmployeeOne(7), l => l.EmployeeOne, 7L, u => u.ClearEmployeeOne(), null),
        ["employee, multiple"] = CreateCase(u => u.SetEmployeeMany([7, 9]), l => Join(l.EmployeeMany), "7|9", u => u.ClearEmployeeMany(), ""),
        ["iblock_element"] = CreateCase(u => u.SetIblockElementOne(5), l => l.IblockElementOne, 5L, u => u.ClearIblockElementOne(), null),
        ["iblock_element, multiple"] = CreateCase(u => u.SetIblockElementMany([5, 6]), l => Join(l.IblockElementMany), "5|6", u => u.ClearIblockElementMany(), ""),
        ["iblock_section"] = CreateCase(u => u.SetIblockSectionOne(5), l => l.IblockSectionOne, 5L, u => u.ClearIblockSectionOne(), null),
        ["iblock_section, multiple"] = CreateCase(u => u.SetIblockSectionMany([5, 6]), l => Join(l.IblockSectionMany), "5|6", u => u.ClearIblockSectionMany(), ""),
        ["crm_status"] = CreateCase(u => u.SetCrmStatusOne(LeadIndustry.It), l => l.CrmStatusOne, LeadIndustry.It, u => u.ClearCrmStatusOne(), null),
        ["crm_status, multiple"] = CreateCase(u => u.SetCrmStatusMany([LeadIndustry.It, LeadIndustry.Other]), l => Join(l.CrmStatusMany), "IT|OTHER", u => u.ClearCrmStatusMany(), ""),
        ["crm_status, standard"] = CreateCase(u => u.SetStatusId(LeadStatus.InProcess), l => l.StatusId, LeadStatus.InProcess, null, null),
        ["enumeration"] = CreateCase(u => u.SetEnumerationOne(EnumerationOne.Vtoroy), l => l.EnumerationOne, EnumerationOne.Vtoroy, u => u.ClearEnumerationOne(), null),
        ["enumeration, multiple"] = CreateCase(u => u.SetEnumerationMany([EnumerationMany.Vtoroy, EnumerationMany.Pervyy]), l => Join(l.EnumerationMany), "Vtoroy|Pervyy", u => u.ClearEnumerationMany(), ""),
        ["money"] = CreateCase(u => u.SetMoneyOne(new Money(-300.50m, "RUB")), l => l.MoneyOne, new Money(-300.50m, "RUB"), u => u.ClearMoneyOne(), null),
        ["money, multiple"] = CreateCase(u => u.SetMoneyMany([new Money(1, "RUB"), new Money(0.99m, "USD")]), l => Join(l.MoneyMany, ";"), "1|RUB;0.99|USD", u => u.ClearMoneyMany(), ""),
        ["address"] = CreateCase(u => u.SetAddressOne(s_place), l => l.AddressOne, s_place, u => u.ClearAddressOne(), null),
        ["address, text alone"] = CreateCase(u => u.SetAddressOne(new MapAddress("Где-то")), l => l.AddressOne, new MapAddress("Где-то"), null, null),
        ["address, multiple"] = CreateCase(u => u.SetAddressMany([s_place, new MapAddress("Дом")]), l => Join(l.AddressMany, "#"), "Тверская, 1; кв. 2|55.757;37.6156|#Дом", u => u.ClearAddressMany(), ""),
        ["crm"] = CreateCase(u => u.SetCrmOne(new CrmLink(CrmEntityType.SmartProcess(148), 5)), l => l.CrmOne, new CrmLink(CrmEntityType.SmartProcess(148), 5), u => u.ClearCrmOne(), null),
        ["crm, multiple"] = CreateCase(u => u.SetCrmMany([new CrmLink(CrmEntityType.Deal, 12), new CrmLink(CrmEntityType.Lead, 3)]), l => Join(l.CrmMany), "D_12|L_3", u => u.ClearCrmMany(), ""),
        ["rest_5_widget"] = CreateCase(u => u.SetRest5WidgetOne("14219"), l => l.Rest5WidgetOne, "14219", u => u.ClearRest5WidgetOne(), null),
        ["rest_5_widget, multiple"] = CreateCase(u => u.SetRest5WidgetMany(["a", "b"]), l => Join(l.Rest5WidgetMany), "a|b", u => u.ClearRest5WidgetMany(), ""),
        ["hlblock"] = CreateCase(u => u.SetHlblockOne(JsonSerializer.SerializeToElement("своё")), l => l.HlblockOne?.ToString(), "своё", u => u.ClearHlblockOne(), null),
        ["hlblock, multiple"] = CreateCase(u => u.SetHlblockMany([JsonSerializer.SerializeToElement("a"), JsonSerializer.SerializeToElement("b")]), l => Join(l.HlblockMany.Select(n => n.ToString())), "a|b", u => u.ClearHlblockMany(), ""),
        ["user"] = CreateCase(u => u.SetAssignedById(17), l => l.AssignedById, 17L, null, null),
        ["crm_company"] = CreateCase(u => u.SetCompanyId(4), l => l.CompanyId, 4L, u => u.ClearCompanyId(), null),
        ["crm_contact"] = CreateCase(u => u.SetContactIds([8, 9]), l => l.ContactId, 8L, null, null),
        ["crm_currency"] = CreateCase(u => u.SetCurrencyId("EUR"), l => l.CurrencyId, "EUR", null, null),
        ["crm_multifield"] = CreateCase(u => u.AddPhone(" +7 (999) 123-45-67 ", PhoneType.Mobile), l => Join(l.Phone.Select(p => $"{p.Type} {p.Value}")), "MOBILE +7 (999) 123-45-67", null, null),
    };

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_set_value_is_read_back(string name)
    {
        Case test = s_cases[name];
        long id = fixture.AddLead();

        Lead lead = await fixture.UpdateAsync(test.Set(new LeadUpdate(id)));

        Assert.Equal(test.Expected, test.Read(lead));
        Assert.All(fixture.LastUpdate(id).Fields, f => Assert.Equal(FieldOutcome.Kept, f.Outcome));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_cleared_field_is_empty_and_other_fields_are_unchanged(string name)
    {
        Case test = s_cases[name];
        if (test.Clear is null)
        {
            return;
        }

        long id = fixture.AddLead(("NAME", "Анна"));
        await fixture.UpdateAsync(test.Set(new LeadUpdate(id)));
        Lead lead = await fixture.UpdateAsync(test.Clear(new LeadUpdate(id)));

        Assert.Equal(test.Empty, test.Read(lead));
        Assert.Equal("Анна", lead.Name);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_stored_value_and_a_cleared_field_are_verified(string name)
    {
        Case test = s_cases[name];
        long id = fixture.AddLead();
        LeadUpdate set = test.Set(new LeadUpdate(id));
        await fixture.UpdateAsync(set);
        CrmVerification verification = await fixture.Client.VerifyAsync(set);

        Assert.Empty(verification.Mismatches);
        Assert.Equal(name == "crm_contact" && fixture.Api == LeadApi.Classic ? ["CONTACT_IDS"] : [], verification.Unverified.Select(f => f.Code));
        if (test.Clear is not null)
        {
            LeadUpdate cleared = test.Clear(new LeadUpdate(id));
            Assert.Equal(cleared.IsEmpty ? 0 : 1, (await fixture.Client.VerifyAsync(cleared)).Mismatches.Count);
            await fixture.UpdateAsync(cleared);
            Assert.True((await fixture.Client.VerifyAsync(cleared)).IsStored);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_verified_update_reports_no_false_mismatch(string name)
    {
        Case test = s_cases[name];
        long id = fixture.AddLead();
        foreach (LeadUpdate update in new[] { test.Set(new LeadUpdate(id)), test.Clear?.Invoke(new LeadUpdate(id)) }.OfType<LeadUpdate>())
        {
            CrmVerification verification = (await fixture.Client.UpdateAsync(update, new CrmUpdateOptions { Verify = true })).Verification!;
            Assert.Empty(verification.Mismatches);
            Assert.Equal(name == "crm_contact" && fixture.Api == LeadApi.Classic ? ["CONTACT_IDS"] : [], verification.Unverified.Select(f => f.Code));
            Assert.Null(verification.Error);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Sending_the_difference_to_an_earlier_read_restores_its_values(string name)
    {
        Case test = s_cases[name];
        long id = fixture.AddLead();

        // An update invalidates the leads that the same client has read, so another client reads the first state.
        using Bitrix24Client reader = fixture.Connect();
        Lead before = (await reader.GetAsync<Lead>(id))!;
        Lead after = await fixture.UpdateAsync(test.Set(new LeadUpdate(id)));

        Assert.True(LeadUpdate.FromChanges(after, after.Copy()).IsEmpty);
        if (name == "double, standard")
        {
            // The first amount was not a manual one, and an update can't set such an amount.
            Assert.Equal("OPPORTUNITY", Assert.Throws<CrmValueException>(() => LeadUpdate.FromChanges(after, before)).Code);
        }
        else if (test.Clear is not null && name != "crm_multifield")
        {
            Lead again = await fixture.UpdateAsync(LeadUpdate.FromChanges(after, before));
            Assert.Equal(test.Read(before) ?? test.Empty, test.Read(again));
        }
    }

    [Theory]
    [InlineData("Europe/Moscow", 1)]
    [InlineData("Europe/Moscow", 7)]
    [InlineData("America/New_York", 1)]
    [InlineData("America/New_York", 7)]
    [InlineData("America/Sao_Paulo", 1)]
    public async Task A_date_is_the_same_day_in_a_zone_whose_offset_changes(string zone, int month)
    {
        var options = new PortalEmulatorOptions
        {
            ServerZone = TimeZoneInfo.FindSystemTimeZoneById(zone),
            TimeProvider = new FakeTimeProvider(new DateTimeOffset(2026, month, 15, 12, 0, 0, TimeSpan.Zero)),
        };
        await using PortalEmulator portal = await PortalEmulator.StartAsync(Path.Combine(AppContext.BaseDirectory, "portal"), options);
        using Bitrix24Client client = fixture.Connect(portal);
        long id = portal.AddLead([new("TITLE", "Заявка")]);
        DateOnly[] days =
        [
            new(101, 1, 1), new(1880, 5, 5), new(1985, 1, 15), new(1988, 7, 21), new(2026, 1, 15), new(2026, 3, 29), new(2026, 7, 15), DateOnly.MaxValue,
        ];

        await client.UpdateAsync(new LeadUpdate(id).SetBirthdate(days[3]).SetDateMany(days));
        Lead lead = (await client.GetAsync<Lead>(id))!;

        Assert.Equal(days[3], lead.Birthdate);
        Assert.Equal(days, lead.DateMany);
    }

    [Fact]
    public void The_cases_cover_every_field_type_of_a_portal()
    {
        string[] readOnly = ["file", "resourcebooking"];
        Assert.Empty(LeadFields.All.Select(f => f.PortalType).Distinct().Except(s_cases.Keys.Select(k => k.Split(',')[0])).Except(readOnly));
    }

    private static Case CreateCase(Func<LeadUpdate, LeadUpdate> set, Func<Lead, object?> read, object? expected, Func<LeadUpdate, LeadUpdate>? clear, object? empty) =>
        new(set, read, expected, clear, empty);

    private static string Join<T>(IEnumerable<T> values, string separator = "|") =>
        string.Join(separator, values.Select(v => FormattableString.Invariant($"{v}")));

    private sealed record Case(
        Func<LeadUpdate, LeadUpdate> Set, Func<Lead, object?> Read, object? Expected, Func<LeadUpdate, LeadUpdate>? Clear, object? Empty);
}

public sealed class ClassicRoundTripTests(ClassicPortal fixture) : RoundTripTests(fixture), IClassFixture<ClassicPortal>;

public sealed class ItemRoundTripTests(ItemPortal fixture) : RoundTripTests(fixture), IClassFixture<ItemPortal>;
