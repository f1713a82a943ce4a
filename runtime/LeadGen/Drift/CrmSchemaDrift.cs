using System.Globalization;

namespace LeadGen;

/// <summary>How far a portal's fields have moved away from the schema that a program was compiled with.</summary>
/// <remarks>
/// Compared is what the compiled fields know: codes, types, flags, and the items of list fields. Labels are not, because
/// each user gets them in a language of their own; neither are dictionaries and limits.
/// </remarks>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-fields.html"/>
public sealed class CrmSchemaDrift
{
    internal CrmSchemaDrift(string portal, IReadOnlyList<CrmSchemaDifference> differences)
    {
        Portal = portal;
        Differences = differences;
    }

    /// <summary>The portal that was asked: <c>acme.bitrix24.ru</c>.</summary>
    public string Portal { get; }

    /// <summary>The differences, by code.</summary>
    public IReadOnlyList<CrmSchemaDifference> Differences { get; }

    /// <summary>Whether there is no difference.</summary>
    public bool IsEmpty => Differences.Count == 0;

    /// <summary>Whether the portal loses or misreads, without a word, what the compiled code can write.</summary>
    public bool LosesWrites => Differences.Any(static d => d.LosesWrites);

    /// <summary>The portal, and a line for each difference; fit for a log.</summary>
    public override string ToString() => IsEmpty
        ? $"{Portal} has the fields of the compiled schema."
        : string.Join('\n', Differences.Select(static d => d.ToString()).Prepend(string.Create(
            CultureInfo.InvariantCulture,
            $"{Portal} differs from the compiled schema; differences: {Differences.Count}, of which lose writes: {Differences.Count(static d => d.LosesWrites)}.")));
}
