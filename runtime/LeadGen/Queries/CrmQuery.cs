using System.ComponentModel;
using System.Runtime.Serialization;
using System.Text.Json;
using System.Text.Json.Serialization;
using LeadGen.Wire;

namespace LeadGen;

/// <summary>Represents a query: which records to read, which fields, and in which order.</summary>
/// <remarks>
/// Immutable and thread-safe: each method returns a new query.
/// <code>
/// static readonly CrmQuery s_open = new CrmQuery()
///     .Select(LeadFields.Title, LeadFields.Phone)
///     .Where(LeadFields.StatusId.IsNot(LeadStatus.Converted), LeadFields.Opportunity.MoreThan(0m));
/// </code>
/// Without an order, or in the order of IDs, each page continues after the last ID: the portal does not have to count records, and no
/// record is missed or returned twice if other records are added or deleted in the meantime. The list ends at an empty page, because a page can
/// have fewer than 50 records although others follow. In any other order the portal pages by position,
/// so such changes can shift records between pages.
/// </remarks>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-list.html"/>
/// <seealso href="https://apidocs.bitrix24.com/settings/performance/huge-data.html"/>
[JsonConverter(typeof(NotSerializableConverter))]
public sealed class CrmQuery
{
    /// <summary>The name of the ID in <c>crm.item.*</c>.</summary>
    internal const string ItemId = "id";

    internal const string Id = "ID";
    private const string UnknownOrder = "LeadGen does not know the type of the field, so the order of its values is unknown.";

    private readonly CrmField[] _selected;
    private readonly CrmFilter[] _conditions;
    private readonly (CrmField Field, bool IsDescending)[] _order;
    private readonly bool _isByPosition;

    /// <summary>Initializes a query for all records that the caller may see, with all fields, in the order of their IDs.</summary>
    public CrmQuery()
        : this([], [], [])
    {
    }

    private CrmQuery(CrmField[] selected, CrmFilter[] conditions, (CrmField Field, bool IsDescending)[] order, bool isByPosition = false)
    {
        _isByPosition = isByPosition;
        _selected = selected;
        _conditions = conditions;
        _order = order;
    }

    /// <summary>Gets the fields that the query requests.</summary>
    internal RequestedFields Requested => SelectsAll ? RequestedFields.All : RequestedFields.Create(SelectedCodes);

    /// <summary>Gets whether the query requests all fields.</summary>
    internal bool SelectsAll => _selected.Length == 0;

    /// <summary>Gets the fields that the query requests in addition to the ID, unless it requests all fields.</summary>
    internal IEnumerable<CrmField> SelectedFields => _selected.Concat(Leaves.Where(static c => c.IsVerified).Select(static c => c.Field)).DistinctBy(static f => f.Code);

    /// <summary>Gets the fields of the conditions.</summary>
    internal IEnumerable<CrmField> ConditionFields => Leaves.Select(static c => c.Field);

    /// <summary>Gets the fields that the query names: those of the selection, the conditions and the order.</summary>
    internal IEnumerable<CrmField> NamedFields => _selected.Concat(ConditionFields).Concat(_order.Select(static o => o.Field));

    /// <summary>Gets whether the query has a group of conditions.</summary>
    internal bool HasGroups => Array.Exists(_conditions, static c => c.IsGroup);

    private IEnumerable<CrmFilter> Leaves => _conditions.SelectMany(static c => c.Leaves);

    private IEnumerable<string> SelectedCodes => SelectedFields.Select(static f => f.Code).Prepend(Id).Distinct();

    /// <summary>Gets whether a page continues after the last ID instead of at a position.</summary>
    internal bool PagesById => !_isByPosition && _order is [] or [{ Field.Code: Id }, ..];

    /// <summary>Gets whether the greatest IDs come first.</summary>
    internal bool IsDescending => _order is [{ IsDescending: true }, ..];

    /// <summary>Returns the query for pages that start at a position, which a portal counts.</summary>
    internal CrmQuery ByPosition() => new(_selected, _conditions, _order, isByPosition: true);

    /// <summary>Returns the query for a page whose count is used, with as few fields as possible.</summary>
    /// <exception cref="ArgumentException">The portal counts records that do not meet a condition.</exception>
    internal CrmQuery ForCount(CrmFieldSet fields) => Leaves.FirstOrDefault(static c => c.IsCheckedByClient) is { } condition
        ? throw new ArgumentException($"A portal counts records that do not meet the condition {condition}, which only the client checks. Read the records with ListAsync and count them.")
        : new CrmQuery(fields.Find(Id) is { } id ? [id] : _selected, _conditions, [], isByPosition: true);

    /// <summary>Adds fields to read. The ID is always read. A query without selected fields reads all fields.</summary>
    /// <exception cref="ArgumentException">The portal never returns one of the fields.</exception>
    public CrmQuery Select(params CrmField[] fields)
    {
        CheckElements(fields);
        Array.ForEach(fields, static field => CheckReturned(field, nameof(fields)));
        return new CrmQuery([.. _selected.Concat(fields).DistinctBy(static f => f.Code)], _conditions, _order);
    }

    /// <summary>Adds conditions. A record must meet all conditions of the query.</summary>
    /// <exception cref="ArgumentException">Two conditions have the same field and operator. A portal would use only the last one.</exception>
    public CrmQuery Where(params CrmFilter[] conditions)
    {
        CheckElements(conditions);
        CrmFilter[] all = [.. _conditions, .. conditions];
        return all.Where(static c => !c.IsGroup).GroupBy(static c => c.Key, StringComparer.Ordinal).FirstOrDefault(static g => g.Skip(1).Any()) is { Key: var twice }
            ? throw new ArgumentException($"There are two conditions '{twice}', and a portal uses only the last one. Remove one of them.", nameof(conditions))
            : new CrmQuery(_selected, all, _order);
    }

    /// <summary>Sorts by a field in ascending order. Further calls sort records with equal values.</summary>
    /// <exception cref="ArgumentException">The query is already sorted by the field, or the portal never returns the field or can't sort by it.</exception>
    public CrmQuery OrderBy<T>(CrmField<T> field)
        where T : struct => SortBy(field, isDescending: false);

    /// <summary>Causes a compiler error, because the order of values of an unknown type is unknown.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete(UnknownOrder, error: true)]
    public CrmQuery OrderBy(CrmField<JsonElement> field) => throw new NotSupportedException(UnknownOrder);

    /// <inheritdoc cref="OrderBy{T}(CrmField{T})"/>
    public CrmQuery OrderBy(CrmField<string> field) => SortBy(field, isDescending: false);

    /// <summary>Sorts by a field in descending order. Further calls sort records with equal values.</summary>
    /// <exception cref="ArgumentException">The query is already sorted by the field, or the portal never returns the field or can't sort by it.</exception>
    public CrmQuery OrderByDescending<T>(CrmField<T> field)
        where T : struct => SortBy(field, isDescending: true);

    /// <summary>Causes a compiler error, because the order of values of an unknown type is unknown.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete(UnknownOrder, error: true)]
    public CrmQuery OrderByDescending(CrmField<JsonElement> field) => throw new NotSupportedException(UnknownOrder);

    /// <inheritdoc cref="OrderByDescending{T}(CrmField{T})"/>
    public CrmQuery OrderByDescending(CrmField<string> field) => SortBy(field, isDescending: true);

    /// <summary>Returns the codes in the query. Contains no values, so it is safe to log.</summary>
    public override string ToString() => string.Join(
        "; ",
        SelectsAll ? "all fields" : string.Join(", ", _selected.Select(static f => f.Code)),
        _conditions.Length == 0 ? "all records" : string.Join(", ", _conditions.Select(static c => c.Key)),
        string.Join(", ", Order().Select(static o => $"{o.Field?.Code ?? Id} {Direction(o.IsDescending)}")));

    /// <summary>Checks that the records have all fields of the query. A portal ignores a condition on a field that it does not have, and finds every record.</summary>
    /// <exception cref="ArgumentException">The records do not have one of the fields, or a portal would leave out the last records of the query.</exception>
    internal void Check(CrmFieldSet fields)
    {
        if (NamedFields.FirstOrDefault(f => fields.Find(f.Code) is null) is { } unknown)
        {
            throw new ArgumentException($"{unknown.Code} is not a field of the records that are read. Use the field descriptors that were generated with their class.");
        }

        if (!PagesById)
        {
            CheckCount(fields);
        }
    }

    // A portal joins the links to smart processes to the records, so a record with two parents in one smart process has two rows. If a condition
    // has a join too, the portal counts only with the joins of the conditions. Then it finds more rows than it counts, and has no page for the last ones.
    private void CheckCount(CrmFieldSet fields)
    {
        CrmField[] conditions = [.. ConditionFields];
        CrmField? joined = Array.Find(conditions, static f => CrmAddress.IsPart(f.Code) || f.IsParent);
        CrmField? parent = (SelectsAll ? fields : _selected.AsEnumerable()).Concat(_order.Select(static o => o.Field))
            .FirstOrDefault(f => f.IsParent && !Array.Exists(conditions, c => c.Code == f.Code));
        if (joined is not null && parent is not null)
        {
            throw new ArgumentException(
                $"If a query is sorted by a field other than the ID, reads or sorts by {parent.Code} and has a condition on {joined.Code}, a portal silently leaves out the last records: "
                + $"it finds a record once for each of its links to smart processes, but counts it once. Remove OrderBy and sort the records after you have read them, or select fields without {parent.Code}.");
        }
    }

    /// <summary>Returns whether a record that the portal found meets the conditions that the client checks.</summary>
    internal bool IsMetBy(CrmRecord record) => Array.TrueForAll(_conditions, c => c.IsMetBy(record));

    /// <summary>Returns the field of a condition that the portal dropped when it found the record; <see langword="null"/> if there is none.</summary>
    internal CrmField? FindDropped(CrmRecord record) => Leaves.FirstOrDefault(c => c.IsDroppedFrom(record))?.Field;

    /// <summary>Writes the selected fields as a list.</summary>
    internal void WriteSelection(WireWriter writer, CrmFieldSet fields)
    {
        // '*' and 'UF_*' do not include multi-value fields.
        IEnumerable<string> codes = SelectsAll
            ? fields.Where(static f => f.Type.IsMultiField && !f.IsWriteOnly).Select(static f => f.Code).Prepend("UF_*").Prepend("*")
            : SelectedCodes;
        writer.StartList();
        foreach (string code in codes)
        {
            writer.Text(code);
        }

        writer.EndList();
    }

    /// <summary>Writes the conditions as a map.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="lastId">The last ID of the previous page; 0 for the first page and for pages by position.</param>
    internal void WriteConditions(WireWriter writer, long lastId)
    {
        writer.StartMap();
        Array.ForEach(WithoutBound(lastId), condition => condition.Write(writer));
        if (lastId != 0)
        {
            writer.Key(BoundSign + Id);
            writer.Number(lastId);
        }

        writer.EndMap();
    }

    /// <summary>Writes the conditions for <c>crm.item.list</c> as a map.</summary>
    /// <inheritdoc cref="WriteConditions" path="/param"/>
    internal void WriteItemConditions(WireWriter writer, long lastId)
    {
        CrmFilter[] conditions = WithoutBound(lastId);
        writer.StartMap();
        for (int i = 0; i < conditions.Length; i++)
        {
            conditions[i].WriteItem(writer, i);
        }

        if (lastId != 0)
        {
            writer.Key(BoundSign + ItemId);
            writer.Number(lastId);
        }

        writer.EndMap();
    }

    /// <summary>Writes the order as a map. It ends with the ID, so that a record is on one page only.</summary>
    internal void WriteOrder(WireWriter writer)
    {
        writer.StartMap();
        foreach ((CrmField? field, bool isDescending) in Order())
        {
            writer.Key(field?.Code ?? Id);
            writer.Text(Direction(isDescending));
        }

        writer.EndMap();
    }

    /// <summary>Writes the order for <c>crm.item.list</c> as a map.</summary>
    internal void WriteItemOrder(WireWriter writer)
    {
        writer.StartMap();
        foreach ((CrmField? field, bool isDescending) in Order())
        {
            writer.Key(field?.ItemName ?? ItemId);
            writer.Text(Direction(isDescending));
        }

        writer.EndMap();
    }

    private string BoundSign => IsDescending ? "<" : ">";

    // The bound of a page replaces the caller's bound on the same side, because it is narrower.
    private CrmFilter[] WithoutBound(long lastId) => lastId == 0 ? _conditions : Array.FindAll(_conditions, c => c.Key != BoundSign + Id);

    // Ends with the ID, for which there may be no field. IDs are unique, so further keys have no effect.
    private IEnumerable<(CrmField? Field, bool IsDescending)> Order()
    {
        foreach ((CrmField field, bool isDescending) in _order)
        {
            yield return (field, isDescending);
            if (field.Code == Id)
            {
                yield break;
            }
        }

        yield return (null, false);
    }

    private CrmQuery SortBy(CrmField field, bool isDescending)
    {
        ArgumentNullException.ThrowIfNull(field);
        CheckReturned(field, nameof(field));

        // A portal replaces STATUS_ID with STATUS_SORT and appends it to the order, so that the ID comes first.
        if (field.Code == "STATUS_ID")
        {
            throw new ArgumentException("A portal does not sort pages of records by STATUS_ID, but by the ID. Sort the records after you have read them.", nameof(field));
        }

        return Array.Exists(_order, o => o.Field.Code == field.Code)
            ? throw new ArgumentException($"The query is already sorted by {field.Code}. Sort by each field once.", nameof(field))
            : new CrmQuery(_selected, _conditions, [.. _order, (field, isDescending)]);
    }

    private static string Direction(bool isDescending) => isDescending ? "DESC" : "ASC";

    private static void CheckReturned(CrmField field, string name)
    {
        if (field.IsWriteOnly)
        {
            throw new ArgumentException(
                $"A query can't select or sort by {CrmValueException.Describe(field)}: a portal accepts the field but never returns it. The documentation of its descriptor names the method that does.", name);
        }
    }

    private static void CheckElements<T>(T[] elements, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(elements))] string name = "")
        where T : class
    {
        ArgumentNullException.ThrowIfNull(elements, name);
        if (Array.Exists(elements, static e => e is null))
        {
            throw new ArgumentException($"{name} contains null.", name);
        }
    }

    // Called by serializers other than System.Text.Json, such as Newtonsoft.Json.
    [OnSerializing]
    private void RejectSerialization(StreamingContext context) => throw NotSerializableConverter.CreateException(GetType());

    [OnDeserializing]
    private void RejectDeserialization(StreamingContext context) => throw NotSerializableConverter.CreateException(GetType());
}
