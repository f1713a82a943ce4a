namespace LeadGen;

/// <summary>Represents the link of a record to a contact.</summary>
/// <param name="ContactId">The ID of the contact.</param>
/// <param name="IsPrimary">Whether it is the primary contact, which <c>CONTACT_ID</c> contains.</param>
/// <param name="Sort">The position: contacts with lower values come first.</param>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/management-communication/crm-lead-contact-items-get.html"/>
public sealed record CrmContactLink(long ContactId, bool IsPrimary, int Sort);
