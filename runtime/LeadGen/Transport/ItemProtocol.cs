using System.Buffers;
using System.Text.Json;
using LeadGen.Wire;

namespace LeadGen.Transport;

/// <summary>Writes and reads calls of <c>crm.item.*</c>. When items are read, they are converted to the format of <see cref="ClassicProtocol"/>.</summary>
/// <remarks>
/// Calls that read or write one item contain <c>useOriginalUfNames</c>, so that the names of custom fields are their codes. Queries do not contain it,
/// because portals would leave standard fields out of a selection.
/// </remarks>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/universal/index.html"/>
internal sealed class ItemProtocol : CrmProtocol
{
    public override LeadApi Api => LeadApi.Item;

    // The result can show a field as empty although the portal has kept its value.
    // See https://apidocs.bitrix24.com/tutorials/crm/how-to-edit-crm-objects/how-to-generate-edit-form-for-lead.html.
    public override bool ReturnsStoredValues(CrmValues values) => !values.AllChanges.Any(static c => c is ClearChange);

    public override CrmMethods GetMethods(CrmEntity entity) => CrmMethods.Item;

    public override void WriteAdd(WireWriter writer, CrmDraft draft, CrmUpdateOptions? options) => WriteValues(writer, draft, id: null);

    public override void WriteUpdate(WireWriter writer, CrmUpdate update, CrmUpdateOptions? options) => WriteValues(writer, update, update.RecordId);

    public override void WriteGet(WireWriter writer, CrmEntity entity, long id)
    {
        writer.StartMap();
        WriteTarget(writer, entity, id);
        writer.EndMap();
    }

    public override void WriteDelete(WireWriter writer, CrmEntity entity, long id)
    {
        writer.StartMap();
        WriteEntity(writer, entity);
        writer.Key("id");
        writer.Number(id);
        writer.EndMap();
    }

    public override string GetCreatedReference(string command) => $"$result[{command}][item][id]";

    public override void WriteList(WireWriter writer, CrmEntity entity, CrmQuery query, CrmFieldSet fields, long position)
    {
        query.Check(fields);
        writer.StartMap();
        WriteEntity(writer, entity);

        // Without a selection, a portal returns all fields. With a selection, it does not return multi-value fields.
        if (!query.SelectsAll && !query.SelectedFields.Any(static f => f.Type.IsMultiField))
        {
            writer.Key("select");
            writer.StartList();
            foreach (string name in query.SelectedFields.Select(static f => f.ItemName).Prepend(CrmQuery.ItemId).Distinct())
            {
                writer.Text(name);
            }

            writer.EndList();
        }

        writer.Key("filter");
        query.WriteItemConditions(writer, query.PagesById ? position : 0);
        writer.Key("order");
        query.WriteItemOrder(writer);
        writer.Key("start");
        writer.Number(query.PagesById ? -1 : position);
        writer.EndMap();
    }

    // An item contains all its fields, including those without a value. If a field is missing, the portal does not have it, hides it or uses another
    // name for it. In the last two cases it may have a value.
    public override RequestedFields GetRequested(IEnumerable<CrmField> fields) => RequestedFields.OnlyReturned(mayContain: null);

    public override RequestedFields GetRequested(CrmQuery query, CrmFieldSet fields) =>
        RequestedFields.OnlyReturned(query.SelectsAll ? null : query.SelectedFields.Select(static f => f.Code).Append(CrmQuery.Id));

    // A portal returns all fields if a multi-value field is requested.
    public override ItemNames GetNames(CrmQuery query, CrmFieldSet fields) => query.SelectsAll ? fields.ItemNames : new ItemNames(query.SelectedFields, isSelection: true);

    public override ReadOnlySpan<byte> GetItem(ReadOnlySpan<byte> result) => GetMember(result, "item"u8);

    public override ReadOnlySpan<byte> GetPage(ReadOnlySpan<byte> result) => GetMember(result, "items"u8);

    public override long GetCreatedId(ReadOnlySpan<byte> result, CrmDraft draft, bool isVerified)
    {
        long id = GetId(result);
        if (!isVerified)
        {
            CheckReturned(result, id, draft);
        }

        return id;
    }

    public override void CheckUpdated(ReadOnlySpan<byte> result, CrmUpdate update, bool isVerified)
    {
        long id = GetId(result);
        if (id != update.RecordId)
        {
            throw new UnexpectedReplyException($"item {id} instead of item {update.RecordId}");
        }

        // A verification reports missing fields together with other differences.
        if (!isVerified)
        {
            CheckReturned(result, id, update);
        }
    }

    // The documented result is an empty list.
    public override void CheckDeleted(ReadOnlySpan<byte> result)
    {
        var reader = new Utf8JsonReader(result);
        if (!reader.Read() || reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject) || !LenientText.IsEmpty(ref reader))
        {
            throw new FormatException("the result is not empty");
        }
    }

    public override byte[] Convert(ReadOnlySpan<byte> item, ItemNames names)
    {
        var output = new ArrayBufferWriter<byte>(item.Length);
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true });
        var reader = new Utf8JsonReader(item);
        reader.Read();
        writer.WriteStartObject();
        for (int count = 1; reader.Read() && reader.TokenType == JsonTokenType.PropertyName; count++)
        {
            if (count > ReplyLimits.Fields)
            {
                throw new UnexpectedReplyException($"an item of more than {ReplyLimits.Fields} fields", isOverLimit: true);
            }

            string name = LenientText.Text(ref reader);
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            Utf8JsonReader entries = reader;
            reader.Skip();
            if (name == ItemNames.Entries)
            {
                WriteEntries(writer, ref entries, names);
                continue;
            }

            if (names.Find(name) is { } code)
            {
                writer.WritePropertyName(code);
                writer.WriteRawValue(item[start..(int)reader.BytesConsumed], skipInputValidation: true);
            }
        }

        writer.WriteEndObject();
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    private static void WriteValues(WireWriter writer, CrmValues values, long? id)
    {
        writer.StartMap();
        WriteTarget(writer, values.Entity, id);
        writer.Key("fields");
        writer.StartMap();
        values.WriteItemFields(writer);
        writer.EndMap();
        writer.EndMap();
    }

    /// <summary>Writes the entity, the ID of the item if it has one, and <c>useOriginalUfNames</c>.</summary>
    public static void WriteTarget(WireWriter writer, CrmEntity entity, long? id)
    {
        WriteEntity(writer, entity);
        if (id is { } known)
        {
            writer.Key("id");
            writer.Number(known);
        }

        writer.Key("useOriginalUfNames");
        writer.Text("Y");
    }

    private static void WriteEntity(WireWriter writer, CrmEntity entity)
    {
        writer.Key("entityTypeId");
        writer.Number(entity.EntityTypeId);
    }

    // Writes each multi-value field in the format of crm.lead.*. A field without entries becomes an empty list.
    private static void WriteEntries(Utf8JsonWriter writer, ref Utf8JsonReader reader, ItemNames names)
    {
        Dictionary<string, List<Entry>> fields = names.MultiFields.ToDictionary(static code => code, static _ => new List<Entry>(), StringComparer.Ordinal);
        if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject or JsonTokenType.Null))
        {
            throw new FormatException("multi-value fields that are not a list");
        }

        // PHP writes a list with gaps as a map of its indexes.
        for (int count = 1; reader.TokenType != JsonTokenType.Null && reader.Read() && reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject); count++)
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                reader.Read();
            }

            if (count > ReplyLimits.Values)
            {
                throw new UnexpectedReplyException($"an item of more than {ReplyLimits.Values} entries", isOverLimit: true);
            }

            (string field, Entry entry) = ReadEntry(ref reader);
            if (!fields.TryGetValue(field, out List<Entry>? entries) && !names.IsSelection)
            {
                // A field that the schema does not have.
                fields.Add(field, entries = []);
            }

            entries?.Add(entry);
        }

        foreach ((string code, List<Entry> entries) in fields)
        {
            writer.WriteStartArray(code);
            foreach (Entry entry in entries)
            {
                writer.WriteStartObject();
                writer.WriteString("ID", entry.Id);
                writer.WriteString("VALUE_TYPE", entry.Type);
                writer.WriteString("VALUE", entry.Value);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }
    }

    private static (string Field, Entry Entry) ReadEntry(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException("an entry of a multi-value field that is not an object");
        }

        int read = 0;
        string field = "", id = "", type = "", value = "";
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = LenientText.Text(ref reader);
            reader.Read();
            switch (name)
            {
                case "id":
                    LenientText.MarkRead(ref read, 1);
                    id = LenientText.Read(ref reader);
                    break;
                case "typeId":
                    LenientText.MarkRead(ref read, 2);
                    field = LenientText.Read(ref reader);
                    break;
                case "valueType":
                    LenientText.MarkRead(ref read, 4);
                    type = LenientText.Read(ref reader);
                    break;
                case "value":
                    LenientText.MarkRead(ref read, 8);
                    value = LenientText.Read(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return field.Length > 0 ? (field, new Entry(id, type, value)) : throw new FormatException("an entry of a multi-value field without a field");
    }

    // The reply contains all fields of the item. If a field is missing, the portal ignored its value.
    private static void CheckReturned(ReadOnlySpan<byte> result, long id, CrmValues values)
    {
        CrmField[] removable = [.. values.AllChanges.Select(static c => c.Field).Where(static f => f.IsRemovable || f.IsItemOnly)];
        if (removable.Length == 0)
        {
            return;
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(GetMember(result, "item"u8));
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            names.Add(LenientText.Text(ref reader));
            reader.Skip();
        }

        if (Array.Find(removable, f => !names.Contains(f.OriginalItemName)) is { } missing)
        {
            throw new UnexpectedReplyException(
                $"item {id} without {CrmValueException.Describe(missing)}, so the portal processed the call but ignored the value: it does not have the field or hides it from the user", isFinal: true);
        }
    }

    private static long GetId(ReadOnlySpan<byte> result)
    {
        var reader = new Utf8JsonReader(GetMember(GetMember(result, "item"u8), "id"u8));
        return reader.Read() && LenientText.TryReadId(ref reader, out long id) && id > 0 ? id : throw new FormatException("an item without an ID");
    }

    /// <exception cref="FormatException">The result does not contain the member, or contains it twice.</exception>
    private static ReadOnlySpan<byte> GetMember(ReadOnlySpan<byte> result, ReadOnlySpan<byte> name)
    {
        var reader = new Utf8JsonReader(result);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException("the result is not an object");
        }

        int read = 0;
        Range member = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isMember = reader.ValueTextEquals(name);
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (isMember)
            {
                LenientText.MarkRead(ref read, 1);
                member = start..(int)reader.BytesConsumed;
            }
        }

        return read != 0 ? result[member] : throw new FormatException("the result lacks an expected member");
    }

    private readonly record struct Entry(string Id, string Type, string Value);
}
