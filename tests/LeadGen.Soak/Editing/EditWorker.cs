using System.Globalization;
using LeadGen.Soak.Portal;
using LeadGen.Testing;

namespace LeadGen.Soak.Editing;

/// <summary>A loop that reads some leads, changes them, sends the updates, and compares the portal's state with the intent.</summary>
internal sealed class EditWorker(EditPlan plan, int number, PortalEmulator portal, Bitrix24Client client, ConcurrentWriter otherWriter, EditResults ledger)
{
    private readonly Random _random = new(unchecked((plan.Seed * 1009) + number));
    private readonly long[] _leads = [.. Enumerable.Range(1 + (number * plan.LeadsPerWorker), plan.LeadsPerWorker).Select(static id => (long)id)];
    private int _made;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (ledger.Successes < plan.Results)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await RunRoundAsync(cancellationToken);
        }
    }

    private async Task RunRoundAsync(CancellationToken cancellationToken)
    {
        long[] ids = [.. _leads.OrderBy(_ => _random.Next()).Take(1 + _random.Next(plan.MaxLeadsPerRound))];
        CrmField[] selection = Chance(0.25) ? [] : [.. RandomSelection()];
        (Lead Lead, ModelState Read)[] read = await ReadAsync(ids, selection, cancellationToken);
        IReadOnlySet<string>? requested = selection.Length == 0 ? null : selection.Select(static f => f.Code).ToHashSet(StringComparer.Ordinal);

        var works = new List<LeadWork>();
        for (int i = 0; i < read.Length; i++)
        {
            (Lead lead, ModelState state) = read[i];
            var context = new EditContext(_random, 0, requested, state, Chance(0.6), read.Length > 1 ? read[(i + 1) % read.Length] : null);
            CheckRead(lead, context);
            EditItem[] items = [.. Enumerable.Range(0, Chance(0.1) ? 2 : 1).Select(_ => EditItem.Create(lead, context, NextUnique, usesUnread: Chance(0.12)))];
            if (items is [var first, var second] && (first.Codes.Overlaps(second.Codes) || second.Update?.IsEmpty == true))
            {
                // Two updates of the same field must not be made from one reading, and the second one must not be an empty difference.
                items = [first];
            }

            Array.ForEach(items, ledger.AddBuilt);
            works.Add(new LeadWork(lead.Id!.Value, state, items));
        }

        foreach (LeadWork work in works.Where(_ => Chance(0.35)))
        {
            await OverwriteBeforeSendAsync(work, cancellationToken);
        }

        Task during = Task.WhenAll(works.Where(_ => Chance(0.1)).Select(work => OverwriteDuringSendAsync(work, cancellationToken)));
        EditItem[] sent = [.. works.SelectMany(static w => w.Items).Where(static i => i.Update is not null)];
        Dictionary<EditItem, CrmUpdateStatus> results = Chance(0.75) ? await SendManyAsync(sent, cancellationToken) : await SendEachAsync(works, cancellationToken);
        await during;
        foreach (LeadWork work in works)
        {
            (EditItem Item, CrmUpdateStatus? Status)[] own =
                [.. work.Items.Where(static i => i.Update is not null).Select(i => (i, results.TryGetValue(i, out CrmUpdateStatus status) ? status : (CrmUpdateStatus?)null))];
            ledger.Check(work.State, own, ModelState.Read(portal, work.LeadId));
        }
    }

    private async Task<(Lead Lead, ModelState Read)[]> ReadAsync(long[] ids, CrmField[] selection, CancellationToken cancellationToken)
    {
        var leads = new Dictionary<long, Lead>();
        try
        {
            if (selection.Length > 0 || Chance(0.3))
            {
                ledger.Count("lists");
                await foreach (Lead lead in client.ListAsync<Lead>(new CrmQuery().Select(selection).Where(LeadFields.Id.IsAnyOf(ids)), cancellationToken))
                {
                    Add(lead.Id, lead);
                }
            }
            else if (ids.Length > 4)
            {
                ledger.Count("bulk reads");
                await foreach (CrmReadResult<Lead> outcome in client.GetManyAsync<Lead>(ids, cancellationToken))
                {
                    if (outcome.Record is not null || outcome.Error is null)
                    {
                        Add(outcome.Id, outcome.Record);
                    }
                    else
                    {
                        ledger.Count("failed reads");
                    }
                }
            }
            else
            {
                foreach (long id in ids)
                {
                    ledger.Count("single reads");
                    Add(id, await client.GetAsync<Lead>(id, cancellationToken));
                }
            }
        }
        catch (Bitrix24Exception)
        {
            ledger.Count("failed reads");
        }

        return [.. leads.Select(l => (l.Value, ModelState.Read(portal, l.Key)))];

        void Add(long? id, Lead? lead)
        {
            if (lead?.Id is { } own && own == id && ids.Contains(own) && leads.TryAdd(own, lead))
            {
                return;
            }

            ledger.AddWrongRead(string.Create(CultureInfo.InvariantCulture, $"lead {id} was read as {(lead is null ? "missing" : $"lead {lead.Id}")}"));
        }
    }

    private void CheckRead(Lead lead, EditContext context)
    {
        // A record must not contain values that were not requested.
        foreach (string code in lead.Codes.Where(code => code != LeadFields.Codes.Id && !context.IsRequested(code)))
        {
            ledger.AddWrongRead(string.Create(CultureInfo.InvariantCulture, $"lead {lead.Id}: {code} was read although it was not requested"));
        }

        foreach (EditedField field in EditedFields.All.Where(f => f.Codes.All(context.IsRequested)))
        {
            if (field.CheckRead(lead, context) is { } difference)
            {
                ledger.AddWrongRead(string.Create(CultureInfo.InvariantCulture, $"lead {lead.Id}: {difference}"));
            }
        }
    }

    private IEnumerable<CrmField> RandomSelection()
    {
        yield return LeadFields.Title;
        bool hasWholeAddress = Chance(0.35);
        HashSet<string> address = [.. EditedFields.All.OfType<AddressFields>().Single().Codes];
        HashSet<string> edited = [.. EditedFields.All.SelectMany(static f => f.Codes)];
        foreach (CrmField field in LeadFields.All.Where(f => edited.Contains(f.Code) && f.Code is not ("CONTACT_IDS" or "TITLE")))
        {
            if (address.Contains(field.Code) ? hasWholeAddress || Chance(0.3) : Chance(0.5))
            {
                yield return field;
            }
        }
    }

    /// <summary>Lets the other writer change a lead between reading and sending, often what the update changes too.</summary>
    private async Task OverwriteBeforeSendAsync(LeadWork work, CancellationToken cancellationToken)
    {
        (string Code, long Id)[] changed = [.. work.Items[0].Patch.ChangedEntries];
        List<EditedField> touched = work.Items[0].Fields;
        EditedField field = Chance(0.7) ? touched[_random.Next(touched.Count)] : EditedFields.All[_random.Next(EditedFields.All.Count)];
        (Patch patch, Dictionary<string, object> fields) = changed.Length > 0 && Chance(0.5) ? Delete(changed[0].Code, changed[0].Id) : field.Overwrite(CreateContext(work));
        ledger.Count("changes by the other writer before the sending");
        await otherWriter.WriteAsync(work.LeadId, patch, fields, work.State, cancellationToken);
        work.State = ModelState.Read(portal, work.LeadId);
    }

    private static (Patch Patch, Dictionary<string, object> Fields) Delete(string code, long id)
    {
        var patch = new Patch();
        patch.RemoveEntry(code, id);
        return (patch, new() { [code] = new[] { new Dictionary<string, string> { ["ID"] = id.ToString(CultureInfo.InvariantCulture), ["DELETE"] = "Y" } } });
    }

    /// <summary>Lets the other writer change a field that no update of the lead touches while they are sent.</summary>
    private async Task OverwriteDuringSendAsync(LeadWork work, CancellationToken cancellationToken)
    {
        EditedField[] free = [.. EditedFields.All.Where(f => !f.Codes.Any(code => work.Items.Any(i => i.Codes.Contains(code))))];
        (Patch patch, Dictionary<string, object> fields) = free[_random.Next(free.Length)].Overwrite(CreateContext(work));
        ModelState before = work.State;
        work.State = patch.Apply(before);
        ledger.Count("changes by the other writer during the sending");
        await otherWriter.WriteAsync(work.LeadId, patch, fields, before, cancellationToken);
    }

    private async Task<Dictionary<EditItem, CrmUpdateStatus>> SendManyAsync(EditItem[] items, CancellationToken cancellationToken)
    {
        var results = new Dictionary<EditItem, CrmUpdateStatus>();
        int taken = 0;
        try
        {
            var options = new CrmBulkOptions { BatchSize = 1 + _random.Next(50), MaxConcurrentBatches = 1 + _random.Next(4), MaxLinger = TimeSpan.Zero };
            await foreach (CrmUpdateResult outcome in client.UpdateManyAsync(Source(), options, cancellationToken))
            {
                if (!results.TryAdd(items[outcome.Index], outcome.Status))
                {
                    ledger.AddWrongResult($"{items[outcome.Index]}: second result {outcome.Status}");
                }
            }
        }
        catch (Bitrix24Exception e)
        {
            ledger.Count($"bulk runs that ended with {e.GetType().Name}");
        }

        foreach (EditItem item in items.Take(taken).Where(i => !results.ContainsKey(i)))
        {
            ledger.AddWrongResult($"{item}: no result");
        }

        return results;

        IEnumerable<CrmUpdate> Source()
        {
            foreach (EditItem item in items)
            {
                taken++;
                yield return item.Update!;
            }
        }
    }

    private async Task<Dictionary<EditItem, CrmUpdateStatus>> SendEachAsync(List<LeadWork> works, CancellationToken cancellationToken)
    {
        (EditItem Item, CrmUpdateStatus Status)[][] all = await Task.WhenAll(works.Select(SendAsync));
        return all.SelectMany(static r => r).ToDictionary(static r => r.Item, static r => r.Status);

        async Task<(EditItem Item, CrmUpdateStatus Status)[]> SendAsync(LeadWork work)
        {
            var own = new List<(EditItem Item, CrmUpdateStatus Status)>();
            foreach (EditItem item in work.Items.Where(static i => i.Update is not null))
            {
                try
                {
                    CrmUpdateReply reply = await client.UpdateAsync(item.Update!, cancellationToken);
                    own.Add((item, reply.WasSent ? CrmUpdateStatus.Updated : CrmUpdateStatus.Unchanged));
                }
                catch (Bitrix24Exception e)
                {
                    own.Add((item, e.IsOutcomeUnknown ? CrmUpdateStatus.Unknown : CrmUpdateStatus.Rejected));
                }
            }

            return [.. own];
        }
    }

    private EditContext CreateContext(LeadWork work) => new(_random, NextUnique(), null, work.State, IsByRecord: false, Other: null);

    // Ten numbers for each operation, because a value can have several parts. Loops never share a number.
    private long NextUnique() => 1_000 + ((((long)_made++ * plan.Workers) + number) * 10);

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private sealed class LeadWork(long leadId, ModelState state, EditItem[] items)
    {
        public long LeadId { get; } = leadId;

        /// <summary>Gets or sets the state of the lead without the updates that are being sent.</summary>
        public ModelState State { get; set; } = state;

        public EditItem[] Items { get; } = items;
    }
}
