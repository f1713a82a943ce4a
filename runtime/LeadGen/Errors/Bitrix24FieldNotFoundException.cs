namespace LeadGen;

/// <summary>
/// The exception that is thrown when the portal ignored a condition of a query, because its field was removed, or because the user of
/// the webhook or application may not see it. The portal found every record, so the client returns none of them.
/// </summary>
/// <remarks>
/// Fetch the schema again and remove the condition, or allow the user to see the field. The exception is thrown for custom fields and
/// links to smart processes. Records of earlier pages, when the portal still had the field, meet the condition.
/// </remarks>
public sealed class Bitrix24FieldNotFoundException : Bitrix24Exception
{
    internal Bitrix24FieldNotFoundException(string message, CallFailure failure, string fieldCode)
        : base(message, failure) => FieldCode = fieldCode;

    /// <summary>Gets the field's code.</summary>
    public string FieldCode { get; }

    internal override Bitrix24Exception With(CallFailure failure) => new Bitrix24FieldNotFoundException(Reason, failure, FieldCode);
}
