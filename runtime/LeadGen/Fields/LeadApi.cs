namespace LeadGen;

/// <summary>Specifies the API through which a client reads and writes records. Updates, drafts, queries and read models are the same for both.</summary>
/// <remarks>
/// <c>crm.item.*</c> does not carry everything: the address, for example. An update, a draft or a query with something that it does not carry is sent
/// as a whole through <see cref="Classic"/>, so that nothing is lost and each update is still one call with one result.
/// </remarks>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/universal/index.html"/>
public enum LeadApi
{
    /// <summary><c>crm.lead.*</c>, the default. It carries every field of a record. Bitrix24 no longer extends it.</summary>
    Classic,

    /// <summary><c>crm.item.*</c> with the <c>entityTypeId</c> of records. It checks more values and returns the stored record after each change.</summary>
    Item,
}
