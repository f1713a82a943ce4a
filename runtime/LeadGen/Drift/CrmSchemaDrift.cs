using System.Globalization;

namespace LeadGen;

/// <summary>Represents the differences between a portal's fields and the schema that a program was compiled with.</summary>
/// <remarks>
/// Codes, types, flags and the items of list fields are compared. Labels are not, because they depend on the user's language, and neither
/// are dictionaries and limits.
/// </remarks>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-fields.html"/>
public sealed class CrmSchemaDrift
{
    internal CrmSchemaDrift(string portal, IReadOnlyList<CrmSchemaDifference> differences)
    {
        Portal = portal;
        Differences = differences;
    }

    /// <summary>Gets the host of the portal: <c>acme.bitrix24.ru</c>.</summary>
    public string Portal { get; }

    /// <summary>Gets the differences, by code.</summary>
    public IReadOnlyList<CrmSchemaDifference> Differences { get; }

    /// <summary>Gets whether the fields of the portal match the schema.</summary>
    public bool IsEmpty => Differences.Count == 0;

    /// <summary>Gets whether the portal silently loses or misreads values that the compiled code can write.</summary>
    public bool LosesWrites => Differences.Any(static d => d.LosesWrites);

    /// <summary>Returns the portal and a line for each difference, for logs.</summary>
    public override string ToString() => IsEmpty
        ? $"{Portal} has the fields of the compiled schema."
        : string.Join('\n', Differences.Select(static d => d.ToString()).Prepend(string.Create(
            CultureInfo.InvariantCulture,
            $"{Portal} differs from the compiled schema; differences: {Differences.Count}, of which lose writes: {Differences.Count(static d => d.LosesWrites)}.")));
}
