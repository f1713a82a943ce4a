namespace LeadGen;

/// <summary>Represents the fields that a call requested from a portal. All records of one query share one object.</summary>
internal sealed class RequestedFields
{
    private readonly HashSet<string>? _codes;
    private readonly Predicate<string>? _isException;

    private RequestedFields(HashSet<string>? codes, Predicate<string>? isException = null) => (_codes, _isException) = (codes, isException);

    /// <summary>Gets all fields that a portal returns.</summary>
    public static RequestedFields All { get; } = new(null);

    /// <summary>Gets an empty set, for a record that was not read.</summary>
    public static RequestedFields None { get; } = new([]);

    /// <summary>Gets the fields of a selection.</summary>
    public static RequestedFields Of(IEnumerable<string> codes) => new(new HashSet<string>(codes, StringComparer.Ordinal));

    /// <summary>Gets all fields except some, which the reply may not contain even if they have values.</summary>
    public static RequestedFields AllExcept(Predicate<string> isException) => new(null, isException);

    /// <summary>Determines whether the field was requested, so that it is empty if the reply does not contain it.</summary>
    public bool Contains(CrmField field) => Contains(field.Code) && !field.IsWriteOnly;

    /// <inheritdoc cref="Contains(CrmField)"/>
    public bool Contains(string code) => _codes?.Contains(code) ?? _isException?.Invoke(code) != true;

    /// <summary>Determines whether a field with this data key was or may have been requested; see <see cref="CrmEntity.DataOf"/>.</summary>
    public bool ContainsData(string data, CrmEntity entity) =>
        _codes is null || _codes.Contains(data) || _codes.Any(code => entity.DataOf(code) == data);
}
