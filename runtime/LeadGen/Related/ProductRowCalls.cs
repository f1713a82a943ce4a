using System.Globalization;
using System.Text.Json;
using LeadGen.Calls;
using LeadGen.Limits;
using LeadGen.Transport;
using LeadGen.Wire;

namespace LeadGen.Related;

/// <summary>Reads and changes the product rows of a record.</summary>
/// <remarks>See https://apidocs.bitrix24.com/api-reference/crm/universal/product-rows/index.html.</remarks>
internal static class ProductRowCalls
{
    private const string Prefix = "crm.item.productrow.", RowKey = "productRow", RowsKey = "productRows";

    public static async Task<IReadOnlyList<CrmProductRow>> GetAsync(PortalCalls calls, CrmEntity entity, long id, CancellationToken cancellationToken)
    {
        List<CrmProductRow> rows = [];
        long? start = 0;
        while (start is { } position)
        {
            (List<CrmProductRow> page, long? next) = await calls.CallAsync(
                new CallTraits(Prefix + "list") { RecordId = id },
                (entity, id, position),
                WriteList,
                reply =>
                {
                    List<CrmProductRow> read = ReadRows(MethodCalls.ReadElement(reply.Result), id);
                    return read.Count > ReplyLimits.PageSize ? throw new UnexpectedReplyException($"a page of more than {ReplyLimits.PageSize} product rows", isOverLimit: true)
                        : reply.Next <= position ? throw new UnexpectedReplyException("a page whose 'next' does not advance")
                        : (read, reply.Next);
                },
                cancellationToken).ConfigureAwait(false);
            rows.AddRange(page);
            start = page.Count > 0 ? next : null;
        }

        return rows;
    }

    /// <summary>Replaces all rows. The call is idempotent, except for the IDs of the new rows.</summary>
    public static async Task<IReadOnlyList<CrmProductRow>> ReplaceAsync(PortalCalls calls, CrmEntity entity, long id, CrmProductRow[] rows, CancellationToken cancellationToken) =>
        await RelatedCalls.ChangeAsync(
            calls, new CallTraits(Prefix + "set") { RecordId = id }, entity.AmountCode, (entity, id, rows), WriteSet, result => ReadRows(result, id), cancellationToken).ConfigureAwait(false);

    /// <summary>Adds a row. The call is not idempotent.</summary>
    public static Task<CrmProductRow> AddAsync(PortalCalls calls, CrmEntity entity, long id, CrmProductRow row, CancellationToken cancellationToken) => RelatedCalls.ChangeAsync(
        calls,
        new CallTraits(Prefix + "add", IsIdempotent: false) { RecordId = id },
        entity.AmountCode,
        (entity, id, row),
        WriteAdd,
        result => ReadRow(RelatedCalls.ReadMember(result, RowKey), id),
        cancellationToken);

    /// <summary>Changes a row. The call is idempotent.</summary>
    public static Task<CrmProductRow> UpdateAsync(PortalCalls calls, CrmEntity entity, CrmProductRow row, CancellationToken cancellationToken) => RelatedCalls.ChangeAsync(
        calls,
        new CallTraits(Prefix + "update") { RecordId = row.RecordId },
        entity.AmountCode,
        row,
        WriteUpdate,
        result => ReadRow(RelatedCalls.ReadMember(result, RowKey), row.RecordId!.Value) is { } updated && updated.Id == row.Id ? updated : throw new UnexpectedReplyException("another product row"),
        cancellationToken);

    /// <summary>Deletes a row. The call is idempotent: a row that does not exist after an attempt with an unknown outcome counts as deleted.</summary>
    public static async Task DeleteAsync(PortalCalls calls, CrmEntity entity, CrmProductRow row, CancellationToken cancellationToken)
    {
        var traits = new CallTraits(Prefix + "delete") { RecordId = row.RecordId };
        try
        {
            await RelatedCalls.ChangeAsync(calls, traits, entity.AmountCode, row.Id!.Value, WriteId, CheckDeleted, cancellationToken).ConfigureAwait(false);
        }
        catch (Bitrix24NotFoundException) when (traits.HadUnknownAttempt)
        {
            // An earlier attempt has deleted it.
        }
    }

    // PHP writes an empty result as null or as an empty list.
    private static bool CheckDeleted(JsonElement result) =>
        result.ValueKind is JsonValueKind.Null or JsonValueKind.True || (result.ValueKind == JsonValueKind.Array && result.GetArrayLength() == 0)
            ? true
            : throw new UnexpectedReplyException("a result other than null");

    /// <summary>Checks the values of a row.</summary>
    /// <exception cref="ArgumentException">A portal would change a value, or it can't be sent.</exception>
    public static CrmProductRow Check(CrmProductRow row, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(row, parameterName);
        if (row.ProductName is { } name && TextFormat.GetTextError(name) is { } error)
        {
            throw new ArgumentException($"{nameof(CrmProductRow.ProductName)} can't be sent: {error}.", parameterName);
        }

        // A portal reads a number with a fraction as a double.
        return new[] { row.Price, row.Quantity, row.DiscountRate, row.DiscountSum, row.TaxRate }.Any(static value => value is { } number && !IsExact(number))
            ? throw new ArgumentException("A price, quantity, discount or tax rate has more than 15 digits, and a portal would round it.", parameterName)
            : row;
    }

    private static bool IsExact(decimal number) => ExactDecimalDigits(number) <= 15;

    private static int ExactDecimalDigits(decimal number) => Values.ExactDecimal.SignificantDigits(number.ToString(CultureInfo.InvariantCulture)).Length;

    private static List<CrmProductRow> ReadRows(JsonElement result, long id) => [.. RelatedCalls.ReadList(RelatedCalls.ReadMember(result, RowsKey)).Select(row => ReadRow(row, id))];

    private static CrmProductRow ReadRow(JsonElement row, long id)
    {
        long owner = RelatedCalls.ReadId(RelatedCalls.ReadMember(row, "ownerId"));
        return owner != id ? throw new UnexpectedReplyException($"a product row of record {owner} instead of record {id}") : new CrmProductRow
        {
            Id = RelatedCalls.ReadId(RelatedCalls.ReadMember(row, "id")),
            RecordId = owner,
            ProductId = (long?)Number("productId"),
            ProductName = RelatedCalls.FindMember(row, "productName")?.ToString(),
            Price = Number("price"),
            Quantity = Number("quantity"),
            DiscountType = (CrmDiscountType?)(int?)Number("discountTypeId"),
            DiscountRate = Number("discountRate"),
            DiscountSum = Number("discountSum"),
            TaxRate = Number("taxRate"),
            IsTaxIncluded = RelatedCalls.FindMember(row, "taxIncluded")?.ValueEquals("Y"u8),
            MeasureCode = (int?)Number("measureCode"),
            Sort = (int?)Number("sort"),
        };

        decimal? Number(string name) => RelatedCalls.ReadNumber(RelatedCalls.FindMember(row, name)) is not { } number ? null
            : number is >= long.MinValue and <= long.MaxValue && (name is not ("discountTypeId" or "measureCode" or "sort") || number is >= int.MinValue and <= int.MaxValue) ? number
            : throw new UnexpectedReplyException("a number that is out of range");
    }

    private static void WriteId(WireWriter writer, long id)
    {
        writer.StartMap();
        writer.Key("id");
        writer.Number(id);
        writer.EndMap();
    }

    private static void WriteList(WireWriter writer, (CrmEntity Entity, long Id, long Start) call)
    {
        writer.StartMap();
        writer.Key("filter");
        writer.StartMap();
        writer.Key("=ownerType");
        writer.Text(call.Entity.OwnerType);
        writer.Key("=ownerId");
        writer.Number(call.Id);
        writer.EndMap();
        writer.Key("order");
        writer.StartMap();
        writer.Key("id");
        writer.Text("asc");
        writer.EndMap();
        writer.Key("start");
        writer.Number(call.Start);
        writer.EndMap();
    }

    private static void WriteSet(WireWriter writer, (CrmEntity Entity, long Id, CrmProductRow[] Rows) call)
    {
        writer.StartMap();
        WriteOwner(writer, call.Entity, call.Id);
        writer.Key(RowsKey);
        writer.StartList();
        foreach (CrmProductRow row in call.Rows)
        {
            writer.StartMap();
            WriteValues(writer, row);
            writer.EndMap();
        }

        writer.EndList();
        writer.EndMap();
    }

    private static void WriteAdd(WireWriter writer, (CrmEntity Entity, long Id, CrmProductRow Row) call)
    {
        writer.StartMap();
        writer.Key("fields");
        writer.StartMap();
        WriteOwner(writer, call.Entity, call.Id);
        WriteValues(writer, call.Row);
        writer.EndMap();
        writer.EndMap();
    }

    private static void WriteUpdate(WireWriter writer, CrmProductRow row)
    {
        writer.StartMap();
        writer.Key("id");
        writer.Number(row.Id!.Value);
        writer.Key("fields");
        writer.StartMap();
        WriteValues(writer, row);
        writer.EndMap();
        writer.EndMap();
    }

    private static void WriteOwner(WireWriter writer, CrmEntity entity, long id)
    {
        writer.Key("ownerId");
        writer.Number(id);
        writer.Key("ownerType");
        writer.Text(entity.OwnerType);
    }

    private static void WriteValues(WireWriter writer, CrmProductRow row)
    {
        WriteNumber(writer, "productId", row.ProductId);
        WriteText(writer, "productName", row.ProductName);
        WriteNumber(writer, "price", row.Price);
        WriteNumber(writer, "quantity", row.Quantity);
        WriteNumber(writer, "discountTypeId", (int?)row.DiscountType);
        WriteNumber(writer, "discountRate", row.DiscountRate);
        WriteNumber(writer, "discountSum", row.DiscountSum);
        WriteNumber(writer, "taxRate", row.TaxRate);
        WriteText(writer, "taxIncluded", row.IsTaxIncluded is { } isIncluded ? isIncluded ? "Y" : "N" : null);
        WriteNumber(writer, "measureCode", row.MeasureCode);
        WriteNumber(writer, "sort", row.Sort);
    }

    private static void WriteNumber(WireWriter writer, string name, decimal? value)
    {
        if (value is { } number)
        {
            writer.Key(name);
            writer.RawNumber(number.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void WriteText(WireWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.Key(name);
            writer.Text(value);
        }
    }
}
