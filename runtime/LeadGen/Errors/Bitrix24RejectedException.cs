namespace LeadGen;

/// <summary>The exception that is thrown when the portal rejected the values, such as a required field without a value or an invalid e-mail address.</summary>
/// <remarks>
/// In most cases, nothing was changed. But a portal returns the same codes (empty or <c>ERROR_CORE</c>) if a step fails after it has saved the record:
/// product rows, links to other entities, history, actions of applications, handlers of events. If the text is not about a value that was
/// sent, read the record again; after <see cref="Bitrix24Client.CreateAsync(CrmDraft, CrmUpdateOptions?, CancellationToken)"/>, check whether the record exists.
/// </remarks>
public sealed class Bitrix24RejectedException : Bitrix24Exception
{
    internal Bitrix24RejectedException(string message, CallFailure failure, IReadOnlyList<CrmRejectedField>? fields = null)
        : base(message, failure) => Fields = fields ?? [];

    /// <summary>
    /// Gets the fields that the portal's text names by their label or code, including required fields without a value. Empty if it names none, or if
    /// the labels of the portal differ from those of the schema, for example because they are in another language.
    /// </summary>
    public IReadOnlyList<CrmRejectedField> Fields { get; }

    internal override Bitrix24Exception With(CallFailure failure) => new Bitrix24RejectedException(Reason, failure, Fields);

    internal Bitrix24RejectedException WithFields(IReadOnlyList<CrmRejectedField> fields) =>
        new($"{Reason} {(fields.Count == 1 ? "Field" : "Fields")}: {string.Join(", ", fields.Select(Describe))}.", Failure, fields);

    private static string Describe(CrmRejectedField field) =>
        field.Label == field.Code ? $"{field.Name} ({field.Code})" : $"{field.Name} ({field.Code}, {OneLine.Format(field.Label, 60)})";
}
