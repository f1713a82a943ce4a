namespace LeadGen.Transport;

/// <summary>Chooses the API of a call: the requested one, or the other one if only that supports everything that the call contains.</summary>
/// <remarks>
/// The table in runtime/docs/apis.md lists what each API does not support. A call is never divided: the parts of one update would be sent
/// separately, and one of them could fail.
/// </remarks>
internal static class CrmRoutes
{
    /// <summary>Gets the protocol for an update or a draft.</summary>
    /// <exception cref="CrmValueException">Neither API supports all values and options.</exception>
    public static CrmProtocol For(CrmValues values, CrmUpdateOptions? options, LeadApi api)
    {
        CrmField? itemOnly = values.AllChanges.FirstOrDefault(static c => c.Field.IsItemOnly)?.Field;
        if (itemOnly is null && (options?.Api ?? api) != LeadApi.Item)
        {
            return CrmProtocol.Classic;
        }

        string? classicOnly = FindClassicOption(options) is not null ? $"the option {nameof(CrmUpdateOptions.RegisterSonetEvent)} or {nameof(CrmUpdateOptions.RegisterHistoryEvent)}"
            : values.AllChanges.FirstOrDefault(static c => !IsItemChange(c))?.Field is { } field ? $"the change of {CrmValueException.Describe(field)}"
            : null;
        return classicOnly is null ? CrmProtocol.Item
            : itemOnly is null ? CrmProtocol.Classic
            : throw new CrmValueException(itemOnly, $"only crm.item.* has the field, and only {values.Entity.MethodPrefix}.* supports {classicOnly}; send them in two calls");
    }

    /// <summary>Gets the protocol for a call that reads one item. <c>crm.item.get</c> does not return the address, so its parts are then unknown.</summary>
    public static CrmProtocol ForGet(LeadApi api) => api == LeadApi.Item ? CrmProtocol.Item : CrmProtocol.Classic;

    /// <summary>Gets the protocol for a query.</summary>
    /// <exception cref="ArgumentException">Neither API supports all parts of the query, or the requested one does not support its groups of conditions.</exception>
    public static CrmProtocol For(CrmQuery query, CrmFieldSet fields, LeadApi api)
    {
        CrmField? classic = query.NamedFields.FirstOrDefault(f => CrmAddress.IsPart(f.Code) || (!f.Type.IsMultiField && !fields.ItemNames.IsUnique(f)))
            ?? query.ConditionFields.FirstOrDefault(static f => f.Type.IsMultiField);
        CrmField? itemOnly = query.NamedFields.FirstOrDefault(static f => f.IsItemOnly);
        if (!query.HasGroups && (itemOnly is null || classic is null))
        {
            return itemOnly is not null || (api == LeadApi.Item && classic is null) ? CrmProtocol.Item : CrmProtocol.Classic;
        }

        if (!query.HasGroups)
        {
            throw new ArgumentException(
                $"The query uses {CrmValueException.Describe(itemOnly!)}, which only crm.item.list has, and {CrmValueException.Describe(classic!)}, which crm.item.list does not support. Send two queries, or leave one of the fields out.");
        }

        return api != LeadApi.Item ? throw new ArgumentException(
                $"The query has a group of conditions ({nameof(CrmFilter)}.{nameof(CrmFilter.Or)}), which crm.item.list supports, but not the requested API. Use {nameof(LeadApi)}.{nameof(LeadApi.Item)}, or send a query for each condition.")
            : classic is not null ? throw new ArgumentException(
                $"The query has a group of conditions ({nameof(CrmFilter)}.{nameof(CrmFilter.Or)}), which only crm.item.list supports, and uses {CrmValueException.Describe(classic)}, which crm.item.list does not support. Send a query for each condition of the group, or leave the field out.")
            : CrmProtocol.Item;
    }

    // The address is not part of an item.
    private static bool IsItemChange(FieldChange change) => change.IsItemChange && !CrmAddress.IsPart(change.Field.Code);

    // crm.item.* has no arguments for side effects.
    private static bool? FindClassicOption(CrmUpdateOptions? options) => options?.RegisterSonetEvent ?? options?.RegisterHistoryEvent;
}
