namespace LeadGen;

/// <summary>Represents the fields that a call requested from a portal. All records of one query share one object.</summary>
internal sealed class RequestedFields
{
    private readonly HashSet<string>? _codes;
    private readonly HashSet<string>? _mayContain;
    private readonly HashSet<string> _excluded;

    private RequestedFields(HashSet<string>? codes, HashSet<string>? mayContain, params IEnumerable<string> excluded) =>
        (_codes, _mayContain, _excluded) = (codes, mayContain, new HashSet<string>(excluded, StringComparer.Ordinal));

    /// <summary>Gets all fields that a portal returns.</summary>
    public static RequestedFields All { get; } = new(null, null);

    /// <summary>Gets an empty set, for a record that was not read.</summary>
    public static RequestedFields None { get; } = new([], []);

    /// <summary>Gets all fields except some, which the reply does not contain even if they have values.</summary>
    public static RequestedFields AllExcept(IEnumerable<string> codes) => new(null, null, codes);

    /// <summary>Gets the fields of a selection.</summary>
    public static RequestedFields Create(IEnumerable<string> codes)
    {
        var all = new HashSet<string>(codes, StringComparer.Ordinal);
        return new RequestedFields(all, all);
    }

    /// <summary>Gets an empty set for a record that was read: a field that the reply does not contain is unknown and not empty.</summary>
    /// <param name="mayContain">The fields that the reply may contain; <see langword="null"/> for all fields.</param>
    public static RequestedFields OnlyReturned(IEnumerable<string>? mayContain) => new([], mayContain is null ? null : new HashSet<string>(mayContain, StringComparer.Ordinal));

    /// <summary>Determines whether the field was requested, so that it is empty if the reply does not contain it.</summary>
    public bool Contains(CrmField field) => Contains(field.Code) && !field.IsWriteOnly;

    /// <inheritdoc cref="Contains(CrmField)"/>
    public bool Contains(string code) => _codes?.Contains(code) ?? !_excluded.Contains(code);

    /// <summary>Determines whether the reply may contain a field with this data key; see <see cref="CrmEntity.GetDataCode"/>.</summary>
    public bool ContainsData(string data, CrmEntity entity) =>
        _mayContain is null || _mayContain.Contains(data) || _mayContain.Any(code => entity.GetDataCode(code) == data);
}
