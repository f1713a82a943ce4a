using System.Globalization;
using System.Text.Json;
using LeadGen.Schema.Kinds;

namespace LeadGen.Wire;

/// <summary>Converts lists. Reads every format that PHP writes: an array, a map of indexes, a single value, or an empty value.</summary>
internal sealed class ListFormat<T>(WireFormat<T> item) : WireFormat<IReadOnlyList<T>>
{
    /// <summary>Gets the format of the elements.</summary>
    internal WireFormat<T> Item => item;

    internal override IReadOnlyList<(long Id, string Name)>? Items => item.Items;

    internal override void Write(WireWriter writer, IReadOnlyList<T> value)
    {
        writer.StartList();
        for (int i = 0; i < value.Count; i++)
        {
            item.Write(writer, value[i]);
        }

        writer.EndList();
    }

    internal override void WriteItem(WireWriter writer, IReadOnlyList<T> value)
    {
        writer.StartList();
        for (int i = 0; i < value.Count; i++)
        {
            item.WriteItem(writer, value[i]);
        }

        writer.EndList();
    }

    internal override IReadOnlyList<T> Snapshot(IReadOnlyList<T> value) =>
        Array.AsReadOnly(value.Select(element => element is null ? element : item.Snapshot(element)).ToArray());

    internal override string? GetValidationError(IReadOnlyList<T> value)
    {
        for (int i = 0; i < value.Count; i++)
        {
            string? validationError = value[i] is null ? "it is null" : item.GetValidationError(value[i]) ?? (item.IsDroppedFromList(value[i]) ? "it is empty, and a portal drops it" : null);
            if (validationError is not null)
            {
                return Describe(i, validationError);
            }
        }

        return null;
    }

    internal override string? GetCapacityError(IReadOnlyList<T> value, FieldCapacity? capacity)
    {
        HashSet<T>? others = item.IsStoredOnce ? new HashSet<T>(value.Count) : null;
        for (int i = 0; i < value.Count; i++)
        {
            string? error = others?.Add(value[i]) == false
                ? "it equals an earlier element, and a portal silently stores equal elements only once"
                : item.GetCapacityError(value[i], capacity);
            if (error is not null)
            {
                return Describe(i, error);
            }
        }

        return capacity?.GetListError(value.Select(GetLength));
    }

    internal override string? GetLimitError(IReadOnlyList<T> value, FieldLimits limits, bool isElement)
    {
        for (int i = 0; i < value.Count; i++)
        {
            if (item.GetLimitError(value[i], limits, isElement: true) is { } error)
            {
                return Describe(i, error);
            }
        }

        return null;
    }

    internal override string? GetUnknownValueError(IReadOnlyList<T> value, Func<string, bool> isPortal)
    {
        for (int i = 0; i < value.Count; i++)
        {
            if (item.GetUnknownValueError(value[i], isPortal) is { } error)
            {
                return $"element {i}: {error}";
            }
        }

        return null;
    }

    internal override void OnRead(IReadOnlyList<T> value, string? portal)
    {
        foreach (T element in value)
        {
            item.OnRead(element, portal);
        }
    }

    internal override bool IsEmpty(IReadOnlyList<T> value) => value.Count == 0;

    internal override bool AreEqual(IReadOnlyList<T> left, IReadOnlyList<T> right)
    {
        bool same = left.Count == right.Count;
        for (int i = 0; same && i < left.Count; i++)
        {
            same = item.AreEqual(left[i], right[i]);
        }

        return same;
    }

    // The order of a list is not data of a record: portals return the items of some types by their IDs.
    internal override bool IsStoredAs(IReadOnlyList<T> sent, IReadOnlyList<T> stored)
    {
        List<T> left = [.. stored];
        return sent.Count == stored.Count && sent.All(value => left.FindIndex(other => item.IsStoredAs(value, other)) is >= 0 and var index && RemoveAt(index));

        bool RemoveAt(int index)
        {
            left.RemoveAt(index);
            return true;
        }
    }

    internal override bool TryRead(ref Utf8JsonReader reader, out IReadOnlyList<T> value)
    {
        var items = new List<T>();
        int count = 0;
        JsonTokenType start = reader.TokenType;
        if (start is JsonTokenType.StartArray || (start is JsonTokenType.StartObject && IsList(reader)))
        {
            while (reader.Read() && reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject))
            {
                if (reader.TokenType != JsonTokenType.PropertyName)
                {
                    if (++count > ReplyLimits.Values)
                    {
                        throw new FormatException($"a list of more than {ReplyLimits.Values} elements");
                    }

                    // No element of raw JSON is left out: a program that adds to the list and sends it would silently delete it. Elements that PHP drops are rejected when they are sent.
                    Add(ref reader, items, mustAdd: typeof(T) == typeof(JsonElement));
                }
            }
        }
        else if (start is not (JsonTokenType.Null or JsonTokenType.False))
        {
            Add(ref reader, items, mustAdd: false);
        }

        value = items.Count == 0 ? [] : items.AsReadOnly();
        return true;
    }

    /// <summary>Determines whether a map is a list: PHP writes a list with gaps as a map of its indexes. A map with any other key is one element.</summary>
    /// <exception cref="FormatException">The map could be a list or one element, or the order of its elements is unknown.</exception>
    private static bool IsList(Utf8JsonReader reader)
    {
        bool hasGaps = false, isAscending = true;
        long last = -1;
        for (int count = 0; reader.Read() && reader.TokenType is JsonTokenType.PropertyName; count++)
        {
            string name = LenientText.Text(ref reader);
            if (!long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out long index) || (name[0] == '0' && name.Length > 1))
            {
                return false;
            }

            hasGaps |= index != count;
            isAscending &= index > last;
            last = index;
            reader.Skip();
        }

        // If a map that is one element of an unknown type were read as a list and sent back, it would lose its keys.
        return hasGaps && typeof(T) == typeof(JsonElement) ? throw new FormatException("an object with integer keys, which could be a list with gaps or one element,")
            : !isAscending ? throw new FormatException("an object whose integer keys are not in ascending order, so that the order of its elements is unknown,")
            : true;
    }

    private int GetLength(T element)
    {
        var length = new LengthWriter();
        item.Write(length, element);
        return length.Bytes;
    }

    private static string Describe(int index, string error) => $"element {index}: {error}; a list is sent as a whole, so correct this element or leave it out";

    private void Add(ref Utf8JsonReader reader, List<T> items, bool mustAdd)
    {
        if (item.TryRead(ref reader, out T value) || mustAdd)
        {
            items.Add(value);
        }
    }
}
