namespace LeadGen;

/// <summary>
/// The exception that is thrown when a field is read whose value is unknown: it was neither requested from the portal nor assigned.
/// </summary>
/// <remarks>
/// Add the field to <see cref="CrmQuery.Select"/> of the query, or check <see cref="CrmRecord.Contains"/> first. <c>GetAsync</c>,
/// <c>GetManyAsync</c> and a query without a selection request all fields that the API has: <see cref="LeadApi.Item"/> does not return the address, and only it returns some others. A record with unknown fields can't be serialized or compared
/// by all its properties: copy the fields that you need to a type with only those.
/// </remarks>
public sealed class CrmFieldNotReadException : InvalidOperationException
{
    internal CrmFieldNotReadException(CrmField field, CrmRecord record, string selection)
        : base($"The value of {CrmValueException.Describe(field)} is unknown: " + (record.IsRead
            ? $"the field was neither requested from the portal nor assigned, or the portal did not return it. {GetRemedy(field, selection)}, or check Contains first."
            : "the record was not read from a portal, and the field was not assigned. Assign it, or check Contains first.")) => Code = field.Code;

    /// <summary>Initializes the exception for a read of the portal's value, for which assigned values do not count.</summary>
    internal CrmFieldNotReadException(string code, CrmField? field, CrmRecord record)
        : base($"The portal's value of {CrmField.Describe(code, field?.Label ?? code)} is unknown: "
            + (!record.IsRead ? "the record was not read from a portal."
                : field is { IsWriteOnly: true } ? "a portal accepts the field but never returns it."
                : "the field was not requested. Add it to Select of the query, or use a query without a selection.")) => Code = code;

    private static string GetRemedy(CrmField field, string selection) =>
        field.IsItemOnly ? $"Read the record with {nameof(LeadApi)}.{nameof(LeadApi.Item)}"
        : CrmAddress.IsPart(field.Code) ? $"Add {selection} to Select of the query, read the record with {nameof(LeadApi)}.{nameof(LeadApi.Classic)}"
        : $"Add {selection} to Select of the query";

    /// <summary>Gets the field's code.</summary>
    public string Code { get; }
}
