using System.ComponentModel;
using System.Runtime.Serialization;
using System.Text.Json;
using System.Text.Json.Serialization;
using LeadGen.Wire;

namespace LeadGen;

/// <summary>Which leads to read, which of their fields, and in which order.</summary>
/// <remarks>
/// Never changes: each method answers another query, so that one can be kept in a static field and used by several threads.
/// <code>
/// static readonly CrmQuery s_open = new CrmQuery()
///     .Select(LeadFields.Title, LeadFields.Phone)
///     .Where(LeadFields.StatusId.IsNot(LeadStatus.Converted), LeadFields.Opportunity.MoreThan(0m));
/// </code>
/// Without an order, and in the order of ids, leads are read in pages by their ids: a portal neither counts nor skips then, and no
/// lead is missed or read twice when others come and go. In another order the portal counts leads anew for each page.
/// </remarks>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-list.html"/>
/// <seealso href="https://apidocs.bitrix24.com/settings/performance/huge-data.html"/>
[JsonConverter(typeof(NotSerializableConverter))]
public sealed class CrmQuery
{
    private const string Id = "ID";
    private const string UnknownOrder = "LeadGen does not know the type of the field, so the order of its values is unknown.";

    private readonly CrmField[] _selected;
    private readonly CrmFilter[] _conditions;
    private readonly (CrmField Field, bool IsDescending)[] _order;

    /// <summary>All leads that the caller may see, with all fields, in the order of their ids.</summary>
    public CrmQuery()
        : this([], [], [])
    {
    }

    private CrmQuery(CrmField[] selected, CrmFilter[] conditions, (CrmField Field, bool IsDescending)[] order)
    {
        _selected = selected;
        _conditions = conditions;
        _order = order;
    }

    /// <summary>Gets the fields that the query requests.</summary>
    internal RequestedFields Requested => SelectsAll ? RequestedFields.All : RequestedFields.Of(SelectedCodes);

    private bool SelectsAll => _selected.Length == 0;

    private IEnumerable<string> SelectedCodes => _selected.Select(static f => f.Code).Prepend(Id).Distinct();

    /// <summary>Whether a page begins behind the id of the last lead, rather than behind a number of leads.</summary>
    internal bool PagesById => _order is [] or [{ Field.Code: Id }, ..];

    /// <summary>Whether the greatest come first.</summary>
    internal bool IsDescending => _order is [{ IsDescending: true }, ..];

    /// <summary>Reads these fields, and the ID; called again, these as well. A query that names none reads all fields.</summary>
    /// <exception cref="ArgumentException">A portal never returns one of the fields.</exception>
    public CrmQuery Select(params CrmField[] fields)
    {
        CheckElements(fields);
        Array.ForEach(fields, static field => CheckReturned(field, nameof(fields)));
        return new CrmQuery([.. _selected.Concat(fields).DistinctBy(static f => f.Code)], _conditions, _order);
    }

    /// <summary>Finds leads for which all of these conditions hold; called again, these as well.</summary>
    /// <exception cref="ArgumentException">There are two conditions of one comparison on one field, of which a portal would keep the last.</exception>
    public CrmQuery Where(params CrmFilter[] conditions)
    {
        CheckElements(conditions);
        CrmFilter[] all = [.. _conditions, .. conditions];
        return all.GroupBy(static c => c.Key, StringComparer.Ordinal).FirstOrDefault(static g => g.Skip(1).Any()) is { Key: var twice }
            ? throw new ArgumentException($"There are two conditions '{twice}', and a portal uses only the last one. Remove one of them.", nameof(conditions))
            : new CrmQuery(_selected, all, _order);
    }

    /// <summary>Sorts by a field, the least first; called again, sorts the leads that are equal so far.</summary>
    /// <exception cref="ArgumentException">The query is sorted by that field already, or a portal never returns the field.</exception>
    public CrmQuery OrderBy<T>(CrmField<T> field)
        where T : struct => Sorted(field, isDescending: false);

    /// <summary>Does not compile: the order of values of an unknown type is unknown.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete(UnknownOrder, error: true)]
    public CrmQuery OrderBy(CrmField<JsonElement> field) => throw new NotSupportedException(UnknownOrder);

    /// <inheritdoc cref="OrderBy{T}(CrmField{T})"/>
    public CrmQuery OrderBy(CrmField<string> field) => Sorted(field, isDescending: false);

    /// <summary>Sorts by a field, the greatest first; called again, sorts the leads that are equal so far.</summary>
    /// <exception cref="ArgumentException">The query is sorted by that field already, or a portal never returns the field.</exception>
    public CrmQuery OrderByDescending<T>(CrmField<T> field)
        where T : struct => Sorted(field, isDescending: true);

    /// <summary>Does not compile: the order of values of an unknown type is unknown.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete(UnknownOrder, error: true)]
    public CrmQuery OrderByDescending(CrmField<JsonElement> field) => throw new NotSupportedException(UnknownOrder);

    /// <inheritdoc cref="OrderByDescending{T}(CrmField{T})"/>
    public CrmQuery OrderByDescending(CrmField<string> field) => Sorted(field, isDescending: true);

    /// <summary>The codes that the query names; no values, so that it can be logged.</summary>
    public override string ToString() => string.Join(
        "; ",
        SelectsAll ? "all fields" : string.Join(", ", _selected.Select(static f => f.Code)),
        _conditions.Length == 0 ? "all leads" : string.Join(", ", _conditions.Select(static c => c.Key)),
        string.Join(", ", Order().Select(static o => $"{o.Code} {Direction(o.IsDescending)}")));

    /// <summary>Sees that all fields are some of these leads'. A portal ignores a condition on a field that it does not have, and finds every lead.</summary>
    /// <exception cref="ArgumentException">One is not.</exception>
    internal void Check(CrmFieldSet fields)
    {
        IEnumerable<CrmField> named = _selected.Concat(_conditions.Select(static c => c.Field)).Concat(_order.Select(static o => o.Field));
        if (named.FirstOrDefault(f => fields.Find(f.Code) is null) is { } stranger)
        {
            throw new ArgumentException($"{stranger.Code} is not a field of the leads that are read. Use the field descriptors that were generated with their class.");
        }
    }

    /// <summary>Writes what is selected, as a list.</summary>
    internal void WriteSelection(WireWriter writer, CrmFieldSet fields)
    {
        // No mask covers the multi-value fields.
        IEnumerable<string> codes = SelectsAll
            ? fields.Where(static f => f.PortalType == "crm_multifield" && !f.IsWriteOnly).Select(static f => f.Code).Prepend("UF_*").Prepend("*")
            : SelectedCodes;
        writer.StartList();
        foreach (string code in codes)
        {
            writer.Text(code);
        }

        writer.EndList();
    }

    /// <summary>Writes the conditions, as a map.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="lastId">The id behind which a page begins; 0 where it begins with the first lead, or does not go by ids.</param>
    internal void WriteConditions(WireWriter writer, long lastId)
    {
        // A bound of the user's own on that side has done its work: the leads read so far were within it.
        string bound = (IsDescending ? "<" : ">") + Id;
        writer.StartMap();
        foreach (CrmFilter condition in _conditions.Where(c => lastId == 0 || c.Key != bound))
        {
            condition.Write(writer);
        }

        if (lastId != 0)
        {
            writer.Key(bound);
            writer.Number(lastId);
        }

        writer.EndMap();
    }

    /// <summary>Writes the order, as a map. It ends with the ID, so that a lead is on one page only.</summary>
    internal void WriteOrder(WireWriter writer)
    {
        writer.StartMap();
        foreach ((string code, bool isDescending) in Order())
        {
            writer.Key(code);
            writer.Text(Direction(isDescending));
        }

        writer.EndMap();
    }

    // No two leads have one id: what would be sorted behind it is sorted already.
    private IEnumerable<(string Code, bool IsDescending)> Order()
    {
        foreach ((CrmField field, bool isDescending) in _order)
        {
            yield return (field.Code, isDescending);
            if (field.Code == Id)
            {
                yield break;
            }
        }

        yield return (Id, false);
    }

    private CrmQuery Sorted(CrmField field, bool isDescending)
    {
        ArgumentNullException.ThrowIfNull(field);
        CheckReturned(field, nameof(field));
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
    private void RejectSerialization(StreamingContext context) => throw NotSerializableConverter.Rejection(GetType());

    [OnDeserializing]
    private void RejectDeserialization(StreamingContext context) => throw NotSerializableConverter.Rejection(GetType());
}
