using System.Globalization;
using System.Runtime.Serialization;
using System.Text.Json.Serialization;
using LeadGen.Schema.Kinds;
using LeadGen.Wire;

namespace LeadGen;

/// <summary>Represents a condition on a field of records. The extension methods of field descriptors create it: <c>LeadFields.StatusId.Is(LeadStatus.New)</c>.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-list.html"/>
[JsonConverter(typeof(NotSerializableConverter))]
public sealed class CrmFilter
{
    private readonly string _sign;
    private readonly CrmField? _field;
    private readonly Action<WireWriter> _writeValue;
    private readonly Func<CrmRecord, bool>? _isMetBy;
    private readonly CrmFilter[] _parts = [];

    private CrmFilter(CrmField field, string sign, Action<WireWriter> writeValue, Func<CrmRecord, bool>? isMetBy = null)
    {
        if (!field.IsFilterable)
        {
            throw new ArgumentException($"A query can't filter by {CrmValueException.Describe(field)}: a portal ignores the condition and returns every record.", nameof(field));
        }

        _field = field;
        _sign = sign;
        Key = sign + field.Code;
        _writeValue = writeValue;
        _isMetBy = isMetBy;
    }

    private CrmFilter(string logic, CrmFilter[] parts)
    {
        _sign = logic;
        _parts = [.. parts];
        _writeValue = WriteParts;
        Key = $"({string.Join($" {logic} ", parts.Select(static p => p.Key))})";
    }

    /// <summary>Creates a condition that a record meets if it meets at least one of the specified conditions. Only <see cref="LeadApi.Item"/> supports it.</summary>
    /// <param name="conditions">The conditions, at least two. Each of them can be a result of this method or of <see cref="And"/>.</param>
    /// <exception cref="ArgumentException">There are fewer than two conditions, or the client would have to check one of them: see <see cref="CrmFieldFilters"/>.</exception>
    /// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/universal/crm-item-list.html"/>
    public static CrmFilter Or(params CrmFilter[] conditions) => Group("OR", conditions);

    /// <summary>Creates a condition that a record meets if it meets all of the specified conditions, as one of the conditions of <see cref="Or"/>.</summary>
    /// <inheritdoc cref="Or" path="/param|/exception|/seealso"/>
    public static CrmFilter And(params CrmFilter[] conditions) => Group("AND", conditions);

    /// <summary>Gets the field of a condition that is not a group.</summary>
    internal CrmField Field => _field ?? throw new InvalidOperationException("A group of conditions has no field.");

    /// <summary>Gets whether the condition is a group of conditions, which only <c>crm.item.list</c> supports.</summary>
    internal bool IsGroup => _field is null;

    /// <summary>Gets the conditions of a group and of its groups; the condition itself if it is not a group.</summary>
    internal IEnumerable<CrmFilter> Leaves => IsGroup ? _parts.SelectMany(static p => p.Leaves) : [this];

    /// <summary>Gets the operator and the code of the field. A portal uses only the last of several conditions with the same key.</summary>
    internal string Key { get; }

    /// <summary>Gets whether the query requests the field in addition to the selected ones, to check the records that the portal finds.</summary>
    /// <remarks>
    /// Either the portal also finds records that do not meet the condition, or an administrator can remove or hide the field. The portal
    /// then drops the condition and finds every record, but it also leaves the field out of the records, which is the only indication.
    /// </remarks>
    internal bool IsVerified => IsCheckedByClient || Field.IsRemovable;

    /// <summary>Gets whether the portal finds records that do not meet the condition, so that the client leaves them out.</summary>
    internal bool IsCheckedByClient => _isMetBy is not null;

    /// <summary>Returns the operator and the code of the field, such as <c>&gt;=OPPORTUNITY</c>. Contains no value, so it is safe to log.</summary>
    public override string ToString() => Key;

    internal static CrmFilter Create<T>(CrmField<T> field, string sign, T value)
    {
        ArgumentNullException.ThrowIfNull(field);
        return Create(field, sign, field.Format, value);
    }

    internal static CrmFilter OfAny<T>(CrmField<T> field, string sign, IEnumerable<T> values)
    {
        ArgumentNullException.ThrowIfNull(field);
        return OfAny(field, sign, field.Format, values);
    }

    internal static CrmFilter OfItem<T>(CrmField<IReadOnlyList<T>> field, T item)
    {
        ArgumentNullException.ThrowIfNull(field);
        return Create(field, "=", ((ListFormat<T>)field.Format).Item, item);
    }

    internal static CrmFilter OfAnyItem<T>(CrmField<IReadOnlyList<T>> field, IEnumerable<T> items)
    {
        ArgumentNullException.ThrowIfNull(field);
        return OfAny(field, "@", ((ListFormat<T>)field.Format).Item, items);
    }

    internal static CrmFilter Create<T>(CrmField field, string sign, WireFormat<T> format, T value)
    {
        Check(field, format, value);
        bool isCustom = IsCustom(field);
        if (FilterRules.ComparesInServerZone(field.Type, isCustom) && format is WireFormat<DateTimeOffset> times && value is DateTimeOffset time)
        {
            return OfCustomTime(field, sign, times, time);
        }

        if (sign == "!=" && FilterRules.ExcludesEmptyValues(field.Type, isCustom))
        {
            string remedy = FilterRules.RejectsLists(field.Type, isCustom) ? "Use LessThan and MoreThan in two queries" : "Use IsNoneOf, which does not find records without a value";
            throw new ArgumentException($"A query can't exclude a value of {CrmValueException.Describe(field)}: for custom fields of type '{field.PortalType}' a portal leaves out records without a value. {remedy}, or compare the records that you have read.", nameof(field));
        }

        return new CrmFilter(field, sign, writer => format.Write(writer, value));
    }

    /// <summary>
    /// Creates a comparison with a custom time. A portal stores it in the time zone of the user who writes it, and compares it in the time zone of
    /// its server. So the portal searches a wider range, and the client leaves out the other records.
    /// </summary>
    private static CrmFilter OfCustomTime(CrmField field, string sign, WireFormat<DateTimeOffset> format, DateTimeOffset value)
    {
        // The greatest difference between two time zones, which are between UTC-12 and UTC+14.
        const long Margin = 26 * TimeSpan.TicksPerHour;
        if (sign[0] is not ('<' or '>') || field is not CrmField<DateTimeOffset> time)
        {
            throw new ArgumentException($"A query can't search for one value of {CrmValueException.Describe(field)}: a portal compares custom fields of type '{field.PortalType}' in the time zone of its server, but stores them in the time zone of the user. Use AtLeast and LessThan, or compare the records that you have read.", nameof(field));
        }

        long bound = value.UtcTicks + (sign[0] == '>' ? -Margin : Margin);
        var sent = new DateTimeOffset(Math.Clamp(bound, Wire.DateTimeFormat.First.UtcTicks, DateTimeOffset.MaxValue.UtcTicks), TimeSpan.Zero);
        return new CrmFilter(field, sign, writer => format.Write(writer, sent), record => IsMet(record, time, sign, value));
    }

    private static bool IsMet(CrmRecord record, CrmField<DateTimeOffset> field, string sign, DateTimeOffset value)
    {
        try
        {
            return record.TryGetRead(field, out DateTimeOffset read) && sign switch
            {
                ">" => read > value,
                ">=" => read >= value,
                "<" => read < value,
                _ => read <= value,
            };
        }
        catch (CrmFieldFormatException)
        {
            // The property throws the same exception; a record must not be missing because of it.
            return true;
        }
    }

    /// <summary>Creates a comparison with a text. An empty text finds records without a text.</summary>
    internal static CrmFilter OfText(CrmField<string> field, string sign, string value)
    {
        ArgumentNullException.ThrowIfNull(field);
        if (value is not "")
        {
            Check(field, field.Format, value);
        }

        return new CrmFilter(field, sign, writer => field.Format.Write(writer, value));
    }

    /// <summary>Creates a comparison with a pattern.</summary>
    internal static CrmFilter Like(CrmField<string> field, string sign, string before, string text, string after)
    {
        ArgumentNullException.ThrowIfNull(field);
        Check(field, field.Format, text);
        int wildcard = text.AsSpan().IndexOfAny('%', '_');
        string? validationError = field.Type.IsStatusList ? "portals compare codes of dictionaries as a whole only; use Is"
            : PhpText.IsBlank(text) ? "it is blank, and every record would match"
            : wildcard >= 0 ? $"'{text[wildcard]}' is a wildcard for {(text[wildcard] == '%' ? "any text" : "any character")} and can't be escaped; use another part of the text, or compare the whole text with Is"
            : sign == "=%" && text.Contains('\\', StringComparison.Ordinal) ? "a portal removes '\\' from such a text; use another part of the text, or compare the whole text with Is"
            : null;
        return validationError is null
            ? new CrmFilter(field, sign, writer => field.Format.Write(writer, before + text + after))
            : throw new CrmValueException(field, validationError);
    }

    /// <summary>Creates a comparison with the entries of a multi-value field. A portal compares only the start of their values, so the client checks the result.</summary>
    internal static CrmFilter OfEntry<TType>(CrmMultiField<TType> field, string value)
        where TType : MultiFieldType<TType>, new()
    {
        ArgumentNullException.ThrowIfNull(field);
        Check(field, WireFormat.Text, value);
        return PhpText.IsBlank(value) ? throw new CrmValueException(field, "it is blank, and a portal would ignore the condition")
            : value.Contains('%', StringComparison.Ordinal) ? throw new CrmValueException(field, "a portal removes '%' from the value, and would find other records")
            : new CrmFilter(field, "", writer => WireFormat.Text.Write(writer, value), record => HasEntry(record, field, value));
    }

    /// <summary>Returns whether a record meets the condition; <see langword="true"/> for conditions that only the portal checks, such as groups.</summary>
    internal bool IsMetBy(CrmRecord record) => _isMetBy?.Invoke(record) != false;

    /// <summary>Returns whether the portal dropped the condition, because it does not have the field or hides it. It returns all other selected fields, even empty ones.</summary>
    internal bool IsDroppedFrom(CrmRecord record) => Field.IsRemovable && !record.IsReturned(Field);

    internal void Write(WireWriter writer)
    {
        writer.Key(Key);
        _writeValue(writer);
    }

    /// <summary>Writes the condition for <c>crm.item.list</c>, as a member of the open map.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="number">The number of the condition in the map.</param>
    internal void WriteItem(WireWriter writer, int number)
    {
        writer.Key(IsGroup ? number.ToString(CultureInfo.InvariantCulture) : _sign + Field.ItemName);
        _writeValue(writer);
    }

    // Each condition is in a separate map, so that two of them can have the same name.
    private void WriteParts(WireWriter writer)
    {
        writer.StartMap();
        writer.Key("logic");
        writer.Text(_sign);
        for (int i = 0; i < _parts.Length; i++)
        {
            if (_parts[i].IsGroup)
            {
                _parts[i].WriteItem(writer, i);
                continue;
            }

            writer.Key(i.ToString(CultureInfo.InvariantCulture));
            writer.StartMap();
            _parts[i].WriteItem(writer, i);
            writer.EndMap();
        }

        writer.EndMap();
    }

    private static CrmFilter Group(string logic, CrmFilter[] conditions)
    {
        const int MinCount = 2;
        ArgumentNullException.ThrowIfNull(conditions);
        if (conditions.Length < MinCount || Array.Exists(conditions, static c => c is null))
        {
            throw new ArgumentException("A group has at least two conditions, none of which is null. Use a single condition without a group.", nameof(conditions));
        }

        return conditions.SelectMany(static c => c.Leaves).FirstOrDefault(static c => c.IsCheckedByClient) is { } incomplete
            ? throw new ArgumentException(
                $"A condition on {CrmValueException.Describe(incomplete.Field)} can't be in a group: a portal also finds records that do not meet it, and the client can't tell which condition of the group such a record meets. Use the condition in a separate query.", nameof(conditions))
            : new CrmFilter(logic, conditions);
    }

    private static CrmFilter OfAny<T>(CrmField field, string sign, WireFormat<T> format, IEnumerable<T> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (FilterRules.RejectsLists(field.Type, IsCustom(field)))
        {
            throw new ArgumentException($"A query can't compare {CrmValueException.Describe(field)} with a list of values: for custom fields of type '{field.PortalType}' a portal ignores the condition and returns every record, or fails. Compare it with one value.", nameof(field));
        }

        T[] all = [.. values];
        if (all.Length == 0)
        {
            throw new CrmValueException(field, "there is no value to compare with, and a portal would ignore the condition; pass at least one value");
        }

        Array.ForEach(all, value => Check(field, format, value));
        return new CrmFilter(field, sign, writer =>
        {
            writer.StartList();
            Array.ForEach(all, value => format.Write(writer, value));
            writer.EndList();
        });
    }

    private static bool IsCustom(CrmField field) => (field.Flags & CrmFieldFlags.Custom) != 0;

    private static bool HasEntry<TType>(CrmRecord record, CrmMultiField<TType> field, string value)
        where TType : MultiFieldType<TType>, new()
    {
        try
        {
            return record.TryGetRead(field, out IReadOnlyList<MultiFieldEntry<TType>>? entries) && entries!.Any(e => IsSame(e.Value, value));
        }
        catch (CrmFieldFormatException)
        {
            // The property throws the same exception; a record must not be missing because of it.
            return true;
        }
    }

    // As the portal's database compares texts: ignoring case, accents, and leading and trailing spaces.
    private static bool IsSame(string? stored, string value) => CultureInfo.InvariantCulture.CompareInfo.Compare(
        stored?.Trim(), value.Trim(), CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) == 0;

    // Portals treat these values as 'is not empty' and 'is empty' in every condition.
    private static bool IsKeyword(string? text) => text?.Trim() is "^%^" or "^&^";

    private static void Check<T>(CrmField field, WireFormat<T> format, T value)
    {
        string? validationError = value is null ? "it is null, and a portal would ignore the condition"
            : format.IsEmpty(value) ? "it is empty, and a portal would ignore the condition"
            : IsKeyword(value as string) ? "a portal would find records with any value or without a value"
            : format.GetValidationError(value);
        if (validationError is not null)
        {
            throw new CrmValueException(field, validationError);
        }
    }

    // Called by serializers other than System.Text.Json, such as Newtonsoft.Json.
    [OnSerializing]
    private void RejectSerialization(StreamingContext context) => throw NotSerializableConverter.CreateException(GetType());

    [OnDeserializing]
    private void RejectDeserialization(StreamingContext context) => throw NotSerializableConverter.CreateException(GetType());
}
