namespace LeadGen;

/// <summary>Specifies the API through which a client reads and writes records. Updates, drafts, queries and read models are the same for both.</summary>
/// <remarks>
/// Neither API supports everything. For example, <c>crm.item.*</c> does not support the address, and <c>crm.lead.*</c> does not support observers. An
/// update, a draft or a query with something that only the other API supports is sent as a whole through that API, so that nothing is lost and each
/// update is still one call with one result. If neither API supports the whole call, an <see cref="ArgumentException"/> is thrown.
/// </remarks>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/universal/index.html"/>
public enum LeadApi
{
    /// <summary><c>crm.lead.*</c>, the default. It supports all fields of <c>crm.lead.fields</c>. Bitrix24 no longer extends it.</summary>
    Classic,

    /// <summary><c>crm.item.*</c> with the <c>entityTypeId</c> of leads. With it, a portal checks more values and returns the stored record after each change.</summary>
    Item,
}
