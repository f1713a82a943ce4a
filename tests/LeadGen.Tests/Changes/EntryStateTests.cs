using System.Text.Json;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Changes;

/// <summary>Tests entries of multi-value fields: several changes in one update, entries that were sent before, and two portals.</summary>
public sealed class EntryStateTests
{
    private const string Json = """
        {"ID": "42", "PHONE": [{"ID": "1", "VALUE": "+71", "VALUE_TYPE": "WORK"}, {"ID": "2", "VALUE": "+72", "VALUE_TYPE": "HOME"}]}
        """;

    private static readonly Lead s_lead = Given.Lead(Json);

    [Fact]
    public void Several_changes_of_one_update_are_combined()
    {
        // Each step changes the update and the model, which has the resulting entries by ID, and the new entries.
        (Action<LeadUpdate> Change, Action<SortedDictionary<long, string>, List<string>> Model)[] steps =
        [
            (u => u.AddPhone("+7", PhoneType.Work), (_, added) => added.Add("+7")),
            (u => u.ChangePhone(s_lead.Phone[0], "+73"), (kept, _) => kept[1] = "+73"),
            (u => u.RemovePhone(s_lead.Phone[0]), (kept, _) => kept.Remove(1)),
            (u => u.RemovePhone(s_lead.Phone[1]), (kept, _) => kept.Remove(2)),
            (u => u.ReplacePhone(s_lead, s_lead.Phone), (kept, added) => { kept[1] = "+71"; kept[2] = "+72"; added.Clear(); }),
            (u => u.ReplacePhone(s_lead, []), (kept, added) => { kept.Clear(); added.Clear(); }),
            (u => u.ReplacePhone(s_lead, [s_lead.Phone[1] with { Value = "+74" }, new("+8", PhoneType.Work)]), (kept, added) => { kept.Clear(); kept[2] = "+74"; added.Clear(); added.Add("+8"); }),
        ];
        for (int i = 0; i < steps.Length * steps.Length * steps.Length; i++)
        {
            var update = new LeadUpdate(42);
            SortedDictionary<long, string> kept = new() { [1] = "+71", [2] = "+72" };
            List<string> added = [];
            foreach (int step in new[] { i % steps.Length, i / steps.Length % steps.Length, i / steps.Length / steps.Length })
            {
                steps[step].Change(update);
                steps[step].Model(kept, added);
            }

            SortedDictionary<long, string> stored = new() { [1] = "+71", [2] = "+72" };
            List<string> storedNew = [];
            using JsonDocument sent = JsonDocument.Parse(Given.Fields(update));
            foreach (JsonElement entry in sent.RootElement.TryGetProperty("PHONE", out JsonElement phone) ? phone.EnumerateArray().ToArray() : [])
            {
                if (!entry.TryGetProperty("ID", out JsonElement id))
                {
                    storedNew.Add(entry.GetProperty("VALUE").GetString()!);
                }
                else if (entry.TryGetProperty("DELETE", out _))
                {
                    stored.Remove(id.GetInt64());
                }
                else
                {
                    stored[id.GetInt64()] = entry.GetProperty("VALUE").GetString()!;
                }
            }

            Assert.Equal(kept, stored);
            Assert.Equal(added, storedNew);
        }
    }

    [Fact]
    public void Replace_discards_the_entries_of_a_difference()
    {
        Lead after = s_lead.Copy();
        after.Phone = [];
        Assert.True(LeadUpdate.FromChanges(s_lead, after).ReplacePhone(s_lead, s_lead.Phone).IsEmpty);
    }

    [Theory]
    [InlineData("""{"ID": "42", "PHONE": [{"VALUE": "+71", "VALUE_TYPE": "WORK"}]}""")]
    [InlineData("""{"ID": "42", "PHONE": [{"id": "7", "VALUE": "+71", "VALUE_TYPE": "WORK"}]}""")]
    public void Entries_that_were_read_without_an_ID_are_not_replaced(string json)
    {
        Lead lead = Given.Lead(json);
        var update = new LeadUpdate(42);
        Assert.Throws<CrmValueException>(() => update.ReplacePhone(lead, []));
        Assert.Throws<CrmValueException>(() => update.ReplacePhone(lead, [.. lead.Phone, new("+7", PhoneType.Work)]));
        Assert.Throws<CrmValueException>(() => LeadUpdate.FromChanges(lead, new Lead { Phone = [.. lead.Phone, new("+7", PhoneType.Work)] }));
        Assert.True(update.IsEmpty);
    }

    // The expected results come from the portal's PHP classes, version 26.250.100.
    public static TheoryData<string, string, Action<LeadUpdate, Lead>, bool> Merges => new()
    {
        { "1:a 2:b", "exchange", (u, l) => u.ChangePhone(l.Phone[0], "b").ChangePhone(l.Phone[1], "a"), false },
        { "1:a 2:b", "exchange with blanks", (u, l) => u.ChangePhone(l.Phone[0], " b").ChangePhone(l.Phone[1], "a "), false },
        { "1:a 2:b", "exchange of a removed entry", (u, l) => u.ChangePhone(l.Phone[0], "b").RemovePhone(l.Phone[1]).AddPhone("a", PhoneType.Work), false },
        { "1:a 2:b 3:c", "rotation", (u, l) => u.ChangePhone(l.Phone[0], "b").ChangePhone(l.Phone[1], "c").ChangePhone(l.Phone[2], "a"), false },
        { "1:a 2:b 3:c", "exchange and an entry that is there", (u, l) => u.ChangePhone(l.Phone[0], "b").ChangePhone(l.Phone[1], "a").AddPhone("c", PhoneType.Work), false },
        { "1:a 2:b 5:a", "exchange next to an equal entry", (u, l) => u.ChangePhone(l.Phone[0], "b").ChangePhone(l.Phone[1], "a"), false },
        { "1:a 2:b 3:c", "exchange and another change", (u, l) => u.ChangePhone(l.Phone[0], "b").ChangePhone(l.Phone[1], "a").ChangePhone(l.Phone[2], "d"), true },
        { "1:a 2:b", "exchange and a new entry", (u, l) => u.ChangePhone(l.Phone[0], "b").ChangePhone(l.Phone[1], "a").AddPhone("c", PhoneType.Work), true },
        { "1:a 2:b", "two entries that become equal", (u, l) => u.ChangePhone(l.Phone[0], "b"), true },
        { "1:a 2:b", "one value moves", (u, l) => u.ChangePhone(l.Phone[0], "b").RemovePhone(l.Phone[1]), true },
        { "1:a 2:b", "the same value", (u, l) => u.ChangePhone(l.Phone[0], "a"), true },
        { "1:a 2:b", "removed and added", (u, l) => u.RemovePhone(l.Phone[0]).AddPhone("a", PhoneType.Work), true },
        { "1:a 5:a", "the first is removed", (u, l) => u.RemovePhone(l.Phone[0]), true },
        { "1:a 5:a", "the first is changed", (u, l) => u.ChangePhone(l.Phone[0], "b"), true },
        { "1:a 5:a", "the second gets the same value", (u, l) => u.ChangePhone(l.Phone[1], "a"), true },
        { "1:a 5:a", "one is kept by value", (u, l) => u.ReplacePhone(l, [new("a", PhoneType.Work)]), true },
        { "5:a 1:a", "the first is removed, in another order", (u, l) => u.RemovePhone(l.Phone[1]), true },
    };

    [Theory]
    [MemberData(nameof(Merges))]
    public void Changes_that_a_portal_would_not_apply_are_rejected(string phones, string what, Action<LeadUpdate, Lead> change, bool isSent)
    {
        Assert.NotEmpty(what);
        Lead lead = WithPhones(phones);
        var update = new LeadUpdate(42);
        change(update, lead);
        Exception? e = Record.Exception(() => Send(update));
        Assert.Equal((isSent, isSent ? null : "PHONE"), (e is null, (e as CrmValueException)?.Code));
    }

    [Fact]
    public void The_later_of_equal_entries_is_not_changed_or_removed()
    {
        Lead lead = WithPhones("1:a 2:b 5:a 7:a"), after = lead.Copy();
        after.Phone = [lead.Phone[0], lead.Phone[1]];
        Assert.All(
            new Func<LeadUpdate>[]
            {
                () => new LeadUpdate(42).RemovePhone(lead.Phone[3]), () => new LeadUpdate(42).ChangePhone(lead.Phone[2], "c"),
                () => new LeadUpdate(42).ChangePhone(lead.Phone[2], "a", PhoneType.Fax), () => new LeadUpdate(42).ReplacePhone(lead, [new("a", PhoneType.Work)]),
                () => new LeadUpdate(42).ReplacePhone(lead, [.. lead.Phone.Select(p => p with { Value = p.Value + "1" })]), () => LeadUpdate.FromChanges(lead, after),
            },
            change => Assert.Contains("as entry 1, and a portal", Assert.Throws<CrmValueException>(change).Message, StringComparison.Ordinal));
        Assert.Equal("""{"PHONE":[{"ID":1,"DELETE":"Y"}]}""", Given.Fields(new LeadUpdate(42).ReplacePhone(lead, [lead.Phone[1], new("a", PhoneType.Work), new("a", PhoneType.Work)])));

        // Another type, or another field.
        lead = Given.Lead("""
            {"ID": "42", "PHONE": [{"ID": "1", "VALUE": "a", "VALUE_TYPE": "WORK"}, {"ID": "2", "VALUE": "a", "VALUE_TYPE": "HOME"}],
             "WEB": [{"ID": "3", "VALUE": "a", "VALUE_TYPE": "WORK"}]}
            """);
        Assert.False(new LeadUpdate(42).RemovePhone(lead.Phone[1]).RemoveWeb(lead.Web[0]).IsEmpty);
    }

    private static Lead WithPhones(string phones) => Given.Lead($$"""
        {"ID": "42", "PHONE": [{{string.Join(", ", phones.Split(' ').Select(p => $$"""{"ID": "{{p.Split(':')[0]}}", "VALUE": "{{p.Split(':')[1]}}", "VALUE_TYPE": "WORK"}"""))}}]}
        """);

    [Fact]
    public void New_entries_that_were_sent_are_not_sent_again()
    {
        Lead read = Given.Lead(Json), form = read.Copy();
        form.Phone = [.. read.Phone, new("+7", PhoneType.Work)];
        Lead copy = form.Copy();
        LeadUpdate.FromChanges(read, form);
        Send(LeadUpdate.FromChanges(read, form));
        form.Title = "x";
        Lead again = Given.Lead(Json);
        foreach (Lead before in new[] { read, again })
        {
            Assert.Equal("PHONE", Assert.Throws<CrmValueException>(() => LeadUpdate.FromChanges(before, form)).Code);
            Assert.Equal("PHONE", Assert.Throws<CrmValueException>(() => LeadUpdate.FromChanges(before, copy)).Code);
        }

        form.Phone = [new("+8", PhoneType.Work)];
        Assert.Equal("PHONE", Assert.Throws<CrmValueException>(() => LeadUpdate.FromChanges(read, form)).Code);
        Assert.False(LeadUpdate.FromChanges(again, new Lead { Phone = [new("+8", PhoneType.Work)] }).IsEmpty);
    }

    [Fact]
    public void New_entries_are_sent_once_to_each_lead()
    {
        var form = new Lead { Phone = [new("+7", PhoneType.Work)] };
        Lead[] leads = [.. new[] { 42, 43 }.Select(static id => Given.Lead($$"""{"ID": "{{id}}"}"""))];
        foreach (Lead lead in leads)
        {
            LeadUpdate update = LeadUpdate.FromChanges(lead, form);
            Assert.Equal("""{"PHONE":[{"VALUE":"+7","VALUE_TYPE":"WORK"}]}""", Given.Fields(update));
            Send(update);
        }

        Assert.All(leads, lead => Assert.Throws<CrmValueException>(() => LeadUpdate.FromChanges(lead, form)));
    }

    [Fact]
    public void Data_of_two_portals_is_not_mixed()
    {
        Lead a = Given.CreateLead("a.bitrix24.ru", Json), b = Given.CreateLead("b.bitrix24.ru", Json);
        Assert.Throws<ArgumentException>(() => LeadUpdate.FromChanges(a, b));
        Assert.Throws<CrmValueException>(() => LeadUpdate.FromChanges(a, new Lead { Phone = [b.Phone[0]] }));
        LeadUpdate update = new LeadUpdate(42).RemovePhone(a.Phone[0]);
        foreach (Action change in new Action[] { () => update.ChangePhone(b.Phone[1], "+7"), () => update.RemovePhone(b.Phone[1]), () => update.ReplacePhone(b, []), () => update.ReplacePhone(a, b.Phone) })
        {
            string message = Assert.ThrowsAny<ArgumentException>(change).Message;
            Assert.Contains("a.bitrix24.ru", message, StringComparison.Ordinal);
            Assert.Contains("b.bitrix24.ru", message, StringComparison.Ordinal);
        }

        update.RemovePhone(s_lead.Phone[1]);
        Assert.Equal(("a.bitrix24.ru", """{"PHONE":[{"ID":1,"DELETE":"Y"},{"ID":2,"DELETE":"Y"}]}"""), (update.Portal, Given.Fields(update)));
    }

    [Fact]
    public async Task A_client_does_not_send_an_update_of_another_portal()
    {
        using Bitrix24Client client = new StubPortal(static (_, _) => throw new InvalidOperationException("A call was made."))
            .Client(new Bitrix24ClientOptions { Webhook = "https://b.bitrix24.ru/rest/1/abcdefgh12345678/" });
        LeadUpdate update = new LeadUpdate(42).RemovePhone(Given.CreateLead("a.bitrix24.ru", Json).Phone[0]);
        ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(() => client.UpdateAsync(update));
        Assert.Contains("a.bitrix24.ru", e.Message, StringComparison.Ordinal);
        Assert.Contains("b.bitrix24.ru", e.Message, StringComparison.Ordinal);

        List<CrmUpdateResult> outcomes = [];
        await foreach (CrmUpdateResult outcome in client.UpdateManyAsync([new LeadUpdate(1), update, new LeadUpdate(2)]))
        {
            outcomes.Add(outcome);
        }

        Assert.Equal([(1, CrmUpdateStatus.Unchanged), (42, CrmUpdateStatus.Invalid), (2, CrmUpdateStatus.Unchanged)], outcomes.Select(static o => (o.Update.RecordId, o.Status)));
        Assert.Equal(e.Message, outcomes[1].ValidationError?.Message);
    }

    private static void Send(LeadUpdate update)
    {
        var client = new RecordTracker();
        update.BeginSend(client);
        update.OnSent(client);
    }
}
