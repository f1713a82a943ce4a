namespace LeadGen;

/// <summary>Represents a product row of a record. A value that is <see langword="null"/> is not sent: a portal uses its default for a new row, and keeps the value of an existing one.</summary>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/universal/product-rows/index.html"/>
public sealed record CrmProductRow
{
    /// <summary>Gets the ID of the row; <see langword="null"/> for a new row.</summary>
    public long? Id { get; init; }

    /// <summary>
    /// Gets the ID of the record that the row belongs to; <see langword="null"/> for a new row. It is not sent, and appears in exceptions. Changing or deleting a row requires it, because the call
    /// changes the amount of the record, and updates from an amount that was read before are then rejected.
    /// </summary>
    public long? RecordId { get; init; }

    /// <summary>Gets the ID of the product in the catalog; 0 or <see langword="null"/> for a row without a product of the catalog.</summary>
    public long? ProductId { get; init; }

    /// <summary>Gets the name of the product. By default, a portal uses the name in the catalog.</summary>
    public string? ProductName { get; init; }

    /// <summary>Gets the price of one unit with discounts and taxes, in the currency of the record.</summary>
    public decimal? Price { get; init; }

    /// <summary>Gets the quantity. A portal's default is 1.</summary>
    public decimal? Quantity { get; init; }

    /// <summary>Gets the type of the discount. A portal's default is <see cref="CrmDiscountType.Percent"/>.</summary>
    public CrmDiscountType? DiscountType { get; init; }

    /// <summary>Gets the discount in percent.</summary>
    public decimal? DiscountRate { get; init; }

    /// <summary>Gets the discount of one unit as an amount.</summary>
    public decimal? DiscountSum { get; init; }

    /// <summary>Gets the tax rate in percent.</summary>
    public decimal? TaxRate { get; init; }

    /// <summary>Gets whether the price includes the tax. A portal's default is <see langword="false"/>.</summary>
    public bool? IsTaxIncluded { get; init; }

    /// <summary>Gets the code of the unit of measure, such as 796 for pieces. By default, a portal uses the unit in the catalog.</summary>
    public int? MeasureCode { get; init; }

    /// <summary>Gets the position: rows with lower values come first.</summary>
    public int? Sort { get; init; }
}

/// <summary>Specifies how the discount of a product row is given.</summary>
public enum CrmDiscountType
{
    /// <summary>Not a valid discount type.</summary>
    None = 0,

    /// <summary>An amount: <see cref="CrmProductRow.DiscountSum"/>.</summary>
    Amount = 1,

    /// <summary>A percentage: <see cref="CrmProductRow.DiscountRate"/>.</summary>
    Percent = 2,
}
