using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LeadGen.EndToEnd.Portal;
using LeadGen.Testing;

// LG1001, LG1004, LG1008, LG1012, LG1014, LG1015: these tests contain the values that the analyzers warn about.
#pragma warning disable LG1001, LG1004, LG1008, LG1012, LG1014, LG1015

namespace LeadGen.EndToEnd.Tests;

/// <summary>
/// Tests the cases in which a portal silently drops or changes a value. Each test shows the loss in an untyped call, and that
/// the typed client prevents it. The numbers refer to <c>runtime/docs/silent-losses.md</c>.
/// </summary>
public abstract class SilentLossTests(PortalFixture fixture)
{
    private const string EnumerationCode = LeadFields.Codes.EnumerationOne;

    private static readonly CrmUpdateOptions s_item = new() { Api = LeadApi.Item };

    [Fact]
    public async Task Row01_a_field_that_does_not_exist()
    {
        await AssertDropped(fixture.AddLead(), """{"UF_CRM_1": "x"}""");
        Assert.Null(LeadFields.All.Find("UF_CRM_1"));
    }

    [Theory]
    [InlineData("ufCrm_1712000001")]
    [InlineData("uf_crm_1712000001")]
    [InlineData("title")]
    public async Task Row02_another_spelling_of_a_code(string spelling)
    {
        await AssertDropped(fixture.AddLead(), $$"""{"{{spelling}}": "x"}""");
        Assert.All(LeadFields.All, f => Assert.Equal(f.Code.ToUpperInvariant(), f.Code));
    }

    [Theory]
    [InlineData("DATE_CREATE", "DateCreate")]
    [InlineData("HAS_PHONE", "HasPhone")]
    [InlineData(LeadFields.Codes.Watched, "Watched")]
    [InlineData(LeadFields.Codes.Locked, "Locked")]
    public async Task Row03_a_read_only_or_immutable_field(string code, string name)
    {
        await AssertDropped(fixture.AddLead(), $$"""{"{{code}}": "2020-01-01"}""");
        AssertHasNoMethod("Set" + name, "Clear" + name);
        Assert.Null(typeof(Lead).GetProperty(name)!.SetMethod);

        // A portal accepts an immutable field when the lead is created.
        Assert.Equal(name == nameof(LeadDraft.SetLocked)[3..], typeof(LeadDraft).GetMethod("Set" + name) is not null);
    }

    [Fact]
    public async Task Row04_options_are_sent_under_both_names()
    {
        long id = fixture.AddLead();
        await fixture.UpdateUntypedAsync(id, """{"NAME": "А"}""", """, "options": {"REGISTER_SONET_EVENT": "Y"}""");
        Assert.Contains(fixture.Portal.Journal.Last(c => c.LeadId == id).Parameters, p => p is { Code: "options", Outcome: FieldOutcome.Dropped });

        await fixture.UpdateAsync(new LeadUpdate(id).SetName("Б"), new CrmUpdateOptions { RegisterSonetEvent = true, RegisterHistoryEvent = false });
        using JsonDocument body = JsonDocument.Parse(fixture.Portal.Journal.Last(c => c.LeadId == id && c.Method == "crm.lead.update").Body);
        foreach (string name in new[] { "params", "options" })
        {
            Assert.Equal("""{"REGISTER_SONET_EVENT":"Y","REGISTER_HISTORY_EVENT":"N"}""", body.RootElement.GetProperty(name).GetRawText());
        }
    }

    [Fact]
    public async Task Row05_an_option_next_to_params()
    {
        long id = fixture.AddLead();
        await fixture.UpdateUntypedAsync(id, """{"NAME": "А"}""", """, "REGISTER_SONET_EVENT": "Y" """);
        Assert.Contains(fixture.Portal.Journal.Last(c => c.LeadId == id).Parameters, p => p is { Code: "REGISTER_SONET_EVENT", Outcome: FieldOutcome.Dropped });
        Assert.Equal(typeof(bool?), typeof(CrmUpdateOptions).GetProperty(nameof(CrmUpdateOptions.RegisterSonetEvent))!.PropertyType);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"20 марта\"")]
    public async Task Row06_a_date_that_is_null_or_cannot_be_parsed(string sent)
    {
        long id = fixture.AddLead(("BIRTHDATE", "1980-01-01"));
        await AssertDropped(id, $$"""{"BIRTHDATE": {{sent}}}""");
        Assert.Equal(new DateOnly(1980, 1, 1), (await fixture.ReadAsync(id)).Birthdate);

        Assert.Null((await fixture.UpdateAsync(new LeadUpdate(id).ClearBirthdate())).Birthdate);
    }

    [Fact]
    public async Task Row07_a_date_sent_as_a_timestamp()
    {
        long id = fixture.AddLead();
        await fixture.UpdateUntypedAsync(id, """{"BIRTHDATE": "1980-01-01T23:30:00+00:00"}""");
        Assert.Equal(new DateOnly(1980, 1, 2), (await fixture.ReadAsync(id)).Birthdate);

        Assert.Equal(new DateOnly(1980, 1, 1), (await fixture.UpdateAsync(new LeadUpdate(id).SetBirthdate(new DateOnly(1980, 1, 1)))).Birthdate);
    }

    [Fact]
    public async Task Row08_a_time_without_an_offset()
    {
        long id = fixture.AddLead();
        await fixture.UpdateUntypedAsync(id, $$"""{"{{LeadFields.Codes.DatetimeOne}}": "2026-03-20T12:00:00"}""");
        Assert.NotEqual(new DateTimeOffset(2026, 3, 20, 12, 0, 0, TimeSpan.Zero), (await fixture.ReadAsync(id)).DatetimeOne);

        var noon = new DateTimeOffset(2026, 3, 20, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal(noon, (await fixture.UpdateAsync(new LeadUpdate(id).SetDatetimeOne(noon))).DatetimeOne);
    }

    [Fact]
    public async Task Row09_tomorrow_is_a_date()
    {
        long id = fixture.AddLead();
        await fixture.UpdateUntypedAsync(id, """{"BIRTHDATE": "tomorrow"}""");
        Assert.NotNull((await fixture.ReadAsync(id)).Birthdate);
        AssertParameter<DateOnly>(nameof(LeadUpdate.SetBirthdate));
    }

    [Theory]
    [InlineData("COMPANY_ID", "null", "0")]
    [InlineData("COMPANY_ID", "[5, 6]", "1")]
    [InlineData("NAME", "null", "")]
    [InlineData("NAME", "[\"А\"]", "")]
    public async Task Row10_null_and_lists_in_single_fields(string code, string sent, string kept)
    {
        long id = fixture.AddLead(("COMPANY_ID", "7"), ("NAME", "Анна"));
        FieldResult result = Assert.Single(await fixture.UpdateUntypedAsync(id, $$"""{"{{code}}": {{sent}}}"""));
        Assert.Equal(FieldOutcome.Changed, result.Outcome);
        Assert.Equal(kept, fixture.Portal.GetStoredValue(id, code));

        AssertParameter<long>(nameof(LeadUpdate.SetCompanyId));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(id).SetName(null!));
    }

    [Fact]
    public async Task Row11_a_phone_given_as_text()
    {
        long id = fixture.AddLead();
        await AssertDropped(id, """{"PHONE": "+79991234567"}""");
        AssertHasNoMethod("SetPhone");
        Assert.Equal("+79991234567", Assert.Single((await fixture.UpdateAsync(new LeadUpdate(id).AddPhone("+79991234567", PhoneType.Work))).Phone).Value);
    }

    [Fact]
    public async Task Row12_a_phone_is_added_again_by_each_call()
    {
        long id = fixture.AddLead();
        LeadUpdate update = new LeadUpdate(id).AddPhone("+79991234567", PhoneType.Work);
        await fixture.UpdateAsync(update);
        Assert.Equal(2, (await fixture.UpdateAsync(update)).Phone.Count);

        // After a lost response, the client retries a call only if a retry cannot add entries twice.
        fixture.Portal.InjectFault(PortalFault.Reset(afterCall: true), calls: 2, method: fixture.Api.Method("update"));
        await Assert.ThrowsAsync<Bitrix24TransportException>(() => fixture.Client.UpdateAsync(update));
        Assert.Equal(3, (await fixture.ReadAsync(id)).Phone.Count);
        Assert.Equal("А", (await fixture.UpdateAsync(new LeadUpdate(id).SetName("А"))).Name);
        Assert.Equal((true, false), (update.CanAddEntries, new LeadUpdate(id).SetName("А").CanAddEntries));
    }

    [Fact]
    public async Task Row13_a_phone_with_an_id_and_no_value_is_deleted()
    {
        long id = fixture.AddLead();
        MultiFieldEntry<PhoneType> phone = (await fixture.UpdateAsync(new LeadUpdate(id).AddPhone("+79991234567", PhoneType.Work))).Phone[0];
        await fixture.UpdateUntypedAsync(id, FormattableString.Invariant($$"""{"PHONE": [{"ID": {{phone.Id}}, "VALUE": ""}]}"""));
        Assert.Empty((await fixture.ReadAsync(id)).Phone);

        Assert.Throws<CrmValueException>(() => new LeadUpdate(id).ChangePhone(phone, " "));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(id).AddPhone("", PhoneType.Work));
    }

    [Fact]
    public async Task Row14_an_empty_list_of_phones_removes_none()
    {
        long id = fixture.AddLead();
        Lead lead = await fixture.UpdateAsync(new LeadUpdate(id).AddPhone("+79991234567", PhoneType.Work));
        await fixture.UpdateUntypedAsync(id, """{"PHONE": []}""");
        Assert.Single((await fixture.ReadAsync(id)).Phone);

        AssertHasNoMethod("ClearPhone");
        Assert.Empty((await fixture.UpdateAsync(new LeadUpdate(id).ReplacePhone(lead, []))).Phone);
    }

    [Fact]
    public async Task Row15_an_id_of_another_lead_adds_a_phone()
    {
        long other = fixture.AddLead(), id = fixture.AddLead();
        Lead read = await fixture.UpdateAsync(new LeadUpdate(other).AddPhone("+70000000000", PhoneType.Work));
        await fixture.UpdateUntypedAsync(id, FormattableString.Invariant($$"""{"PHONE": [{"ID": {{read.Phone[0].Id}}, "VALUE": "+71111111111"}]}"""));
        Assert.Single((await fixture.ReadAsync(id)).Phone);

        Assert.Throws<ArgumentException>(() => new LeadUpdate(id).ReplacePhone(read, []));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(id).ChangePhone(read.Phone[0], "+71111111111"));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(id).RemovePhone(read.Phone[0]));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(id).ChangePhone(new MultiFieldEntry<PhoneType>("+7", PhoneType.Work), "+8"));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(id).ChangePhone(new MultiFieldEntry<PhoneType>("+7", PhoneType.Work) { Id = read.Phone[0].Id }, "+8"));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(other).ChangePhone(read.Phone[0] with { Id = read.Phone[0].Id + 1 }, "+8"));
    }

    [Theory]
    [InlineData("\"Второй\"")]
    [InlineData("\"SECOND\"")]
    [InlineData("99")]
    public async Task Row16_an_item_text_instead_of_its_id(string sent)
    {
        long id = fixture.AddLead();
        await AssertDropped(id, $$"""{"{{EnumerationCode}}": {{sent}}}""");
        AssertParameter<EnumerationOne>(nameof(LeadUpdate.SetEnumerationOne));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(id).SetEnumerationOne(0));
    }

    [Fact]
    public async Task Row17_a_dictionary_value_by_its_name()
    {
        long id = fixture.AddLead();
        FieldResult result = Assert.Single(await fixture.UpdateUntypedAsync(id, """{"SOURCE_ID": "Позвонил"}"""));
        Assert.NotNull(result.Reason);
        Assert.Equal("Позвонил", (await fixture.ReadAsync(id)).SourceId?.Code);

        AssertParameter<LeadSource>(nameof(LeadUpdate.SetSourceId));
        Assert.Equal("CALL", (await fixture.UpdateAsync(new LeadUpdate(id).SetSourceId(LeadSource.Call))).SourceId?.Code);
        Assert.Throws<CrmValueException>(() => new LeadUpdate(id).SetSourceId(default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public async Task Row18_an_empty_title(string title)
    {
        long id = fixture.AddLead(("TITLE", "Заявка с сайта"));
        await AssertDropped(id, $$"""{"TITLE": "{{title}}"}""");
        Assert.Equal("Заявка с сайта", (await fixture.ReadAsync(id)).Title);

        AssertHasNoMethod("ClearTitle");
        Assert.Throws<CrmValueException>(() => new LeadUpdate(id).SetTitle(title));
    }

    [Fact]
    public async Task Row19_two_writers_of_an_address()
    {
        long id = fixture.AddLead(("ADDRESS", "Тверская, 1"), ("ADDRESS_CITY", "Москва"));
        await fixture.UpdateUntypedAsync(id, """{"ADDRESS_CITY": "Пермь"}""");
        Assert.Equal("Тверская, 1", (await fixture.ReadAddressAsync(id)).Address);

        await fixture.UpdateAsync(new LeadUpdate(id).SetAddress(new CrmAddress { City = "Пермь", Country = "Россия" }));
        Assert.Equal(new CrmAddress { City = "Пермь", Country = "Россия" }, (await fixture.ReadAddressAsync(id)).GetAddress());
        AssertHasNoMethod("SetAddressCity", "SetAddressCountry");
    }

    [Fact]
    public async Task Row20_the_location_address_together_with_parts()
    {
        long id = fixture.AddLead();
        await fixture.UpdateUntypedAsync(id, """{"ADDRESS_LOC_ADDR_ID": 21, "ADDRESS_CITY": "Пермь"}""");
        Assert.Null((await fixture.ReadAddressAsync(id)).Address);

        AssertHasNoMethod("SetAddressLocation", "SetAddressLocAddrId");
        Assert.False(typeof(Lead).GetProperty(nameof(Lead.AddressLocAddrId))!.CanWrite);
    }

    [Theory]
    [InlineData("\"hello.txt\"")]
    [InlineData("[\"hello.txt\", \"aGVsbG8=\"]")]
    public async Task Row21_a_file_in_the_wrong_shape(string sent)
    {
        await AssertDropped(fixture.AddLead(), $$"""{"{{LeadFields.Codes.FileOne}}": {{sent}}}""");
        AssertHasNoMethod("SetFileOne", "ClearFileOne", "SetFileMany");
    }

    [Fact]
    public async Task Row22_an_empty_list_in_a_batch()
    {
        long id = fixture.AddLead((LeadFields.Codes.StringMany, "a"));

        // PHP's http_build_query, and libraries that follow it, omit the empty list of {"NAME": "Анна", "UF_CRM_…": []}.
        await BatchUntypedAsync($"crm.lead.update?id={id}&fields[NAME]={Uri.EscapeDataString("Анна")}");
        Assert.Equal(["a"], (await fixture.ReadAsync(id)).StringMany);

        await UpdateManyAsync(new LeadUpdate(id).ClearStringMany().SetOpened(true));
        Lead lead = await fixture.ReadAsync(id);
        Assert.Empty(lead.StringMany);
        Assert.True(lead.Opened);
    }

    [Fact]
    public async Task Row23_a_reference_in_a_value_of_a_batch()
    {
        long id = fixture.AddLead(("NAME", "Анна"));
        await BatchUntypedAsync($"crm.lead.get?id={id}", $"crm.lead.update?id={id}&fields[{LeadFields.Codes.StringOne}]={Uri.EscapeDataString("Цена $result[c0][NAME]")}");
        Assert.Equal("Цена Анна", (await fixture.ReadAsync(id)).StringOne);

        await UpdateManyAsync(new LeadUpdate(fixture.AddLead()).SetName("Пётр"), new LeadUpdate(id).SetStringOne("Цена $result[c0][NAME]"));
        Assert.Equal("Цена $result[c0][NAME]", (await fixture.ReadAsync(id)).StringOne);

        // Other parts of the reply, in any letter case.
        await BatchUntypedAsync($"crm.lead.get?id={id}", $"crm.lead.update?id={id}&fields[{LeadFields.Codes.StringOne}]={Uri.EscapeDataString("Цена $Total[net]")}");
        Assert.Equal("Цена ", (await fixture.ReadAsync(id)).StringOne);
        await UpdateManyAsync(new LeadUpdate(id).SetStringOne("Цена $Total[net]"));
        Assert.Equal("Цена $Total[net]", (await fixture.ReadAsync(id)).StringOne);
    }

    [Fact]
    public async Task Row24_rows_after_a_failure_and_beyond_fifty()
    {
        long[] ids = [.. Enumerable.Range(0, 60).Select(_ => fixture.AddLead())];
        await BatchUntypedAsync(["crm.lead.update?id=999999&fields[NAME]=x", $"crm.lead.update?id={ids[0]}&fields[NAME]=x"], halt: 1);
        Assert.Null((await fixture.ReadAsync(ids[0])).Name);
        await BatchUntypedAsync([.. ids.Select(i => $"crm.lead.update?id={i}&fields[NAME]=x")]);
        Assert.Null((await fixture.ReadAsync(ids[59])).Name);

        CrmUpdateResult[] results = await UpdateManyAsync([new LeadUpdate(999_999).SetName("y"), .. ids.Select(i => new LeadUpdate(i).SetName("y"))]);
        Assert.Equal(61, results.Length);
        Assert.IsType<Bitrix24NotFoundException>(Assert.Single(results, o => o.Status == CrmUpdateStatus.Rejected).Error);
        Assert.Equal("y", (await fixture.ReadAsync(ids[59])).Name);
    }

    [Fact]
    public async Task Row25_lists_that_cannot_be_cleared_by_an_empty_list()
    {
        long id = fixture.AddLead();
        await fixture.UpdateAsync(new LeadUpdate(id).SetContactIds([8]).SetDateMany([new DateOnly(2026, 3, 20)]));
        await AssertDropped(id, $$"""{"CONTACT_IDS": [], "{{LeadFields.Codes.DateMany}}": []}""");
        await AssertDropped(id, $$"""{"{{LeadFields.Codes.DateMany}}": [""]}""");

        AssertHasNoMethod("ClearContactIds");
        Assert.Throws<CrmValueException>(() => new LeadUpdate(id).SetContactIds([]));
        Assert.Empty((await fixture.UpdateAsync(new LeadUpdate(id).SetDateMany([]))).DateMany);
    }

    [Fact]
    public async Task Row26_any_text_except_Y_means_no()
    {
        long id = fixture.AddLead(("OPENED", "Y"));
        await fixture.UpdateUntypedAsync(id, """{"OPENED": "true"}""");
        Assert.False((await fixture.ReadAsync(id)).Opened);

        AssertParameter<bool>(nameof(LeadUpdate.SetOpened));
        Assert.True((await fixture.UpdateAsync(new LeadUpdate(id).SetOpened(true))).Opened);
    }

    [Fact]
    public async Task Row27_money_without_a_currency()
    {
        long id = fixture.AddLead();
        FieldResult result = Assert.Single(await fixture.UpdateUntypedAsync(id, $$"""{"{{LeadFields.Codes.MoneyOne}}": "300"}"""));
        Assert.Equal(FieldOutcome.Changed, result.Outcome);

        AssertParameter<Money>(nameof(LeadUpdate.SetMoneyOne));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(id).SetMoneyOne(new Money(300, "")));
    }

    [Fact]
    public async Task Row29_an_outdated_schema()
    {
        await using ChangedPortal changed = await ChangedPortal.StartAsync(fields => fields.Remove(LeadFields.Codes.StringOne));
        long id = changed.Portal.AddLead([KeyValuePair.Create("TITLE", "Заявка")]);
        FieldResult result = Assert.Single(await changed.UpdateAsync(new LeadUpdate(id).SetStringOne("да")));
        Assert.Equal((LeadFields.Codes.StringOne, FieldOutcome.Dropped), (result.Code, result.Outcome));
        Assert.Null((await changed.Client.GetAsync<Lead>(id))!.StringOne);

        CrmSchemaDifference difference = Assert.Single((await changed.Client.CheckSchemaAsync<Lead>()).Differences);
        Assert.Equal((LeadFields.Codes.StringOne, true), (difference.Code, difference.LosesWrites));
    }

    [Fact]
    public async Task Row30_a_portal_that_was_renamed()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(Path.Combine(AppContext.BaseDirectory, "portal"));
        long id = portal.AddLead([KeyValuePair.Create("NAME", "Анна")]);
        Uri before = portal.Webhook;
        using var typed = new Bitrix24Client(new Bitrix24ClientOptions { Api = fixture.Api, Webhook = before.ToString() });
        await portal.RenameAsync();

        // HttpClient follows the redirect with a GET without a body, to which a portal responds as to any other call.
        using var http = new HttpClient();
        using var content = new StringContent($$"""{"id": {{id}}, "fields": {"NAME": "Пётр"} }""", Encoding.UTF8, "application/json");
        using HttpResponseMessage lost = await http.PostAsync(new Uri(before, "crm.lead.update"), content);
        Assert.Equal((HttpMethod.Get, "Анна"), (lost.RequestMessage!.Method, portal.GetStoredValue(id, "NAME")));

        await typed.UpdateAsync(new LeadUpdate(id).SetName("Пётр"));
        Assert.Equal("Пётр", portal.GetStoredValue(id, "NAME"));
    }

    [Fact]
    public async Task Row31_a_lead_that_was_read_in_part_is_sent_back()
    {
        long id = fixture.AddLead(("COMMENTS", "Перезвонить"), ("EMAIL", "anna@example.org"));

        // A hand-written class was filled from a list that has only titles, so its property for the comments is an empty text.
        await fixture.UpdateUntypedAsync(id, """{"TITLE": "Новая", "COMMENTS": ""}""");
        Assert.Null((await fixture.ReadAsync(id)).Comments);

        await fixture.UpdateAsync(new LeadUpdate(id).SetComments("Перезвонить"));
        Lead part = await ReadAsync(id, LeadFields.Title, LeadFields.Phone);
        Assert.Equal("COMMENTS", Assert.Throws<CrmFieldNotReadException>(() => part.Comments).Code);
        Lead after = part.Copy();
        after.Title = "Ещё новее";
        after.Phone = [new("+79991234567", PhoneType.Work)];
        Lead lead = await fixture.UpdateAsync(LeadUpdate.FromChanges(part, after));
        Assert.Equal(("Ещё новее", "Перезвонить", 1), (lead.Title, lead.Comments, lead.Phone.Count));

        Lead emptied = part.Copy();
        emptied.Comments = null;
        Assert.Null((await fixture.UpdateAsync(LeadUpdate.FromChanges(part, emptied))).Comments);
        Assert.Equal("EMAIL", Assert.Throws<CrmValueException>(() => LeadUpdate.FromChanges(part, new Lead { Email = [] })).Code);
        Assert.Equal("EMAIL", Assert.Throws<CrmValueException>(() => new LeadUpdate(id).ReplaceEmail(part, [])).Code);
        Assert.Single((await fixture.ReadAsync(id)).Email);
    }

    [Fact]
    public async Task Row32_a_partly_read_address()
    {
        long id = fixture.AddLead(("ADDRESS", "Ленина, 1"), ("ADDRESS_CITY", "Пермь"));
        await fixture.UpdateUntypedAsync(id, """{"ADDRESS": "", "ADDRESS_2": "", "ADDRESS_CITY": "Омск"}""");
        Assert.Null((await fixture.ReadAddressAsync(id)).Address);

        await fixture.UpdateAsync(new LeadUpdate(id).SetAddress(new CrmAddress { Address = "Ленина, 1", City = "Пермь" }));
        Lead part = await ReadAsync(id, LeadFields.AddressCity);
        Assert.Equal("ADDRESS", Assert.Throws<CrmFieldNotReadException>(() => part.GetAddress()).Code);
        await fixture.UpdateUntypedAsync(id, """{"ADDRESS_CITY": "Омск"}""");
        Lead changed = await ReadAsync(id, LeadFields.AddressCity);
        Assert.Equal("ADDRESS", Assert.Throws<CrmValueException>(() => LeadUpdate.FromChanges(part, changed)).Code);
        Assert.Equal("Ленина, 1", (await fixture.ReadAddressAsync(id)).Address);
    }

    [Fact]
    public async Task Row33_contacts_that_are_never_returned()
    {
        long id = fixture.AddLead(("CONTACT_IDS", "8"), ("CONTACT_IDS", "9"));
        Assert.Equal(fixture.Api == LeadApi.Item, (await fixture.ReadAsync(id)).Codes.Contains("CONTACT_IDS"));
        await fixture.UpdateUntypedAsync(id, """{"CONTACT_IDS": [10]}""");
        Assert.DoesNotContain("8", fixture.Portal.GetStoredValue(id, "CONTACT_IDS"), StringComparison.Ordinal);

        Assert.Null(typeof(Lead).GetProperty(nameof(LeadFields.ContactIds)));
        Assert.Throws<ArgumentException>(() => new CrmQuery().Select(LeadFields.ContactIds));
        Assert.DoesNotContain("CONTACT_IDS", LeadUpdate.FromChanges(await fixture.ReadAsync(id), new Lead { Name = "Анна" }).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row34_a_change_of_a_deleted_entry()
    {
        long id = fixture.AddLead();
        MultiFieldEntry<PhoneType> phone = (await fixture.UpdateAsync(new LeadUpdate(id).AddPhone("+71", PhoneType.Work))).Phone[0];
        await fixture.UpdateAsync(new LeadUpdate(id).RemovePhone(phone));
        string change = FormattableString.Invariant($$"""{"PHONE": [{"ID": {{phone.Id}}, "VALUE": "+72", "VALUE_TYPE": "WORK"}]}""");
        await fixture.UpdateUntypedAsync(id, change);
        await fixture.UpdateUntypedAsync(id, change);
        Assert.Equal(2, (await fixture.ReadAsync(id)).Phone.Count);

        LeadUpdate update = new LeadUpdate(id).ChangePhone(phone, "+73");
        Assert.True(update.CanAddEntries);
        fixture.Portal.InjectFault(PortalFault.Reset(afterCall: true), calls: 2, method: fixture.Api.Method("update"));
        Assert.True((await Assert.ThrowsAsync<Bitrix24TransportException>(() => fixture.Client.UpdateAsync(update))).IsOutcomeUnknown);
        Assert.Equal(3, (await fixture.ReadAsync(id)).Phone.Count);
        fixture.Portal.ClearFaults();

        fixture.Portal.InjectFault(PortalFault.Reset(afterCall: true), calls: 2, method: "batch");
        Assert.Equal(CrmUpdateStatus.Unknown, Assert.Single(await UpdateManyAsync(update)).Status);
        Lead lead = await fixture.ReadAsync(id);
        Assert.Equal(4, lead.Phone.Count);
        fixture.Portal.ClearFaults();

        // Removing an entry twice has the same effect as once, so the call is retried.
        LeadUpdate removal = new LeadUpdate(id).ReplacePhone(lead, [lead.Phone[1], lead.Phone[3]]);
        Assert.False(removal.CanAddEntries);
        fixture.Portal.InjectFault(PortalFault.Reset(afterCall: true), calls: 1, method: "batch");
        Assert.Equal(CrmUpdateStatus.Updated, Assert.Single(await UpdateManyAsync(removal)).Status);
        Assert.Equal([lead.Phone[1], lead.Phone[3]], (await fixture.ReadAsync(id)).Phone);
    }

    [Fact]
    public async Task Row35_a_second_update_from_a_lead_that_was_read_before_the_first()
    {
        long id = fixture.AddLead();
        await fixture.UpdateUntypedAsync(id, """{"PHONE": [{"VALUE": "+71", "VALUE_TYPE": "WORK"}]}""");
        await fixture.UpdateUntypedAsync(id, """{"PHONE": [{"VALUE": "+71", "VALUE_TYPE": "WORK"}, {"VALUE": "+72", "VALUE_TYPE": "WORK"}]}""");
        Lead before = await fixture.ReadAsync(id);
        Assert.Equal(["+71", "+71", "+72"], before.Phone.Select(static p => p.Value));

        Lead form = before.Copy();
        form.Phone = [.. before.Phone, new("+73", PhoneType.Work)];
        LeadUpdate late = new LeadUpdate(id).ReplacePhone(before, form.Phone);
        await fixture.UpdateAsync(LeadUpdate.FromChanges(before, form));
        form.Phone = [.. form.Phone, new("+74", PhoneType.Work)];
        Assert.Throws<CrmValueException>(() => LeadUpdate.FromChanges(before, form));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(id).ReplacePhone(before, form.Phone));
        await Assert.ThrowsAsync<CrmValueException>(() => fixture.Client.UpdateAsync(late));
        await Assert.ThrowsAsync<CrmValueException>(() => fixture.Client.UpdateAsync(LeadUpdate.FromChanges(before, before.Copy())));
        Assert.Equal(4, (await fixture.ReadAsync(id)).Phone.Count);

        Lead again = await fixture.ReadAsync(id);
        await fixture.UpdateAsync(new LeadUpdate(id).AddPhone("+75", PhoneType.Work));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(id).ReplacePhone(again, again.Phone));
    }

    [Fact]
    public async Task Row46_text_that_looks_like_a_tag()
    {
        long id = fixture.AddLead();
        const string Text = "From: Ivan <ivan@example.org>, if price <100 and qty>50";
        await fixture.UpdateUntypedAsync(id, JsonSerializer.Serialize(new { COMMENTS = Text }));
        Assert.Equal("From: Ivan , if price 50", (await fixture.ReadAsync(id)).Comments);

        Assert.Equal("COMMENTS", Assert.Throws<CrmValueException>(() => new LeadUpdate(id).SetComments(Text)).Code);
        Assert.Throws<CrmValueException>(() => new LeadDraft().SetComments("<script>alert(1)</script>"));
        Assert.Throws<CrmValueException>(() => new LeadDraft().SetComments("[URGENT] call today"));
        foreach (string lost in new[] { "budget <100000, call back", "I <3 you", WebUtility.HtmlEncode(Text), "if a <b and c> d", "<td>1</td>", "<h1>a</h1>" })
        {
            Assert.Equal(FieldOutcome.Changed, Assert.Single(await fixture.UpdateUntypedAsync(id, JsonSerializer.Serialize(new { COMMENTS = lost }))).Outcome);
            Assert.Throws<CrmValueException>(() => new LeadUpdate(id).SetComments(lost));
        }

        Assert.Equal("a &lt; 100", (await fixture.UpdateAsync(new LeadUpdate(id).SetComments("a < 100"))).Comments);
        Assert.Equal("[b]a[/b]\n1", (await fixture.UpdateAsync(new LeadUpdate(id).SetComments("<b>a</b><br />1"))).Comments);
    }

    [Fact]
    public async Task Row47_a_condition_that_the_portal_ignores()
    {
        var day = new DateTimeOffset(2026, 3, 20, 12, 0, 0, TimeSpan.Zero);
        long id = fixture.AddLead();
        await fixture.UpdateAsync(new LeadUpdate(id).SetDatetimeOne(day));
        Assert.Equal(1, await CountUntypedAsync(id, "@CONTACT_IDS", 404));
        Assert.Equal(1, await CountUntypedAsync(id, $"!@{LeadFields.Codes.DatetimeOne}", day));

        Assert.Throws<ArgumentException>(() => LeadFields.ContactIds.HasAnyOf(404));
        Assert.Throws<ArgumentException>(() => LeadFields.DatetimeOne.IsNoneOf(day));
        Assert.Throws<ArgumentException>(() => LeadFields.AddressLocAddrId.Is(404));
    }

    [Fact]
    public async Task Row48_a_first_contact_that_is_already_linked()
    {
        long id = fixture.AddLead();
        await fixture.UpdateAsync(new LeadUpdate(id).SetContactIds([8, 9]));
        await AssertDropped(id, """{"CONTACT_ID": 9}""");
        Assert.Equal(8, (await fixture.ReadAsync(id)).ContactId);

        Assert.False(typeof(Lead).GetProperty(nameof(Lead.ContactId))!.CanWrite);
        Assert.Equal(9, (await fixture.UpdateAsync(new LeadUpdate(id).SetContactIds([9]))).ContactId);
    }

    [Fact]
    public async Task Row49_an_amount_that_is_replaced_by_the_product_rows()
    {
        long id = fixture.AddLead();
        fixture.Portal.AddProductRow(id, 1200m);
        await fixture.UpdateUntypedAsync(id, """{"OPPORTUNITY": 12500}""");
        Assert.Equal(1200m, (await fixture.ReadAsync(id)).Opportunity);

        Lead lead = await fixture.UpdateAsync(new LeadUpdate(id).SetOpportunity(12500m));
        Assert.Equal((12500m, true), (lead.Opportunity, lead.IsManualOpportunity));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(id).SetOpportunity(5).SetIsManualOpportunity(false));

        lead = await fixture.UpdateAsync(new LeadUpdate(id).SetIsManualOpportunity(false));
        Assert.Equal(1200m, lead.Opportunity);
        Lead after = lead.Copy();
        after.Opportunity = 7m;
        Assert.Equal(7m, (await fixture.UpdateAsync(LeadUpdate.FromChanges(lead, after))).Opportunity);

        lead = await fixture.UpdateAsync(new LeadUpdate(id).SetIsManualOpportunity(false));
        after = lead.Copy();
        (after.Opportunity, after.IsManualOpportunity) = (8m, false);
        Assert.Throws<CrmValueException>(() => LeadUpdate.FromChanges(lead, after));
    }

    [Fact]
    public async Task Row50_an_address_with_only_empty_parts()
    {
        long id = fixture.AddLead(("ADDRESS", "Ленина, 1"), ("ADDRESS_CITY", "Пермь"));
        string[] parts = ["ADDRESS", "ADDRESS_2", "ADDRESS_CITY", "ADDRESS_POSTAL_CODE", "ADDRESS_REGION", "ADDRESS_PROVINCE", "ADDRESS_COUNTRY", "ADDRESS_COUNTRY_CODE"];
        await AssertDropped(id, JsonSerializer.Serialize(parts.ToDictionary(part => part, _ => "")));
        await AssertDropped(id, """{"ADDRESS_COUNTRY_CODE": "RU"}""");
        Lead before = await fixture.ReadAddressAsync(id);
        Assert.Equal("Ленина, 1", before.Address);

        AssertHasNoMethod("ClearAddress");
        Assert.Throws<CrmValueException>(() => new LeadUpdate(id).SetAddress(new CrmAddress { CountryCode = "RU" }));
        Lead after = before.Copy();
        after.SetAddress(new CrmAddress());
        Assert.Equal("ADDRESS", Assert.Throws<CrmValueException>(() => LeadUpdate.FromChanges(before, after)).Code);
    }

    [Fact]
    public async Task Row51_the_location_address_without_parts()
    {
        long id = fixture.AddLead(("ADDRESS", "Ленина, 1"), ("ADDRESS_CITY", "Пермь"));
        await fixture.UpdateUntypedAsync(id, """{"ADDRESS_LOC_ADDR_ID": 77}""");
        Assert.Equal(new CrmAddress(), (await fixture.ReadAddressAsync(id)).GetAddress());
        await AssertDropped(fixture.AddLead(), """{"ADDRESS_LOC_ADDR_ID": 77}""");

        AssertHasNoMethod("SetAddressLocation", "SetAddressLocAddrId");
        Assert.Empty(typeof(LeadDraft).GetMember("SetAddressLocation"));
        Assert.False(typeof(Lead).GetProperty(nameof(Lead.AddressLocAddrId))!.CanWrite);
    }

    [Fact]
    public async Task Row52_the_location_of_a_custom_address()
    {
        long id = fixture.AddLead();
        FieldResult result = Assert.Single(await fixture.UpdateUntypedAsync(id, $$"""{"{{LeadFields.Codes.AddressOne}}": "Пермь|58;56|21"}"""));
        Assert.Equal(FieldOutcome.Changed, result.Outcome);
        Assert.Equal(new MapAddress("Пермь", 58, 56), (await fixture.ReadAsync(id)).AddressOne);
        await fixture.UpdateUntypedAsync(id, $$"""{"{{LeadFields.Codes.AddressOne}}": "21_del"}""");
        Assert.Null((await fixture.ReadAsync(id)).AddressOne);

        Assert.Throws<CrmValueException>(() => new LeadUpdate(id).SetAddressOne(new MapAddress("Пермь", 58, 56, 21)));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(id).SetAddressOne(new MapAddress("21_del")));
        Assert.Equal(new MapAddress("Пермь", 58, 56), (await fixture.UpdateAsync(new LeadUpdate(id).SetAddressOne(new MapAddress("Пермь", 58, 56)))).AddressOne);
    }

    [Fact]
    public async Task Row53_the_time_and_user_of_the_last_activity()
    {
        long id = fixture.AddLead();
        await AssertDropped(id, """{"LAST_ACTIVITY_TIME": "2030-01-01T00:00:00+00:00", "LAST_ACTIVITY_BY": 7}""");

        // The portal describes both fields as writable.
        AssertHasNoMethod("SetLastActivityTime", "ClearLastActivityTime", "SetLastActivityBy");
        Assert.Empty(typeof(LeadDraft).GetMember("SetLastActivityTime"));
        Assert.Empty(typeof(LeadDraft).GetMember("SetLastActivityBy"));
        Assert.False(typeof(Lead).GetProperty(nameof(Lead.LastActivityTime))!.CanWrite);
        Assert.False(typeof(Lead).GetProperty(nameof(Lead.LastActivityBy))!.CanWrite);
    }

    [Fact]
    public async Task Row54_money_with_a_currency_in_lower_case()
    {
        long id = fixture.AddLead();
        await fixture.UpdateAsync(new LeadUpdate(id).SetMoneyOne(new Money(300, "RUB")));
        FieldResult result = Assert.Single(await fixture.UpdateUntypedAsync(id, $$"""{"{{LeadFields.Codes.MoneyOne}}": "300|rub"}"""));
        Assert.Equal(FieldOutcome.Changed, result.Outcome);
        Assert.Null((await fixture.ReadAsync(id)).MoneyOne);

        Assert.Throws<CrmValueException>(() => new LeadUpdate(id).SetMoneyOne(new Money(300, "rub")));
    }

    [Theory]
    [InlineData(LeadFields.Codes.IntegerOne, "79991234567", "2147483647")]
    [InlineData("ASSIGNED_BY_ID", "2147483648", "2147483647")]
    public async Task Row55_an_integer_of_more_than_32_bits(string code, string sent, string kept)
    {
        await AssertChangedAsync(code, sent, kept);
        Assert.Throws<CrmValueException>(() => new LeadUpdate(1).SetIntegerOne(79991234567));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(1).SetAssignedById(2147483648));
    }

    [Theory]
    [InlineData("OPPORTUNITY", "12.345", "12.35")]
    [InlineData(LeadFields.Codes.DoubleOne, "55.751244", "55.7512")]
    [InlineData(LeadFields.Codes.DoubleOne, "123456789012345.67", "123456789012350")]
    public async Task Row56_a_number_with_too_many_digits(string code, string sent, string kept)
    {
        await AssertChangedAsync(code, sent, kept);
        Assert.Throws<CrmValueException>(() => new LeadUpdate(1).SetOpportunity(12.345m));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(1).SetDoubleOne(55.751244m));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(1).SetDoubleOne(123456789012345.67m));
    }

    [Theory]
    [InlineData("NAME", 50)]
    [InlineData("TITLE", 255)]
    [InlineData("COMMENTS", 32767)]
    [InlineData(LeadFields.Codes.StringOne, 32767)]
    [InlineData(LeadFields.Codes.Rest5WidgetOne, 32767)]
    public async Task Row57_a_text_that_is_too_long(string code, int length)
    {
        await AssertChangedAsync(code, $"\"{new string('я', length + 1)}\"", new string('я', length));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(1).SetName(new string('я', 51)));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(1).SetTitle(new string('я', 256)));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(1).SetComments(new string('я', 32768)));
        Assert.Throws<CrmValueException>(() => new LeadDraft().SetStringOne(new string('я', 32768)));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(1).SetRest5WidgetOne(new string('я', 32768)));
    }

    [Theory]
    [InlineData(LeadFields.Codes.UrlOne, " example.org", "example.org")]
    [InlineData("UTM_TERM", "0", "")]
    public async Task Row58_a_text_that_is_trimmed_or_emptied(string code, string sent, string kept)
    {
        await AssertChangedAsync(code, $"\"{sent}\"", kept);
        Assert.Throws<CrmValueException>(() => new LeadUpdate(1).SetUrlOne(" example.org"));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(1).SetUtmTerm("0"));
    }

    [Fact]
    public async Task Row59_an_exclusion_that_leaves_out_leads_without_a_value()
    {
        long id = fixture.AddLead();
        Assert.Equal(0, await CountUntypedAsync(id, $"!={LeadFields.Codes.BooleanOne}", 1));

        Assert.Contains("IsNoneOf", Assert.Throws<ArgumentException>(() => LeadFields.BooleanOne.IsNot(true)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => LeadFields.IntegerOne.IsNot(1));
    }

    [Fact]
    public async Task Row60_a_condition_on_a_time_in_another_time_zone()
    {
        var ten = new DateTimeOffset(2026, 3, 20, 10, 0, 0, TimeSpan.FromHours(5));
        await using PortalEmulator portal = await PortalEmulator.StartAsync(
            Path.Combine(AppContext.BaseDirectory, "portal"), new PortalEmulatorOptions { UserTimeOffset = TimeSpan.FromHours(2) });
        using var client = new Bitrix24Client(new Bitrix24ClientOptions { Api = fixture.Api, Webhook = portal.Webhook.ToString(), Limits = PortalLimits.None });
        foreach (int hours in new[] { -30, -1, 0, 1, 30 })
        {
            portal.AddLead([KeyValuePair.Create(LeadFields.Codes.DatetimeOne, ten.AddHours(hours).ToString("O"))]);
        }

        using var http = new HttpClient();
        var call = new { filter = new Dictionary<string, object> { [$">={LeadFields.Codes.DatetimeOne}"] = ten } };
        using HttpResponseMessage response = await http.PostAsJsonAsync(new Uri(portal.Webhook, "crm.lead.list"), call);
        Assert.Equal(4, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("result").GetArrayLength());

        Assert.Equal([0, 1, 30], await HoursAsync(LeadFields.DatetimeOne.AtLeast(ten)));
        Assert.Equal([1, 30], await HoursAsync(LeadFields.DatetimeOne.MoreThan(ten)));
        Assert.Equal([-30, -1], await HoursAsync(LeadFields.DatetimeOne.LessThan(ten)));
        Assert.Equal([-30, -1, 0], await HoursAsync(LeadFields.DatetimeOne.AtMost(ten)));
        Assert.Equal([-1, 0], await HoursAsync(LeadFields.DatetimeOne.AtLeast(ten.AddHours(-1)), LeadFields.DatetimeOne.LessThan(ten.AddHours(1))));
        Assert.Throws<ArgumentException>(() => LeadFields.DatetimeOne.Is(ten));

        async Task<IEnumerable<double>> HoursAsync(params CrmFilter[] conditions) =>
            (await client.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title).Where(conditions)).ToArrayAsync()).Select(lead => (lead.DatetimeOne!.Value - ten).TotalHours);
    }

    private async Task AssertChangedAsync(string code, string sent, string kept)
    {
        long id = fixture.AddLead();
        FieldResult result = Assert.Single(await fixture.UpdateUntypedAsync(id, $$"""{"{{code}}": {{sent}}}"""));
        Assert.Equal(FieldOutcome.Changed, result.Outcome);
        Assert.Equal(kept, fixture.Portal.GetStoredValue(id, code));
    }

    [Fact]
    public async Task Row61_a_condition_on_a_field_that_was_removed_or_hidden()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(
            Path.Combine(AppContext.BaseDirectory, "portal"),
            new PortalEmulatorOptions { IsAdministrator = false, HiddenFields = [LeadFields.Codes.EnumerationOne] });
        portal.AddLead([KeyValuePair.Create(LeadFields.Codes.StringOne, "да")]);
        portal.AddLead([KeyValuePair.Create("NAME", "Анна")]);
        using var client = new Bitrix24Client(new Bitrix24ClientOptions { Api = fixture.Api, Webhook = portal.Webhook.ToString() });
        CrmQuery query = new CrmQuery().Select(LeadFields.Name).Where(LeadFields.StringOne.IsNot("да"));
        Assert.Equal(["Анна"], (await client.ListAsync<Lead>(query).ToListAsync()).Select(static l => l.Name));
        CrmQuery hidden = new CrmQuery().Where(LeadFields.EnumerationOne.IsAnyOf(EnumerationOne.Pervyy));
        portal.RemoveField(LeadFields.Codes.StringOne);

        using var http = new HttpClient();
        foreach (string code in new[] { LeadFields.Codes.StringOne, LeadFields.Codes.EnumerationOne })
        {
            var call = new { filter = new Dictionary<string, object> { ["=" + code] = "404" } };
            using HttpResponseMessage response = await http.PostAsJsonAsync(new Uri(portal.Webhook, "crm.lead.list"), call);
            Assert.Equal(2, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("result").GetArrayLength());
        }

        foreach ((CrmQuery sent, string code) in new[] { (query, LeadFields.Codes.StringOne), (hidden, LeadFields.Codes.EnumerationOne) })
        {
            int returned = 0;
            async Task List()
            {
                await foreach (Lead lead in client.ListAsync<Lead>(sent))
                {
                    returned++;
                }
            }

            // crm.item.list rejects a condition that it does not know.
            if (fixture.Api == LeadApi.Item)
            {
                Assert.Equal("INVALID_ARG_VALUE", (await Assert.ThrowsAsync<Bitrix24RejectedException>(List)).ErrorCode);
            }
            else
            {
                Assert.Equal(code, (await Assert.ThrowsAsync<Bitrix24FieldNotFoundException>(List)).FieldCode);
            }

            Assert.Equal(0, returned);
        }
    }

    [Fact]
    public async Task Row62_a_status_that_the_portal_does_not_have()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(Path.Combine(AppContext.BaseDirectory, "portal"));
        using var client = new Bitrix24Client(new Bitrix24ClientOptions { Api = fixture.Api, Webhook = portal.Webhook.ToString(), Limits = PortalLimits.None });
        long id = portal.AddLead([KeyValuePair.Create("STATUS_ID", "IN_PROCESS")]);
        using var http = new HttpClient();
        var call = new { id, fields = new Dictionary<string, object> { ["STATUS_" + "ID"] = "IN_PROGRESS", [LeadFields.Codes.Demanded] = "да" } };
        (await http.PostAsJsonAsync(new Uri(portal.Webhook, "crm.lead.update"), call)).Dispose();
        Assert.Equal("IN_PROCESS", portal.GetStoredValue(id, "STATUS_ID"));
        (await http.PostAsJsonAsync(new Uri(portal.Webhook, "crm.lead.add"), call)).Dispose();
        Assert.Equal("NEW", portal.GetStoredValue(id + 1, "STATUS_ID"));
        Assert.All(portal.Journal, c => Assert.Equal(FieldOutcome.Dropped, c.Fields.Single(f => f.Code == "STATUS_ID").Outcome));
        portal.ClearJournal();

        string code = "IN_PROGRESS";
        LeadUpdate update = new LeadUpdate(id).SetStatusId(LeadStatus.FromCode(code));
        CrmValueException e = await Assert.ThrowsAsync<CrmValueException>(() => client.UpdateAsync(update));
        Assert.Equal("STATUS_ID", e.Code);
        Assert.Contains("'IN_PROGRESS' is not a code", e.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<CrmValueException>(() => client.CreateAsync(new LeadDraft().SetTitle("Заявка").SetDemanded("да").SetStatusId(LeadStatus.FromCode(code))));
        CrmUpdateResult rejected = Assert.Single(await client.UpdateManyAsync([update]).ToListAsync());
        Assert.Equal((CrmUpdateStatus.Invalid, e.Message), (rejected.Status, rejected.ValidationError?.Message));
        Assert.Contains("did you mean 'IN_PROCESS'?", (await Assert.ThrowsAsync<CrmValueException>(
            () => client.UpdateAsync(new LeadUpdate(id).SetStatusId(LeadStatus.FromCode("in_" + "proces"))))).Message, StringComparison.Ordinal);
        Assert.Empty(portal.Journal);

        // The code is known to another portal only.
        await using PortalEmulator other = await PortalEmulator.StartAsync(Path.Combine(AppContext.BaseDirectory, "portal"));
        other.SetStatus("STATUS", code, "Выполняется");
        long otherId = other.AddLead([KeyValuePair.Create("STATUS_ID", code)]);
        using var otherClient = new Bitrix24Client(new Bitrix24ClientOptions { Api = fixture.Api, Webhook = other.Webhook.ToString(), Limits = PortalLimits.None });
        LeadStatus foreign = (await otherClient.GetAsync<Lead>(otherId))!.StatusId!.Value;
        await Assert.ThrowsAsync<CrmValueException>(() => client.UpdateAsync(new LeadUpdate(id).SetStatusId(foreign)));
        await Assert.ThrowsAsync<CrmValueException>(() => client.CreateAsync(new LeadDraft().SetTitle("Заявка").SetDemanded("да").SetStatusId(foreign)));
        await otherClient.UpdateAsync(new LeadUpdate(otherId).SetStatusId(foreign));
        Assert.Empty(portal.Journal);

        // crm.lead.update stores any code in other fields, and crm.item.update rejects it.
        Assert.Contains("stores it although it is not in the list", (await Assert.ThrowsAsync<CrmValueException>(
            () => client.UpdateAsync(new LeadUpdate(id).SetSourceId(LeadSource.FromCode(code))))).Message, StringComparison.Ordinal);
        Task<CrmUpdateReply> allowed = client.UpdateAsync(new LeadUpdate(id).SetSourceId(LeadSource.FromCode(code)), new CrmUpdateOptions { AllowUnknownValues = true });
        if (fixture.Api == LeadApi.Item)
        {
            await Assert.ThrowsAsync<Bitrix24RejectedException>(() => allowed);
        }
        else
        {
            await allowed;
            Assert.Equal(code, portal.GetStoredValue(id, "SOURCE_ID"));
        }

        // The code was added to the portal later.
        portal.SetStatus("STATUS", code, "Выполняется");
        await client.UpdateAsync(update, new CrmUpdateOptions { AllowUnknownValues = true });
        LeadStatus read = (await client.GetAsync<Lead>(id))!.StatusId!.Value;
        await client.UpdateAsync(new LeadUpdate(id + 1).SetStatusId(read));
        Lead before = (await client.GetAsync<Lead>(id + 1))!;
        Assert.Equal(code, before.StatusId?.Code);
        await client.UpdateAsync(new LeadUpdate(id).SetStatusId(LeadStatus.New));
        Lead after = before.Copy();
        after.StatusId = LeadStatus.FromCode(new string(code));
        Assert.True(LeadUpdate.FromChanges(before, after).IsEmpty);
        before = (await client.GetAsync<Lead>(id))!;
        after = before.Copy();
        after.StatusId = read;
        await client.UpdateAsync(LeadUpdate.FromChanges(before, after));
        Assert.Equal(code, portal.GetStoredValue(id, "STATUS_ID"));
    }

    [Fact]
    public async Task Row63_the_assignee_of_a_new_lead()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(
            Path.Combine(AppContext.BaseDirectory, "portal"), new PortalEmulatorOptions { IsAdministrator = false, CanCreateLeadsForOthers = false });
        using var client = new Bitrix24Client(new Bitrix24ClientOptions { Api = fixture.Api, Webhook = portal.Webhook.ToString(), Limits = PortalLimits.None });
        using var http = new HttpClient();
        var call = new { fields = new Dictionary<string, object> { ["ASSIGNED_BY_ID"] = 7, [LeadFields.Codes.Demanded] = "да" } };
        (await http.PostAsJsonAsync(new Uri(portal.Webhook, "crm.lead.add"), call)).Dispose();
        Assert.Equal(FieldOutcome.Changed, portal.Journal[0].Fields.Single(static f => f.Code == "ASSIGNED_BY_ID").Outcome);
        Assert.Equal("1", portal.GetStoredValue(portal.Journal[0].LeadId!.Value, "ASSIGNED_BY_ID"));

        LeadDraft draft = new LeadDraft().SetDemanded("да").SetAssignedById(7);
        Bitrix24AssigneeException e = await Assert.ThrowsAsync<Bitrix24AssigneeException>(() => client.CreateAsync(draft));
        Assert.Equal((1, true, false), (e.AssigneeId, e.IsOutcomeUnknown, e.IsTransient));
        Assert.EndsWith("Do not create the record again.", e.Message, StringComparison.Ordinal);
        Assert.Equal("да", portal.GetStoredValue(e.RecordId!.Value, LeadFields.Codes.Demanded));

        // An update can still change the assignee, and so can a robot.
        await client.UpdateAsync(new LeadUpdate(e.RecordId!.Value).SetAssignedById(7));
        Assert.Equal("7", portal.GetStoredValue(e.RecordId!.Value, "ASSIGNED_BY_ID"));
        Assert.True((await client.CreateAsync(new LeadDraft().SetDemanded("да").SetAssignedById(1))).RecordId > e.RecordId);

        // The lead was created, but can't be read.
        portal.ClearJournal();
        portal.InjectFault(PortalFault.Error(403, "ACCESS_DENIED"), method: "crm.lead.list");
        Bitrix24AssigneeException unread = await Assert.ThrowsAsync<Bitrix24AssigneeException>(() => client.CreateAsync(draft));
        Assert.Null(unread.AssigneeId);
        Assert.IsType<Bitrix24AccessDeniedException>(unread.InnerException);
        Assert.Equal("да", portal.GetStoredValue(unread.RecordId!.Value, LeadFields.Codes.Demanded));
        Assert.Equal([fixture.Api.Method("add"), "crm.lead.list"], portal.Journal.Select(static c => c.Method));

        // Without an assignee, there is nothing to check.
        await client.CreateAsync(new LeadDraft().SetDemanded("да"));
        Assert.Equal(fixture.Api.Method("add"), portal.Journal[^1].Method);
    }

    [Fact]
    public async Task Row64_equal_entries_of_a_multi_value_field()
    {
        long id = AddLeadWithPhones("+71", "+71");
        Lead lead = await fixture.ReadAsync(id);
        (MultiFieldEntry<PhoneType> first, MultiFieldEntry<PhoneType> second) = (lead.Phone[0], lead.Phone[1]);
        await AssertDropped(id, FormattableString.Invariant($$"""{"PHONE": [{"ID": {{second.Id}}, "DELETE": "Y"}]}"""));
        await fixture.UpdateUntypedAsync(id, FormattableString.Invariant($$"""{"PHONE": [{"ID": {{second.Id}}, "VALUE": "+72", "VALUE_TYPE": "WORK"}]}"""));
        Assert.Equal(["+71", "+71", "+72"], (await fixture.ReadAsync(id)).Phone.Select(p => p.Value));

        id = AddLeadWithPhones("+71", "+71");
        lead = await fixture.ReadAsync(id);
        (first, second) = (lead.Phone[0], lead.Phone[1]);
        Lead after = lead.Copy();
        after.Phone = [first];
        foreach (Action change in new Action[]
        {
            () => new LeadUpdate(id).RemovePhone(second), () => new LeadUpdate(id).ChangePhone(second, "+72"), () => new LeadUpdate(id).ReplacePhone(lead, []),
            () => LeadUpdate.FromChanges(lead, after),
        })
        {
            Assert.Contains(FormattableString.Invariant($"use entry {first.Id} instead"), Assert.Throws<CrmValueException>(change).Message, StringComparison.Ordinal);
        }

        Assert.Equal([second], (await fixture.UpdateAsync(new LeadUpdate(id).RemovePhone(first))).Phone);
    }

    [Fact]
    public async Task Row64_values_that_are_exchanged_between_entries()
    {
        long id = AddLeadWithPhones("+71", "+72");
        Lead lead = await fixture.ReadAsync(id);
        (MultiFieldEntry<PhoneType> first, MultiFieldEntry<PhoneType> second) = (lead.Phone[0], lead.Phone[1]);
        await AssertDropped(id, FormattableString.Invariant($$"""{"PHONE": [{"ID": {{first.Id}}, "VALUE": "+72"}, {"ID": {{second.Id}}, "VALUE": "+71"}]}"""));
        Assert.Equal(lead.Phone, (await fixture.ReadAsync(id)).Phone);

        lead = await fixture.ReadAsync(id);
        LeadUpdate update = new LeadUpdate(id).ChangePhone(first, "+72").ChangePhone(second, "+71");
        await Assert.ThrowsAsync<CrmValueException>(() => fixture.Client.UpdateAsync(update));
        Lead after = lead.Copy();
        after.Phone = [first with { Value = "+72" }, second with { Value = "+71" }];
        Assert.Contains("in a second update", Assert.Throws<CrmValueException>(() => LeadUpdate.FromChanges(lead, after)).Message, StringComparison.Ordinal);

        // A portal compares the entries of all fields together.
        await fixture.UpdateUntypedAsync(id, """{"EMAIL": [{"VALUE": "a@example.org", "VALUE_TYPE": "WORK"}, {"VALUE": "b@example.org", "VALUE_TYPE": "WORK"}]}""");
        lead = await fixture.ReadAsync(id);
        after = lead.Copy();
        after.Phone = [lead.Phone[0] with { Value = "+72" }, lead.Phone[1] with { Value = "+71" }];
        after.Email = [lead.Email[0]];
        lead = await fixture.UpdateAsync(LeadUpdate.FromChanges(lead, after));
        Assert.Equal(["+72", "+71"], lead.Phone.Select(p => p.Value));
        Assert.Equal("a@example.org", Assert.Single(lead.Email).Value);
        lead = await fixture.UpdateAsync(new LeadUpdate(id).ChangePhone(lead.Phone[0], "+71").ChangePhone(lead.Phone[1], "+72").ChangeEmail(lead.Email[0], "c@example.org"));
        Assert.Equal(["+71", "+72"], lead.Phone.Select(p => p.Value));
        (first, second) = (lead.Phone[0], lead.Phone[1]);

        await fixture.UpdateAsync(new LeadUpdate(id).ChangePhone(first, "+72").RemovePhone(second));
        Assert.Equal(["+72", "+71"], (await fixture.UpdateAsync(new LeadUpdate(id).AddPhone("+71", PhoneType.Work))).Phone.Select(p => p.Value));
    }

    [Fact]
    public async Task Row65_a_list_that_is_too_long_in_total()
    {
        string[] notes = [.. Enumerable.Range(0, 100).Select(i => $"Note {i}: " + string.Concat(Enumerable.Repeat("Клиент просил перезвонить. ", 14)))];
        long id = fixture.AddLead((LeadFields.Codes.StringMany, "а"));
        FieldResult result = Assert.Single(await fixture.UpdateUntypedAsync(id, $$"""{"{{LeadFields.Codes.StringMany}}": {{JsonSerializer.Serialize(notes)}}}"""));
        Assert.Equal(FieldOutcome.Changed, result.Outcome);
        Assert.Empty((await fixture.ReadAsync(id)).StringMany);

        // The size is the length of PHP's serialize(notes).
        string message = Assert.Throws<CrmValueException>(() => new LeadUpdate(id).SetStringMany(notes)).Message;
        Assert.Contains("72288 bytes", message, StringComparison.Ordinal);
        Assert.Contains("65535 bytes", message, StringComparison.Ordinal);
        Assert.Throws<CrmValueException>(() => new LeadDraft().SetStringMany([new string('a', 32750), new string('b', 32750)]));
        Assert.Equal(2, (await fixture.UpdateAsync(new LeadUpdate(id).SetStringMany([new string('a', 32749), new string('b', 32750)]))).StringMany.Count);
    }

    [Theory]
    [InlineData("SOURCE_DESCRIPTION")]
    [InlineData("STATUS_DESCRIPTION")]
    [InlineData(LeadFields.Codes.UrlOne)]
    [InlineData(LeadFields.Codes.Rest5WidgetOne)]
    [InlineData(LeadFields.Codes.HlblockOne)]
    public async Task Row66_the_text_0(string code)
    {
        await AssertDropped(fixture.AddLead(), $$"""{"{{code}}": "0", "SOURCE_ID": "0", "HONORIFIC": "0"}""");

        // The text 0 replaces another value.
        long id = fixture.AddLead((code, "1"));
        Assert.Equal(FieldOutcome.Kept, Assert.Single(await fixture.UpdateUntypedAsync(id, $$"""{"{{code}}": "0"}""")).Outcome);
        Assert.Equal("0", fixture.Portal.GetStoredValue(id, code));

        Assert.Throws<CrmValueException>(() => new LeadUpdate(id).SetSourceDescription("0"));
        Assert.Throws<CrmValueException>(() => new LeadDraft().SetStatusDescription("0"));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(id).SetSourceId(new LeadSource("0")));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(id).SetUrlOne("0"));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(id).SetRest5WidgetOne("0"));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(id).SetHlblockOne(JsonDocument.Parse("0").RootElement));
    }

    [Theory]
    [InlineData(LeadFields.Codes.UrlMany, """["0", "1", "0"]""")]
    [InlineData(LeadFields.Codes.Rest5WidgetMany, """["0", "1", "0"]""")]
    [InlineData(LeadFields.Codes.HlblockMany, """[0, "0", "1", [], ["0"], false]""")]
    public async Task Row66_list_elements_that_are_0(string code, string sent)
    {
        long id = fixture.AddLead((code, "5"));
        FieldResult result = Assert.Single(await fixture.UpdateUntypedAsync(id, $$"""{"{{code}}": {{sent}}}"""));
        Assert.Equal((FieldOutcome.Changed, """["1"]"""), (result.Outcome, fixture.Portal.GetStoredValue(id, code)));
        await fixture.UpdateUntypedAsync(id, $$"""{"{{code}}": ["0"]}""");
        Assert.Equal("[]", fixture.Portal.GetStoredValue(id, code));

        Assert.Throws<CrmValueException>(() => new LeadUpdate(id).SetUrlMany(["1", "0"]));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(id).SetRest5WidgetMany(["1", "0"]));
        foreach (string element in new[] { "0", "0.0", "-0", "\"0\"", "[]", "{}", "[0, \"\"]", "{\"a\": \"0\"}", "false" })
        {
            Assert.Throws<CrmValueException>(() => new LeadUpdate(id).SetHlblockMany([JsonDocument.Parse("1").RootElement, JsonDocument.Parse(element).RootElement]));
        }
    }

    [Theory]
    [InlineData("BIRTHDATE", "0001-01-01", "2001-01-01")]
    [InlineData(LeadFields.Codes.DateOne, "0100-12-31", "2000-12-31")]
    [InlineData(LeadFields.Codes.DatetimeOne, "0001-01-01T00:00:00+00:00", "2001-01-01T00:00:00")]
    public async Task Row67_a_date_before_the_year_101(string code, string sent, string stored)
    {
        long id = fixture.AddLead();
        FieldResult result = Assert.Single(await fixture.UpdateUntypedAsync(id, $$"""{"{{code}}": "{{sent}}"}"""));
        Assert.Equal((FieldOutcome.Changed, stored), (result.Outcome, fixture.Portal.GetStoredValue(id, code)));

        Assert.Throws<CrmValueException>(() => new LeadUpdate(id).SetBirthdate(default));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(id).SetBirthdate(new DateOnly(100, 12, 31)));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(id).SetDatetimeOne(default));
        Assert.Throws<CrmValueException>(() => new LeadUpdate(id).SetDateMany([new DateOnly(2026, 1, 1), default]));
        Assert.Throws<CrmValueException>(() => new LeadDraft().SetDatetimeMany([default]));
        Assert.Throws<CrmValueException>(() => LeadFields.DateOne.AtLeast(default));
        Assert.Throws<CrmValueException>(() => LeadFields.DatetimeOne.LessThan(default));
        Assert.Equal(new DateOnly(101, 1, 1), (await fixture.UpdateAsync(new LeadUpdate(id).SetBirthdate(new DateOnly(101, 1, 1)))).Birthdate);
    }

    [Fact]
    public async Task Row68_an_item_that_the_field_does_not_have()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(Path.Combine(AppContext.BaseDirectory, "portal"));
        using var client = new Bitrix24Client(new Bitrix24ClientOptions { Api = fixture.Api, Webhook = portal.Webhook.ToString(), Limits = PortalLimits.None });
        long id = portal.AddLead([KeyValuePair.Create(EnumerationCode, "11")]);
        using var http = new HttpClient();
        var call = new { id, fields = new Dictionary<string, object> { [EnumerationCode] = 99 } };
        (await http.PostAsJsonAsync(new Uri(portal.Webhook, "crm.lead.update"), call)).Dispose();
        Assert.Equal("11", portal.GetStoredValue(id, EnumerationCode));
        portal.ClearJournal();

        LeadUpdate update = new LeadUpdate(id).SetEnumerationOne((EnumerationOne)99);
        CrmValueException e = await Assert.ThrowsAsync<CrmValueException>(() => client.UpdateAsync(update));
        Assert.Equal(EnumerationCode, e.Code);
        Assert.Contains("99 is not the ID of an item in the schema", e.Message, StringComparison.Ordinal);
        Assert.Contains("Pervyy (11), Vtoroy (12)", e.Message, StringComparison.Ordinal);
        Assert.Contains("element 1: 99 is not", (await Assert.ThrowsAsync<CrmValueException>(
            () => client.UpdateAsync(new LeadUpdate(id).SetEnumerationMany([EnumerationMany.Pervyy, (EnumerationMany)99])))).Message, StringComparison.Ordinal);
        Assert.Equal(CrmUpdateStatus.Invalid, Assert.Single(await client.UpdateManyAsync([update]).ToListAsync()).Status);
        Assert.Empty(portal.Journal);

        // The item was added to the portal later.
        portal.UpdateField(EnumerationCode, static field => field["items"]!.AsArray().Add(new JsonObject { ["ID"] = "99", ["VALUE"] = "Новый" }));
        await client.UpdateAsync(update, new CrmUpdateOptions { AllowUnknownValues = true });
        Assert.Equal("99", portal.GetStoredValue(id, EnumerationCode));
        Assert.Equal((EnumerationOne)99, (await client.GetAsync<Lead>(id))!.EnumerationOne);
        long other = portal.AddLead([]);
        await client.UpdateAsync(new LeadUpdate(other).SetEnumerationOne((EnumerationOne)99));
        Assert.Equal("99", portal.GetStoredValue(other, EnumerationCode));

        using var allowing = new Bitrix24Client(new Bitrix24ClientOptions { Api = fixture.Api, Webhook = portal.Webhook.ToString(), Limits = PortalLimits.None, AllowUnknownValues = true });
        await allowing.UpdateAsync(new LeadUpdate(id).SetEnumerationOne((EnumerationOne)98));
        Assert.Equal("99", portal.GetStoredValue(id, EnumerationCode));
    }

    [Fact]
    public async Task Row28_a_value_that_the_settings_of_a_field_do_not_permit()
    {
        (string Code, object Value, Action<LeadUpdate> Set, Action<LeadDraft> SetNew)[] invalid =
        [
            (LeadFields.Codes.LimitedText, "А", static u => u.SetLimitedText("А"), static d => d.SetLimitedText("А")),
            (LeadFields.Codes.LimitedText, "АБВГД", static u => u.SetLimitedText("АБВГД"), static d => d.SetLimitedText("АБВГД")),
            (LeadFields.Codes.LimitedText, "абв", static u => u.SetLimitedText("абв"), static d => d.SetLimitedText("абв")),
            (LeadFields.Codes.LimitedNumber, "0.4999", static u => u.SetLimitedNumber(0.4999m), static d => d.SetLimitedNumber(0.4999m)),
            (LeadFields.Codes.LimitedNumber, "1.5001", static u => u.SetLimitedNumber(1.5001m), static d => d.SetLimitedNumber(1.5001m)),
            (LeadFields.Codes.LimitedNumbers, new[] { "1", "-6" }, static u => u.SetLimitedNumbers([1, -6]), static d => d.SetLimitedNumbers([1, -6])),
            (LeadFields.Codes.LimitedNumbers, new[] { "11" }, static u => u.SetLimitedNumbers([11]), static d => d.SetLimitedNumbers([11])),
        ];

        // A portal stores such a value, or rejects the call if it checks custom fields.
        await using PortalEmulator portal = await PortalEmulator.StartAsync(
            Path.Combine(AppContext.BaseDirectory, "portal"), new PortalEmulatorOptions { HasCustomFieldCheck = true });
        using Bitrix24Client client = fixture.Connect(portal);
        using var http = new HttpClient();
        foreach ((string code, object value, Action<LeadUpdate> set, Action<LeadDraft> setNew) in invalid)
        {
            long lead = fixture.AddLead();
            string json = JsonSerializer.Serialize(value);
            Assert.Equal(FieldOutcome.Kept, Assert.Single(await fixture.UpdateUntypedAsync(lead, $$"""{"{{code}}": {{json}}}""")).Outcome);
            foreach (object call in new object[]
            {
                new { id = portal.AddLead([]), fields = new Dictionary<string, object> { [code] = value } },
                new { entityTypeId = 1, id = portal.AddLead([]), useOriginalUfNames = "Y", fields = new Dictionary<string, object> { [code] = value } },
            })
            {
                string method = call.ToString()!.Contains("entityTypeId", StringComparison.Ordinal) ? "crm.item.update" : "crm.lead.update";
                using HttpResponseMessage response = await http.PostAsJsonAsync(new Uri(portal.Webhook, method), call);
                Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            }

            Assert.Equal(code, Assert.Throws<CrmValueException>(() => set(new LeadUpdate(lead))).Code);
            Assert.Equal(code, Assert.Throws<CrmValueException>(() => setNew(new LeadDraft())).Code);

            // The lead can be read and changed. Its other values are not sent again.
            Assert.Equal("Иван", (await fixture.UpdateAsync(new LeadUpdate(lead).SetName("Иван"))).Name);
        }

        // A condition stores nothing.
        Assert.NotNull(LeadFields.LimitedText.Is("абв"));

        Assert.Contains(
            "it does not match ('абв'), and the settings of the field on the portal require text that matches /^[А-Я0-9]+$/u; send a value within the limit",
            Assert.Throws<CrmValueException>(static () => new LeadUpdate(1).SetLimitedText("абв")).Message, StringComparison.Ordinal);
        Assert.Contains("element 1: it is -6, and", Assert.Throws<CrmValueException>(static () => new LeadUpdate(1).SetLimitedNumbers([1, -6])).Message, StringComparison.Ordinal);

        // Both bounds, and an empty value, are permitted.
        long id = portal.AddLead([KeyValuePair.Create(LeadFields.Codes.Demanded, "да")]);
        await client.UpdateAsync(new LeadUpdate(id).SetLimitedText("АБ").SetLimitedNumber(0.5m).SetLimitedNumbers([-5, 10]));
        await client.UpdateAsync(new LeadUpdate(id).SetLimitedText("АБВГ").SetLimitedNumber(1.5m));
        Lead stored = (await client.GetAsync<Lead>(id))!;
        Assert.Equal(("АБВГ", 1.5m, "-5 10"), (stored.LimitedText, stored.LimitedNumber, string.Join(' ', stored.LimitedNumbers)));
        await client.UpdateAsync(new LeadUpdate(id).ClearLimitedText().ClearLimitedNumber().ClearLimitedNumbers());
        stored = (await client.GetAsync<Lead>(id))!;
        Assert.Equal(((string?)null, (decimal?)null, 0), (stored.LimitedText, stored.LimitedNumber, stored.LimitedNumbers.Count));
    }

    [Fact]
    public async Task Row38_a_new_lead_that_becomes_a_deal()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(
            Path.Combine(AppContext.BaseDirectory, "portal"), new PortalEmulatorOptions { IsSimpleCrmMode = true });
        using var client = new Bitrix24Client(new Bitrix24ClientOptions { Api = fixture.Api, Webhook = portal.Webhook.ToString(), Limits = PortalLimits.None });
        using var http = new HttpClient();
        var call = new { fields = new Dictionary<string, object> { ["NAME"] = "Иван", [LeadFields.Codes.Demanded] = "да" } };
        using HttpResponseMessage response = await http.PostAsJsonAsync(new Uri(portal.Webhook, "crm.lead.add"), call);
        long id = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("result").GetInt64();
        Assert.Equal("CONVERTED", portal.GetStoredValue(id, "STATUS_ID"));
        portal.ClearJournal();

        CrmCreateReply created = await client.CreateAsync(new LeadDraft().SetName("Иван").SetDemanded("да"));
        Assert.True(created.RecordId > id);
        Assert.True(created.IsSimpleCrmMode);
        Assert.Equal("CONVERTED", portal.GetStoredValue(created.RecordId, "STATUS_ID"));

        // A lead without a name does not become a deal, but people don't see it. The mode is read once.
        created = await client.CreateAsync(new LeadDraft().SetDemanded("да"));
        Assert.True(created.IsSimpleCrmMode);
        Assert.Equal("NEW", portal.GetStoredValue(created.RecordId, "STATUS_ID"));
        Assert.Equal(["crm.settings.mode.get", fixture.Api.Method("add"), fixture.Api.Method("add")], portal.Journal.Select(static c => c.Method));

        // If the mode can't be read, it is unknown.
        using var other = new Bitrix24Client(new Bitrix24ClientOptions { Api = fixture.Api, Webhook = portal.Webhook.ToString(), Limits = PortalLimits.None });
        portal.InjectFault(PortalFault.Error(404, "ERROR_METHOD_NOT_FOUND"), method: "crm.settings.mode.get");
        Assert.Null((await other.CreateAsync(new LeadDraft().SetName("Иван").SetDemanded("да"))).IsSimpleCrmMode);
        Assert.False((await fixture.Client.CreateAsync(new LeadDraft().SetName("Иван").SetDemanded("да"))).IsSimpleCrmMode);
    }

    [Theory]
    [InlineData("""{"n0": {"valueType": "WORK", "value": "+71"}}""")]
    [InlineData("""[{"valueType": "WORK", "value": "+71"}]""")]
    public async Task Row69_an_entry_of_an_item_without_its_field(string sent)
    {
        long id = fixture.AddLead();
        FieldResult result = Assert.Single(await fixture.UpdateItemUntypedAsync(id, $$"""{"fm": {{sent}}}"""));
        Assert.Equal((FieldOutcome.Dropped, true), (result.Outcome, result.Reason is not null));
        Assert.Empty((await fixture.ReadAsync(id)).Phone);

        Assert.Equal("+71", Assert.Single((await fixture.UpdateAsync(new LeadUpdate(id).AddPhone("+71", PhoneType.Work), s_item)).Phone).Value);
        Assert.Equal("crm.item.update", fixture.LastUpdate(id).Method);
    }

    [Fact]
    public async Task Row70_a_list_of_entries_of_an_item_only_adds()
    {
        long id = AddLeadWithPhones("+71");
        Lead lead = await fixture.ReadAsync(id);
        await fixture.UpdateItemUntypedAsync(id, FormattableString.Invariant($$"""{"fm": [{"id": {{lead.Phone[0].Id}}, "typeId": "PHONE", "valueType": "WORK", "value": "+72"}]}"""));
        Assert.Equal(["+71", "+72"], (await fixture.ReadAsync(id)).Phone.Select(static p => p.Value));

        lead = await fixture.ReadAsync(id);
        Assert.Equal("+73", Assert.Single((await fixture.UpdateAsync(new LeadUpdate(id).ReplacePhone(lead, [lead.Phone[0] with { Value = "+73" }]), s_item)).Phone).Value);
        Assert.Equal("crm.item.update", fixture.LastUpdate(id).Method);
    }

    [Theory]
    [InlineData(LeadFields.Codes.StringOne, "")]
    [InlineData(LeadFields.Codes.StringOne, """, "useOriginalUfNames": "N" """)]
    [InlineData("ufCrm_1712000001", """, "useOriginalUfNames": "Y" """)]
    public async Task Row71_the_name_of_a_custom_field_of_an_item(string name, string option)
    {
        long id = fixture.AddLead();
        FieldResult result = Assert.Single(await fixture.UpdateItemUntypedAsync(id, $$"""{"{{name}}": "да"}""", option));
        Assert.Equal((FieldOutcome.Dropped, true), (result.Outcome, result.Reason is not null));

        Assert.Equal("да", (await fixture.UpdateAsync(new LeadUpdate(id).SetStringOne("да"), s_item)).StringOne);
        Assert.Equal("crm.item.update", fixture.LastUpdate(id).Method);
    }

    [Fact]
    public async Task Row72_an_empty_list_for_a_multiple_field_of_an_item()
    {
        long id = fixture.AddLead();
        await fixture.UpdateAsync(new LeadUpdate(id).SetStringMany(["а"]).SetEnumerationMany([EnumerationMany.Vtoroy]), s_item);
        Assert.All(
            await fixture.UpdateItemUntypedAsync(id, $$"""{"{{LeadFields.Codes.StringMany}}": [], "{{LeadFields.Codes.EnumerationMany}}": []}""", """, "useOriginalUfNames": "Y" """),
            static result => Assert.Equal(FieldOutcome.Dropped, result.Outcome));
        Assert.Equal([EnumerationMany.Vtoroy], (await fixture.ReadAsync(id)).EnumerationMany);

        Lead lead = await fixture.UpdateAsync(new LeadUpdate(id).SetName("Анна").SetStringMany([]).ClearEnumerationMany(), s_item);
        Assert.Equal(("Анна", 0, 0), (lead.Name, lead.StringMany.Count, lead.EnumerationMany.Count));
        Assert.Equal("crm.lead.update", fixture.LastUpdate(id).Method);
        await UpdateManyAsync(new LeadUpdate(id).SetStringMany(["б"]), new LeadUpdate(id).ClearStringMany());
        Assert.Empty((await fixture.ReadAsync(id)).StringMany);
    }

    [Fact]
    public async Task Row73_files_of_an_item()
    {
        long id = fixture.AddLead();
        const string Option = """, "useOriginalUfNames": "Y" """;
        FieldResult result = Assert.Single(await fixture.UpdateItemUntypedAsync(id, $$$"""{"{{{LeadFields.Codes.FileOne}}}": {"fileData": ["a.txt", "aGk="]}}""", Option));
        Assert.Equal(FieldOutcome.Dropped, result.Outcome);

        // Files that are not listed are deleted.
        await fixture.UpdateItemUntypedAsync(id, $$"""{"{{LeadFields.Codes.FileMany}}": [["a.txt", "aGk="], ["b.txt", "aGk="]]}""", Option);
        Lead lead = await fixture.ReadAsync(id);
        Assert.Equal((false, 2), (lead.FileOne is not null, lead.FileMany.Count));
        result = Assert.Single(await fixture.UpdateItemUntypedAsync(id, $$"""{"{{LeadFields.Codes.FileMany}}": [["c.txt", "aGk="]]}""", Option));
        Assert.Equal(FieldOutcome.Changed, result.Outcome);
        Assert.DoesNotContain((await fixture.ReadAsync(id)).FileMany, f => f.Id == lead.FileMany[0].Id);

        AssertHasNoMethod("SetFileOne", "ClearFileOne", "SetFileMany");
        Assert.Single((await fixture.UpdateAsync(new LeadUpdate(id).SetName("Анна"), s_item)).FileMany);
    }

    [Fact]
    public async Task Row74_the_address_of_an_item()
    {
        long id = fixture.AddLead();
        FieldResult result = Assert.Single(await fixture.UpdateItemUntypedAsync(id, """{"addressCity": "Пермь"}"""));
        Assert.Equal((FieldOutcome.Dropped, true), (result.Outcome, result.Reason is not null));

        var address = new CrmAddress { City = "Пермь" };
        Assert.True((await fixture.Client.UpdateAsync(new LeadUpdate(id).SetName("Анна").SetAddress(address), s_item)).WasSent);
        Assert.Equal("crm.lead.update", fixture.LastUpdate(id).Method);
        Lead lead = await fixture.ReadAddressAsync(id);
        Assert.Equal(("Анна", address), (lead.Name, lead.GetAddress()));

        // An address that was not read is not empty.
        lead = (await fixture.Client.GetAsync<Lead>(id, LeadApi.Item))!;
        Assert.False(lead.Contains(LeadFields.AddressCity) || lead.Contains(LeadFields.Address));
        Assert.Throws<CrmFieldNotReadException>(() => lead.AddressCity);
        Assert.Equal("Пермь", (await fixture.Client.ListAsync<Lead>(
            new CrmQuery().Select(LeadFields.AddressCity).Where(LeadFields.Id.Is(id)), LeadApi.Item).SingleAsync()).AddressCity);
    }

    [Fact]
    public async Task Row75_a_value_outside_fields()
    {
        long id = fixture.AddLead();
        const string Outside = """, "name": "Анна", "params": {"REGISTER_SONET_EVENT": "Y"} """;
        await fixture.UpdateItemUntypedAsync(id, """{"post": "Менеджер"}""", Outside);
        Assert.Equal(["name", "params"], fixture.LastUpdate(id).Parameters.Where(static p => p.Outcome == FieldOutcome.Dropped).Select(static p => p.Code));
        await fixture.UpdateUntypedAsync(id, """{"POST": "Менеджер"}""", """, "NAME": "Анна" """);
        Assert.Contains(fixture.LastUpdate(id).Parameters, static p => p is { Code: "NAME", Outcome: FieldOutcome.Dropped });
        Assert.Null((await fixture.ReadAsync(id)).Name);

        Assert.Equal("Анна", (await fixture.UpdateAsync(new LeadUpdate(id).SetName("Анна"), s_item)).Name);
        Assert.Empty(fixture.LastUpdate(id).Parameters);

        // crm.item.update has no options for side effects.
        await fixture.UpdateAsync(new LeadUpdate(id).SetName("Пётр"), s_item with { RegisterSonetEvent = true });
        Assert.Equal("crm.lead.update", fixture.LastUpdate(id).Method);
    }

    [Fact]
    public async Task Row76_tags_in_comments_of_an_item()
    {
        long id = fixture.AddLead();
        FieldResult result = Assert.Single(await fixture.UpdateItemUntypedAsync(id, """{"comments": "<b>Срочно</b>"}"""));
        Assert.Equal((FieldOutcome.Changed, "Срочно"), (result.Outcome, (await fixture.ReadAsync(id)).Comments));

        Assert.Contains("[b]Срочно[/b]", (await fixture.UpdateAsync(new LeadUpdate(id).SetComments("<b>Срочно</b>"), s_item)).Comments, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("crm.lead.update", fixture.LastUpdate(id).Method);
        Assert.Equal("[b]Да[/b]", (await fixture.UpdateAsync(new LeadUpdate(id).SetComments("[b]Да[/b]"), s_item)).Comments);
        Assert.Equal("crm.item.update", fixture.LastUpdate(id).Method);
    }

    [Fact]
    public async Task Row77_contacts_that_are_not_in_the_new_list()
    {
        long id = fixture.AddLead();
        await fixture.Client.ReplaceContactsAsync<Lead>(id, [7, 31]);
        await fixture.Client.CallAsync("crm.lead.contact.items.set", new JsonObject { ["id"] = id, ["items"] = new JsonArray(new JsonObject { ["CONTACT_ID"] = 5 }) });
        IReadOnlyList<CrmContactLink> contacts = await fixture.Client.GetContactsAsync<Lead>(id);
        Assert.Equal([5L], contacts.Select(static c => c.ContactId));

        await Assert.ThrowsAsync<ArgumentException>("contactIds", () => fixture.Client.ReplaceContactsAsync<Lead>(id, []));
        await fixture.Client.ReplaceContactsAsync<Lead>(id, contacts.Select(static c => c.ContactId).Append(7));
        Assert.Equal([5L, 7L], (await fixture.Client.GetContactsAsync<Lead>(id)).Select(static c => c.ContactId));
    }

    [Fact]
    public async Task Row78_product_rows_that_are_not_in_the_new_list()
    {
        long id = fixture.AddLead();
        CrmProductRow first = await fixture.Client.AddProductRowAsync<Lead>(id, new CrmProductRow { ProductName = "Доставка", Price = 300 });
        await fixture.Client.CallAsync("crm.item.productrow.set", new JsonObject
        {
            ["ownerType"] = "L", ["ownerId"] = id, ["productRows"] = new JsonArray(new JsonObject { ["productName"] = "Монтаж", ["price"] = 1000 }),
        });
        CrmProductRow second = Assert.Single(await fixture.Client.GetProductRowsAsync<Lead>(id));
        Assert.NotEqual(first.Id, second.Id);

        CrmProductRow third = await fixture.Client.AddProductRowAsync<Lead>(id, new CrmProductRow { ProductName = "Доставка", Price = 300 });
        CrmProductRow changed = await fixture.Client.UpdateProductRowAsync<Lead>(new CrmProductRow { Id = second.Id, RecordId = id, Price = 900 });
        Assert.Equal([changed, third], await fixture.Client.GetProductRowsAsync<Lead>(id));
    }

    [Fact]
    public async Task Row79_elements_after_the_first_page()
    {
        long id = fixture.AddLead();
        await fixture.Client.ReplaceProductRowsAsync<Lead>(id, Enumerable.Range(1, 51).Select(static i => new CrmProductRow { Price = i }));
        JsonElement rows = await fixture.Client.CallAsync("crm.item.productrow.list", new JsonObject { ["filter"] = new JsonObject { ["=ownerType"] = "L", ["=ownerId"] = id } });
        Assert.Equal(50, rows.GetProperty("productRows").GetArrayLength());
        Assert.Equal(51, (await fixture.Client.GetProductRowsAsync<Lead>(id)).Count);

        string name = Guid.NewGuid().ToString("N");
        for (int i = 0; i < 51; i++)
        {
            fixture.AddLead(("NAME", name));
        }

        CrmQuery query = new CrmQuery().Select(LeadFields.Id).Where(LeadFields.Name.Is(name));
        JsonElement leads = await fixture.Client.CallAsync("crm.lead.list", new JsonObject { ["filter"] = new JsonObject { ["NAME"] = name } });
        Assert.Equal(50, leads.GetArrayLength());
        CrmPage<Lead> page = await fixture.Client.GetPageAsync<Lead>(query);
        Assert.Equal((50, 51, 50), (page.Records.Count, page.Total, page.Next));
        Assert.Equal(51, await fixture.Client.ListAsync<Lead>(query).CountAsync());
    }

    private long AddLeadWithPhones(params string[] phones) => fixture.Portal.AddLead(phones.Select(p => KeyValuePair.Create("PHONE", p)));

    private async Task<int> CountUntypedAsync(long id, string key, object item)
    {
        using var http = new HttpClient();
        var call = new { filter = new Dictionary<string, object> { [key] = new[] { item }, ["ID"] = id } };
        using HttpResponseMessage response = await http.PostAsJsonAsync(new Uri(fixture.Portal.Webhook, "crm.lead.list"), call);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("result").GetArrayLength();
    }

    private ValueTask<Lead> ReadAsync(long id, params CrmField[] fields) =>
        fixture.Client.ListAsync<Lead>(new CrmQuery().Select(fields).Where(LeadFields.Id.Is(id))).SingleAsync();

    private Task BatchUntypedAsync(params string[] commands) => BatchUntypedAsync(commands, halt: 0);

    private async Task BatchUntypedAsync(string[] commands, int halt)
    {
        using var http = new HttpClient();
        var call = new { halt, cmd = commands.Select((command, i) => (Key: $"c{i}", command)).ToDictionary(c => c.Key, c => c.command) };
        using HttpResponseMessage response = await http.PostAsJsonAsync(new Uri(fixture.Portal.Webhook, "batch"), call);
        Assert.True(response.IsSuccessStatusCode);
    }

    private ValueTask<CrmUpdateResult[]> UpdateManyAsync(params LeadUpdate[] updates) => fixture.Client.UpdateManyAsync(updates).ToArrayAsync();

    private async Task AssertDropped(long id, string fields) => Assert.All(
        await fixture.UpdateUntypedAsync(id, fields),
        result =>
        {
            Assert.Equal(FieldOutcome.Dropped, result.Outcome);
            Assert.False(string.IsNullOrEmpty(result.Reason));
        });

    private static void AssertHasNoMethod(params string[] names) =>
        Assert.All(names, name => Assert.Empty(typeof(LeadUpdate).GetMember(name)));

    private static void AssertParameter<T>(string method) =>
        Assert.Equal(typeof(T), Assert.Single(typeof(LeadUpdate).GetMethod(method)!.GetParameters()).ParameterType);
}

public sealed class ClassicSilentLossTests(ClassicPortal fixture) : SilentLossTests(fixture), IClassFixture<ClassicPortal>;

public sealed class ItemSilentLossTests(ItemPortal fixture) : SilentLossTests(fixture), IClassFixture<ItemPortal>;
