namespace LeadGen;

/// <summary>Represents the methods of an API for one entity of the CRM.</summary>
internal sealed class CrmMethods(string prefix)
{
    public string Add { get; } = prefix + ".add";

    public string Update { get; } = prefix + ".update";

    public string Get { get; } = prefix + ".get";

    public string List { get; } = prefix + ".list";

    public string Delete { get; } = prefix + ".delete";

    public string Fields { get; } = prefix + ".fields";

    /// <summary>Gets the methods of <c>crm.item.*</c>, which are the same for all entities.</summary>
    public static CrmMethods Item { get; } = new("crm.item");
}
