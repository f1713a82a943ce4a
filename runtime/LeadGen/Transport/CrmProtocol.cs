using LeadGen.Wire;

namespace LeadGen.Transport;

/// <summary>Writes the calls of one API and reads the replies.</summary>
internal abstract class CrmProtocol
{
    public static CrmProtocol Classic { get; } = new ClassicProtocol();

    public static CrmProtocol Item { get; } = new ItemProtocol();

    public abstract LeadApi Api { get; }

    /// <summary>Determines whether the result of a call that sends the values contains the values as the portal stored them.</summary>
    public abstract bool ReturnsStoredValues(CrmValues values);

    /// <summary>Gets the methods for an entity.</summary>
    public abstract CrmMethods GetMethods(CrmEntity entity);

    /// <summary>Writes the arguments of a call that creates an item, for a body or for a row of a batch.</summary>
    public abstract void WriteAdd(WireWriter writer, CrmDraft draft, CrmUpdateOptions? options);

    /// <summary>Writes the arguments of an update, for a body or for a row of a batch.</summary>
    public abstract void WriteUpdate(WireWriter writer, CrmUpdate update, CrmUpdateOptions? options);

    /// <summary>Writes the arguments of a call that reads one item.</summary>
    public abstract void WriteGet(WireWriter writer, CrmEntity entity, long id);

    /// <summary>Writes the arguments of a call that deletes an item.</summary>
    public abstract void WriteDelete(WireWriter writer, CrmEntity entity, long id);

    /// <summary>Returns the reference to the ID of the item that an earlier command of the same batch creates. A portal replaces it in a row.</summary>
    /// <param name="command">The name of the earlier command.</param>
    public abstract string GetCreatedReference(string command);

    /// <summary>Writes the arguments of a call that reads a page of items.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="entity">The entity.</param>
    /// <param name="query">The query.</param>
    /// <param name="fields">All fields of the items.</param>
    /// <param name="position">
    /// The start of the page: the ID of the last item before it if the query pages by ID, otherwise the number of items before it; 0 for the first page.
    /// </param>
    /// <exception cref="ArgumentException">The query has a field that the items do not have.</exception>
    public abstract void WriteList(WireWriter writer, CrmEntity entity, CrmQuery query, CrmFieldSet fields, long position);

    /// <summary>Gets the fields that are empty if the reply to a call that reads one item does not contain them.</summary>
    public abstract RequestedFields GetRequested(IEnumerable<CrmField> fields);

    /// <summary>Gets the fields that are empty if an item of the reply to a query does not contain them.</summary>
    public abstract RequestedFields GetRequested(CrmQuery query, CrmFieldSet fields);

    /// <summary>Gets the names of the fields in the reply to a query.</summary>
    public abstract ItemNames GetNames(CrmQuery query, CrmFieldSet fields);

    /// <summary>Gets the item in the result of a call that reads one item.</summary>
    /// <exception cref="FormatException">The result has another format.</exception>
    public abstract ReadOnlySpan<byte> GetItem(ReadOnlySpan<byte> result);

    /// <summary>Gets the list of items in the result of a query.</summary>
    /// <exception cref="FormatException">The result has another format.</exception>
    public abstract ReadOnlySpan<byte> GetPage(ReadOnlySpan<byte> result);

    /// <summary>Gets the ID of the item that a call has created.</summary>
    /// <exception cref="FormatException">The result has another format.</exception>
    public abstract long GetCreatedId(ReadOnlySpan<byte> result, CrmDraft draft, bool isVerified);

    /// <summary>Checks the result of an update.</summary>
    /// <param name="result">The result.</param>
    /// <param name="update">The update.</param>
    /// <param name="isVerified">Whether the update is also compared with the stored item. The comparison then reports ignored fields.</param>
    /// <exception cref="FormatException">The result does not show that the portal processed the update, or shows that it ignored a field.</exception>
    public abstract void CheckUpdated(ReadOnlySpan<byte> result, CrmUpdate update, bool isVerified);

    /// <summary>Checks the result of a call that deletes an item.</summary>
    /// <exception cref="FormatException">The result does not show that the portal processed the call.</exception>
    public abstract void CheckDeleted(ReadOnlySpan<byte> result);

    /// <summary>Converts the JSON object of an item, so that its members are the codes of fields.</summary>
    /// <exception cref="FormatException">The item has another format.</exception>
    public abstract byte[] Convert(ReadOnlySpan<byte> item, ItemNames names);
}
