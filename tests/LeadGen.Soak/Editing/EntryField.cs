using System.Globalization;
using LeadGen.Soak.Portal;

namespace LeadGen.Soak.Editing;

/// <summary>A multi-value field.</summary>
/// <param name="field">The field.</param>
/// <param name="types">The types of entries that are used.</param>
/// <param name="get">Reads the property.</param>
/// <param name="assign">Assigns the property.</param>
/// <param name="add">Calls the builder's Add method.</param>
/// <param name="change">Calls the builder's Change method.</param>
/// <param name="remove">Calls the builder's Remove method.</param>
/// <param name="replace">Calls the builder's Replace method.</param>
/// <typeparam name="TType">The types of entries.</typeparam>
internal sealed class EntryField<TType>(
    CrmField field,
    TType[] types,
    Func<Lead, IReadOnlyList<MultiFieldEntry<TType>>> get,
    Action<Lead, IReadOnlyList<MultiFieldEntry<TType>>> assign,
    Action<LeadUpdate, string, TType> add,
    Action<LeadUpdate, MultiFieldEntry<TType>, string, TType> change,
    Action<LeadUpdate, MultiFieldEntry<TType>> remove,
    Action<LeadUpdate, Lead, IReadOnlyList<MultiFieldEntry<TType>>> replace) : EditedField
    where TType : MultiFieldType<TType>, new()
{
    private const int MaxEntries = 5;

    private readonly string _code = field.Code;

    public override IReadOnlyList<string> Codes { get; } = [field.Code];

    public override bool IsOftenEdited => true;

    public override Operation Edit(EditContext context)
    {
        List<ModelEntry> read = context.Read.Entries[_code];
        if (!context.IsRequested(_code))
        {
            // Only an addition does not need the entries that were read, and only the builder supports it.
            return context.IsByRecord ? new Operation("nothing", false, static (_, _, _) => { }, static _ => { }) : Add(context);
        }

        return context.IsByRecord ? Replace(context, mustBeRejected: false)
            : read.Count == 0 || context.Chance(0.2) ? (read.Count < MaxEntries ? Add(context) : Replace(context, mustBeRejected: false))
            : context.Random.Next(3) switch
            {
                0 => Change(context, mustBeRejected: false),
                1 => Remove(context, mustBeRejected: false),
                _ => Replace(context, mustBeRejected: false),
            };
    }

    public override Operation? EditUnread(EditContext context)
    {
        if (!context.IsRequested(_code))
        {
            return context.IsByRecord || context.Chance(0.4) || context.Read.Entries[_code].Count == 0 ? Replace(context, mustBeRejected: true)
                : context.Chance(0.5) ? Change(context, mustBeRejected: true)
                : Remove(context, mustBeRejected: true);
        }

        return context.Other is { } other && other.Read.Entries[_code].Count > 0 ? UseEntryOfOtherLead(context, other.Lead)
            : context.IsByRecord ? null
            : new Operation(
                "replaced entries of a record that was not read",
                MustBeRejected: true,
                (_, _, update) => replace(update, new Lead(), [New(context, 0)]),
                patch => Plan(patch, context.Read.Entries[_code], [.. context.Read.Entries[_code].Select(static e => e.Id!.Value)], [], [New(context, 0)]));
    }

    public override string? CheckRead(Lead lead, EditContext context)
    {
        List<ModelEntry> read = [.. get(lead).Select(static e => new ModelEntry(e.Id, e.Value, e.Type.Code))];
        return StateDifference.OfEntries(_code, context.Read.Entries[_code], read)?.Text;
    }

    public override (Patch Patch, Dictionary<string, object> Fields) Overwrite(EditContext context)
    {
        List<ModelEntry> read = context.Read.Entries[_code];
        var patch = new Patch();
        string type = types[0].Code;
        if (read.Count == 0 || (read.Count < MaxEntries && context.Chance(0.2)))
        {
            patch.AddEntry(_code, context.Text(), type);
            return (patch, Wire(new() { ["VALUE"] = context.Text(), ["VALUE_TYPE"] = type }));
        }

        ModelEntry entry = read[context.Random.Next(read.Count)];
        string id = entry.Id!.Value.ToString(CultureInfo.InvariantCulture);
        if (context.Chance(0.7))
        {
            patch.RemoveEntry(_code, entry.Id.Value);
            return (patch, Wire(new() { ["ID"] = id, ["DELETE"] = "Y" }));
        }

        patch.ChangeEntry(_code, entry.Id.Value, context.Text(), type);
        return (patch, Wire(new() { ["ID"] = id, ["VALUE"] = context.Text(), ["VALUE_TYPE"] = type }));
    }

    private Dictionary<string, object> Wire(Dictionary<string, string> entry) => new() { [_code] = new[] { entry } };

    private Operation Add(EditContext context)
    {
        MultiFieldEntry<TType> entry = New(context, 0);
        return new Operation(
            "added entry", MustBeRejected: false, (_, _, update) => add(update, entry.Value, entry.Type), patch => patch.AddEntry(_code, entry.Value, entry.Type.Code));
    }

    private Operation Change(EditContext context, bool mustBeRejected)
    {
        ModelEntry entry = Pick(context);
        MultiFieldEntry<TType> wanted = New(context, 0);
        return new Operation(
            "changed entry",
            mustBeRejected,
            (before, _, update) => ForEntry(before, entry, read => change(update, read, wanted.Value, wanted.Type)),
            patch => patch.ChangeEntry(_code, entry.Id!.Value, wanted.Value, wanted.Type.Code));
    }

    private Operation Remove(EditContext context, bool mustBeRejected)
    {
        ModelEntry entry = Pick(context);
        return new Operation(
            "removed entry",
            mustBeRejected,
            (before, _, update) => ForEntry(before, entry, read => remove(update, read)),
            patch => patch.RemoveEntry(_code, entry.Id!.Value));
    }

    /// <summary>Keeps, changes and removes entries of the record, and adds some.</summary>
    private Operation Replace(EditContext context, bool mustBeRejected)
    {
        List<ModelEntry> read = context.Read.Entries[_code];
        int choice = context.Random.Next(4);
        HashSet<long> removed = [.. read.Where(_ => read.Count >= MaxEntries ? context.Chance(0.7) : choice == 0 || context.Chance(0.25)).Select(static e => e.Id!.Value)];
        Dictionary<long, MultiFieldEntry<TType>> changed = read.Where(e => !removed.Contains(e.Id!.Value) && context.Chance(0.3))
            .Select((e, i) => (Id: e.Id!.Value, Entry: New(context, 10 + i))).ToDictionary(static e => e.Id, static e => e.Entry);
        MultiFieldEntry<TType>[] added = [.. Enumerable.Range(0, read.Count - removed.Count < MaxEntries ? context.Random.Next(3) : 0).Select(i => New(context, i))];
        return new Operation(
            "replaced entries",
            mustBeRejected,
            (before, after, update) =>
            {
                // Does not read the property if no entry is kept, as in `lead.Phone = [entry]`.
                IEnumerable<MultiFieldEntry<TType>> kept = removed.Count == read.Count ? []
                    : get(before).Where(e => !removed.Contains(e.Id!.Value)).Select(e => changed.TryGetValue(e.Id!.Value, out MultiFieldEntry<TType> wanted) ? e with { Value = wanted.Value, Type = wanted.Type } : e);
                MultiFieldEntry<TType>[] entries = [.. kept, .. added];
                if (context.IsByRecord)
                {
                    assign(after, entries);
                }
                else
                {
                    replace(update, before, entries);
                }
            },
            patch => Plan(patch, read, removed, changed, added));
    }

    private Operation UseEntryOfOtherLead(EditContext context, Lead other)
    {
        MultiFieldEntry<TType> wanted = New(context, 0);
        int variant = context.IsByRecord ? 3 : context.Random.Next(3);
        return new Operation(
            "entry of another lead",
            MustBeRejected: true,
            (before, after, update) =>
            {
                MultiFieldEntry<TType> entry = get(other)[0];
                switch (variant)
                {
                    case 0:
                        change(update, entry, wanted.Value, wanted.Type);
                        break;
                    case 1:
                        remove(update, entry);
                        break;
                    case 2:
                        replace(update, before, [.. get(before), entry]);
                        break;
                    default:
                        assign(after, [.. get(before), entry]);
                        break;
                }
            },
            static _ => { });
    }

    private void Plan(
        Patch patch, List<ModelEntry> read, HashSet<long> removed, Dictionary<long, MultiFieldEntry<TType>> changed, IEnumerable<MultiFieldEntry<TType>> added)
    {
        foreach (ModelEntry entry in read)
        {
            if (removed.Contains(entry.Id!.Value))
            {
                patch.RemoveEntry(_code, entry.Id.Value);
            }
            else if (changed.TryGetValue(entry.Id.Value, out MultiFieldEntry<TType> wanted))
            {
                patch.ChangeEntry(_code, entry.Id.Value, wanted.Value, wanted.Type.Code);
            }
        }

        foreach (MultiFieldEntry<TType> entry in added)
        {
            patch.AddEntry(_code, entry.Value, entry.Type.Code);
        }
    }

    // Like a real program, skips an entry that the record does not have.
    private void ForEntry(Lead lead, ModelEntry wanted, Action<MultiFieldEntry<TType>> action)
    {
        foreach (MultiFieldEntry<TType> entry in get(lead).Where(e => e.Id == wanted.Id))
        {
            action(entry);
        }
    }

    private ModelEntry Pick(EditContext context) => context.Read.Entries[_code][context.Random.Next(context.Read.Entries[_code].Count)];

    private MultiFieldEntry<TType> New(EditContext context, int part) => new(context.Text(part), types[(context.Unique + part) % types.Length]);
}
