namespace LeadGen;

/// <summary>One way in which a portal's fields differ from the compiled schema. Holds no value of a lead.</summary>
/// <param name="Code">The field's code: <c>TITLE</c>, <c>UF_CRM_1699887766</c>.</param>
/// <param name="Label">What people call the field: in the compiled schema or, for an added field, on the portal.</param>
/// <param name="Kind">What differs.</param>
/// <param name="ItemId">
/// The id of the item that was added or removed; <see langword="null"/> for other kinds, and for the one difference that counts
/// the items that were added to a list after the first 100.
/// </param>
/// <param name="LosesWrites">Whether the portal loses or misreads, without a word, what the compiled code writes to the field.</param>
/// <param name="Message">What the portal does with a write, and what to do about it.</param>
public sealed record CrmSchemaDifference(
    string Code, string Label, CrmSchemaDifferenceKind Kind, long? ItemId, bool LosesWrites, string Message)
{
    /// <summary>The difference in one line, fit for a log.</summary>
    public override string ToString() => $"{CrmField.Describe(Code, Label)}: {Kind}{(LosesWrites ? ", loses writes" : "")}. {Message}";
}
