namespace LeadGen;

/// <summary>Represents one phone number, email address, website or messenger of a record.</summary>
/// <param name="Value">The number or address.</param>
/// <param name="Type">The type of the entry: work, mobile, home, ….</param>
/// <typeparam name="TType">The .NET type of <paramref name="Type"/>, such as <see cref="PhoneType"/>.</typeparam>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/auxiliary/multifield/index.html"/>
public readonly record struct MultiFieldEntry<TType>(string Value, TType Type)
    where TType : MultiFieldType<TType>, new()
{
    private readonly long? _id;

    /// <summary>
    /// Gets the entry's ID on the portal; <see langword="null"/> for a new entry. If an ID is set by your code or by a serializer, the
    /// entry does not count as read, and an update can't keep, change or remove it: if the record has no entry with this ID, a portal adds one.
    /// </summary>
    public long? Id
    {
        get => _id;
        init
        {
            _id = value;
            Origin = null;
        }
    }

    /// <summary>
    /// Gets the record and the field that the entry was read from; <see langword="null"/> for a new entry. An update of another record or
    /// field can't change or remove the entry: a portal would add it there. Not part of equality, because <see cref="Id"/> is unique.
    /// </summary>
    internal object? Origin { get; init; }

    /// <summary>Determines whether two entries have the same ID, value and type.</summary>
    public bool Equals(MultiFieldEntry<TType> other) =>
        Id == other.Id && Value == other.Value && EqualityComparer<TType>.Default.Equals(Type, other.Type);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Value, Type);
}
