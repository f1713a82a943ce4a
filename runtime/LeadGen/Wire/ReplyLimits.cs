namespace LeadGen.Wire;

/// <summary>Defines the maximum size of replies, because a few kilobytes of compressed text can expand to gigabytes.</summary>
internal static class ReplyLimits
{
    /// <summary>
    /// The length of a body after decompression, in bytes. The longest replies are a page of 50 records, which takes 20 MiB if
    /// each of 1,073 fields contains 60 escaped Cyrillic letters, and the fields of a portal with 1,016 lists of 100 items, 15 MiB.
    /// </summary>
    public const int BodyLength = 64 * 1024 * 1024;

    /// <summary>The length of a token reply, in bytes. A pair of tokens takes about one kilobyte.</summary>
    public const int TokenLength = 64 * 1024;

    /// <summary>The maximum number of records in a page, which is the same for all portals.</summary>
    public const int PageSize = 50;

    /// <summary>The maximum number of fields of a record or of a portal. A portal has 57 standard and at most 1,016 custom fields, and one for each linked smart process.</summary>
    public const int Fields = 4000;

    /// <summary>The maximum number of items of all list fields of a portal together: 200 for each of 1,016 fields.</summary>
    public const int Items = 200_000;

    /// <summary>The maximum number of elements of one multiple field, and of JSON values in one field of an unknown type. A value of two bytes can become an object of fifty bytes.</summary>
    public const int Values = 100_000;

    /// <summary>The length of an error's code or text, in bytes. Exceptions keep both, and a batch may have 50 of them.</summary>
    public const int ErrorLength = 128 * 1024;
}
