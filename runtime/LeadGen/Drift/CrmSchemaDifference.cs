namespace LeadGen;

/// <summary>Represents one difference between a portal's fields and the compiled schema. It contains no value of a record.</summary>
/// <param name="Code">The field's code: <c>TITLE</c>, <c>UF_CRM_1699887766</c>.</param>
/// <param name="Label">The label of the field: in the compiled schema or, for an added field, on the portal.</param>
/// <param name="Kind">The kind of the difference.</param>
/// <param name="ItemId">
/// The ID of the item that was added or removed; <see langword="null"/> for other kinds, and for the difference that counts
/// the items that were added to a list after the first 100.
/// </param>
/// <param name="LosesWrites">Whether the portal silently loses or misreads values that the compiled code writes to the field.</param>
/// <param name="Message">The effect on writes, and how to fix it.</param>
public sealed record CrmSchemaDifference(
    string Code, string Label, CrmSchemaDifferenceKind Kind, long? ItemId, bool LosesWrites, string Message)
{
    /// <summary>Returns the difference on one line, for logs.</summary>
    public override string ToString() => $"{CrmField.Describe(Code, Label)}: {Kind}{(LosesWrites ? ", loses writes" : "")}. {Message}";
}
