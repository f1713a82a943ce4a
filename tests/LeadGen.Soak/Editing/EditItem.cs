using LeadGen.Soak.Portal;

namespace LeadGen.Soak.Editing;

/// <summary>One update: the intended changes, and the update that LeadGen built.</summary>
internal sealed class EditItem(long leadId)
{
    public long LeadId { get; } = leadId;

    /// <summary>The intended changes.</summary>
    public Patch Patch { get; } = new();

    /// <summary>Whether LeadGen must reject the changes before it sends anything.</summary>
    public bool MustBeRejected { get; private set; }

    /// <summary>The codes of all fields that the operations touch.</summary>
    public HashSet<string> Codes { get; } = new(StringComparer.Ordinal);

    /// <summary>The fields that the operations touch.</summary>
    public List<EditedField> Fields { get; } = [];

    /// <summary>The operations, for the statistics and for the report of a mismatch.</summary>
    public List<string> Names { get; } = [];

    /// <summary>The update that LeadGen built; <see langword="null"/> if it rejected the changes.</summary>
    public LeadUpdate? Update { get; private set; }

    /// <summary>Why LeadGen rejected the changes.</summary>
    public Exception? Rejection { get; private set; }

    public override string ToString() => $"lead {LeadId}, {string.Join(" + ", Names)}";

    /// <summary>Makes random changes to a lead that was read, and builds the update.</summary>
    public static EditItem Create(Lead before, EditContext context, Func<long> nextUnique, bool usesUnread)
    {
        var item = new EditItem(before.Id!.Value);
        Lead after = before.Copy();
        var update = new LeadUpdate(item.LeadId);
        EditedField[] fields = [.. EditedFields.All.OrderBy(f => context.Random.NextDouble() * (f.IsOftenEdited ? 0.3 : 1)).Take(context.Random.Next(1, 6))];
        var operations = new List<Operation>();
        foreach (EditedField field in fields)
        {
            EditContext own = context with { Unique = nextUnique() };
            Operation? unread = usesUnread ? field.EditUnread(own) : null;
            usesUnread &= unread is null;
            Operation operation = unread ?? field.Edit(own);
            operations.Add(operation);
            operation.Plan(item.Patch);
            item.Codes.UnionWith(field.Codes);
            item.Fields.Add(field);
            item.Names.Add($"{operation.Name} of {field.Codes[0]}{(operation.MustBeRejected ? " (must be rejected)" : "")}");
            item.MustBeRejected |= operation.MustBeRejected;
        }

        try
        {
            operations.ForEach(o => o.Apply(before, after, update));
            item.Update = context.IsByRecord ? LeadUpdate.FromChanges(before, after) : update;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or CrmValueException)
        {
            item.Rejection = e;
        }

        return item;
    }
}
