namespace LeadGen;

/// <summary>
/// The exception that is thrown when a field is read that was neither requested from the portal nor assigned, so that its value is unknown.
/// </summary>
/// <remarks>
/// Add the field to <see cref="LeadQuery.Select"/> of the query, or check <see cref="LeadRecord.Contains"/> first. <c>GetAsync</c>,
/// <c>GetManyAsync</c> and a query without a selection request all fields.
/// </remarks>
public sealed class LeadFieldNotReadException : InvalidOperationException
{
    internal LeadFieldNotReadException(LeadField field, string selection)
        : base($"The value of {LeadValueException.Describe(field)} is unknown: the field was neither requested from the portal nor assigned. "
            + $"Add {selection} to Select of the query, or check Contains first.") => Code = field.Code;

    /// <summary>Gets the field's code.</summary>
    public string Code { get; }
}
