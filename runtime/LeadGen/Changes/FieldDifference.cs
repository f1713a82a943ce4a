namespace LeadGen;

/// <summary>
/// Records the change of a field from one state of a record to another in an update. The field is known in <paramref name="after"/>; if it
/// is unknown in <paramref name="before"/>, it was assigned in <paramref name="after"/>.
/// </summary>
internal sealed class FieldDifference(CrmRecord before, CrmRecord after, CrmUpdate into) : ICrmFieldVisitor
{
    public void Visit<T>(CrmField<T> field)
    {
        bool has = after.TryGet(field, out T? now) && !field.Format.IsEmpty(now!);
        bool isSame;
        try
        {
            bool had = before.TryGet(field, out T? old) && !field.Format.IsEmpty(old!);
            isSame = has ? had && field.Format.AreEqual(old!, now!) : !had && before.IsKnown(field);
        }
        catch (CrmFieldFormatException) when (after.IsAssigned(field))
        {
            // The assigned value replaces the value that can't be read.
            isSame = false;
        }

        if (!isSame && has)
        {
            into.AddSet(field, now!);
        }
        else if (!isSame)
        {
            into.AddClear(field);
        }
    }

    public void VisitEntries<TType>(CrmMultiField<TType> field)
        where TType : MultiFieldType<TType>, new()
    {
        if (!before.IsKnown(field))
        {
            throw CrmUpdate.EntriesNotRead(field);
        }

        before.TryGetRead(field, out IReadOnlyList<MultiFieldEntry<TType>>? old);
        after.TryGet(field, out IReadOnlyList<MultiFieldEntry<TType>>? now);
        if (!(old ?? []).SequenceEqual(now ?? []))
        {
            into.AddReplace(field, old ?? [], now ?? [], after.FindAssignment(field));
        }
    }
}
