using LeadGen.Soak.Portal;

namespace LeadGen.Soak.Editing;

/// <summary>A field with one value.</summary>
/// <param name="field">The field.</param>
/// <param name="make">Creates a value.</param>
/// <param name="stored">Gets what a portal stores for the value.</param>
/// <param name="get">Reads the property.</param>
/// <param name="assign">Assigns the property.</param>
/// <param name="set">Calls the builder's Set method.</param>
/// <param name="clear">Calls the builder's Clear method; <see langword="null"/> for a field that is not cleared here.</param>
internal sealed class SingleField(
    CrmField field,
    Func<EditContext, object> make,
    Func<object, string> stored,
    Func<Lead, object?> get,
    Action<Lead, object?> assign,
    Action<LeadUpdate, object> set,
    Action<LeadUpdate>? clear) : EditedField
{
    private readonly string _code = field.Code;

    public override IReadOnlyList<string> Codes { get; } = [field.Code];

    public override Operation Edit(EditContext context)
    {
        if (context.IsByRecord && context.IsRequested(_code) && context.Chance(0.2))
        {
            return Reassign(mustBeRejected: false);
        }

        object? value = clear is not null && context.Chance(0.25) ? null : make(context);
        string wanted = value is null ? "" : ModelState.Normalize(stored(value));
        return new Operation(
            value is null ? "cleared value" : "new value",
            MustBeRejected: false,
            (_, after, update) =>
            {
                if (context.IsByRecord)
                {
                    assign(after, value);
                }
                else if (value is null)
                {
                    clear!(update);
                }
                else
                {
                    set(update, value);
                }
            },
            patch =>
            {
                // An assigned value is sent, unless the same value was read.
                if (!context.IsByRecord || !context.IsRequested(_code) || context.Read.Values[_code] != wanted)
                {
                    patch.Set(_code, wanted);
                    if (_code == LeadFields.Codes.Opportunity)
                    {
                        // Setting the amount makes it a manual amount.
                        patch.Set(LeadFields.Codes.IsManualOpportunity, "Y");
                    }
                }
            });
    }

    public override Operation? EditUnread(EditContext context) => context.IsByRecord && !context.IsRequested(_code) ? Reassign(mustBeRejected: true) : null;

    public override string? CheckRead(Lead lead, EditContext context)
    {
        string read = get(lead) is { } value ? ModelState.Normalize(stored(value)) : "";
        string expected = context.Read.Values[_code];
        return read == expected ? null : $"{_code} was read as '{read}' instead of '{expected}'";
    }

    public override (Patch Patch, Dictionary<string, object> Fields) Overwrite(EditContext context)
    {
        object value = make(context);
        var patch = new Patch();
        patch.Set(_code, stored(value));
        return (patch, new() { [_code] = value is DateTimeOffset ? stored(value) + "+00:00" : stored(value) });
    }

    private Operation Reassign(bool mustBeRejected) => new("reassigned value", mustBeRejected, (before, after, _) => assign(after, get(before)), static _ => { });
}
