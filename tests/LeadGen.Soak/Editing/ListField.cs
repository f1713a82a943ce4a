using LeadGen.Soak.Portal;

namespace LeadGen.Soak.Editing;

/// <summary>Edits a field with a list of values.</summary>
/// <param name="field">The field.</param>
/// <param name="make">Creates the item with the specified number.</param>
/// <param name="stored">Gets what a portal stores for an item.</param>
/// <param name="get">Reads the property.</param>
/// <param name="assign">Assigns the property.</param>
/// <param name="set">Calls the builder's Set method.</param>
/// <param name="clear">Calls the builder's Clear method.</param>
/// <typeparam name="T">The type of an item.</typeparam>
internal sealed class ListField<T>(
    CrmField field,
    Func<EditContext, int, T> make,
    Func<T, string> stored,
    Func<Lead, IReadOnlyList<T>> get,
    Action<Lead, IReadOnlyList<T>> assign,
    Action<LeadUpdate, IEnumerable<T>> set,
    Action<LeadUpdate> clear) : EditedField
{
    private const int MaxListLength = 6;

    private readonly string _code = field.Code;

    public override IReadOnlyList<string> Codes { get; } = [field.Code];

    public override Operation Edit(EditContext context) => context.IsRequested(_code) && context.Chance(0.5) ? Extend(context, mustBeRejected: false) : Replace(context);

    public override Operation? EditUnread(EditContext context) => context.IsRequested(_code) ? null : Extend(context, mustBeRejected: true);

    public override string? CheckRead(Lead lead, EditContext context)
    {
        string read = ModelState.Join(get(lead).Select(stored));
        string expected = context.Read.Values[_code];
        return read == expected ? null : $"{_code} was read as '{read}' instead of '{expected}'";
    }

    public override (Patch Patch, Dictionary<string, object> Fields) Overwrite(EditContext context)
    {
        string[] items = [.. MakeItems(context, 1 + context.Random.Next(2)).Select(stored)];
        var patch = new Patch();
        patch.SetList(_code, items);
        return (patch, new() { [_code] = items });
    }

    private Operation Replace(EditContext context)
    {
        T[] items = [.. MakeItems(context, context.Random.Next(4))];
        string wanted = ModelState.Join(items.Select(stored));
        return new Operation(
            items.Length == 0 ? "emptied list" : "new list",
            MustBeRejected: false,
            (_, after, update) => Write(context, after, update, items),
            patch =>
            {
                if (!context.IsByRecord || !context.IsRequested(_code) || context.Read.Values[_code] != wanted)
                {
                    patch.SetList(_code, items.Select(stored));
                }
            });
    }

    // Removes the first item, because a list that grows in each round would dominate the run.
    private Operation Extend(EditContext context, bool mustBeRejected)
    {
        T item = make(context, 0);
        string[] read = ModelState.Split(context.Read.Values[_code]);
        int skipped = read.Length >= MaxListLength ? 1 : 0;
        return new Operation(
            "extended list",
            mustBeRejected,
            (before, after, update) => Write(context, after, update, [.. get(before).Skip(skipped), item]),
            patch => patch.SetList(_code, [.. read.Skip(skipped), stored(item)]));
    }

    private void Write(EditContext context, Lead after, LeadUpdate update, T[] items)
    {
        if (context.IsByRecord)
        {
            assign(after, items);
        }
        else if (items.Length == 0)
        {
            clear(update);
        }
        else
        {
            set(update, items);
        }
    }

    private IEnumerable<T> MakeItems(EditContext context, int count) => Enumerable.Range(0, count).Select(part => make(context, part)).DistinctBy(stored);
}
