namespace LeadGen.Schema.Kinds;

/// <summary>Represents the type of a field. Compiled into the runtime, where it is internal.</summary>
/// <param name="Name">The portal's name of the type, such as <c>string</c>, <c>crm_status</c> or <c>rest_7_widget</c>. It is case-sensitive.</param>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/data-types.html"/>
readonly partial record struct FieldType(string Name)
{
    private const string ApplicationPrefix = "rest_";

    /// <summary>Gets the type of texts.</summary>
    public static FieldType String => new("string");

    /// <summary>Gets the type of texts that some standard fields have instead of <see cref="String"/>.</summary>
    public static FieldType Text => new("text");

    /// <summary>Gets the type of web addresses.</summary>
    public static FieldType Url => new("url");

    /// <summary>Gets the type of integers.</summary>
    public static FieldType Integer => new("integer");

    /// <summary>Gets the type of integers that some standard fields have instead of <see cref="Integer"/>.</summary>
    public static FieldType Int => new("int");

    /// <summary>Gets the type of numbers.</summary>
    public static FieldType Double => new("double");

    /// <summary>Gets the type of flags that are sent as <c>Y</c> or <c>N</c>.</summary>
    public static FieldType Char => new("char");

    /// <summary>Gets the type of flags that are sent as <c>1</c> or <c>0</c>.</summary>
    public static FieldType Boolean => new("boolean");

    /// <summary>Gets the type of dates.</summary>
    public static FieldType Date => new("date");

    /// <summary>Gets the type of dates with a time.</summary>
    public static FieldType DateTime => new("datetime");

    /// <summary>Gets the type of list fields.</summary>
    public static FieldType Enumeration => new("enumeration");

    /// <summary>Gets the type of codes from a dictionary.</summary>
    public static FieldType Status => new("crm_status");

    /// <summary>Gets the type of multi-value fields, such as PHONE.</summary>
    public static FieldType MultiField => new("crm_multifield");

    /// <summary>Gets the type of links to CRM entities of several types.</summary>
    public static FieldType Link => new("crm");

    /// <summary>Gets the type of files.</summary>
    public static FieldType File => new("file");

    /// <summary>Gets the type of IDs of employees.</summary>
    public static FieldType Employee => new("employee");

    /// <summary>Gets the type of IDs of elements of an information block.</summary>
    public static FieldType BlockElement => new("iblock_element");

    /// <summary>Gets the type of IDs of sections of an information block.</summary>
    public static FieldType BlockSection => new("iblock_section");

    /// <summary>Gets the type of IDs of users.</summary>
    public static FieldType User => new("user");

    /// <summary>Gets the type of IDs of companies.</summary>
    public static FieldType Company => new("crm_company");

    /// <summary>Gets the type of IDs of contacts.</summary>
    public static FieldType Contact => new("crm_contact");

    /// <summary>Gets the type of IDs of leads.</summary>
    public static FieldType Lead => new("crm_lead");

    /// <summary>Gets the type of IDs of deals.</summary>
    public static FieldType Deal => new("crm_deal");

    /// <summary>Gets the type of IDs of estimates.</summary>
    public static FieldType Quote => new("crm_quote");

    /// <summary>Gets the type of IDs of CRM entities.</summary>
    public static FieldType Entity => new("crm_entity");

    /// <summary>Gets the type of IDs of sales funnels.</summary>
    public static FieldType Category => new("crm_category");

    /// <summary>Gets the type of IDs of locations.</summary>
    public static FieldType Location => new("location");

    /// <summary>Gets the type of codes of currencies.</summary>
    public static FieldType Currency => new("crm_currency");

    /// <summary>Gets the type of amounts with a currency.</summary>
    public static FieldType Money => new("money");

    /// <summary>Gets the type of addresses with a location on the map.</summary>
    public static FieldType Address => new("address");

    /// <summary>Gets the type of IDs of bookings of resources.</summary>
    public static FieldType ResourceBooking => new("resourcebooking");

    /// <summary>Gets whether the values are IDs of the field's items.</summary>
    public bool IsEnumeration => this == Enumeration;

    /// <summary>Gets whether the values are codes of a dictionary. A field without a dictionary contains plain text.</summary>
    public bool IsStatusList => this == Status;

    /// <summary>Gets whether the value is a list of entries, each with an ID.</summary>
    public bool IsMultiField => this == MultiField;

    /// <summary>Gets whether the values are links to CRM entities of several types.</summary>
    public bool IsLink => this == Link;

    /// <summary>Gets whether the values are dates, with or without a time.</summary>
    public bool IsDateOrTime => this == Date || this == DateTime;

    /// <summary>Gets whether an application registered the type: <c>rest_</c>, the ID of the application, and a code that the application chooses.</summary>
    public bool IsRegisteredByApplication => Name.Length > ApplicationPrefix.Length && Name.StartsWith(ApplicationPrefix, StringComparison.Ordinal);

    /// <summary>Returns the portal's name of the type.</summary>
    public override string ToString() => Name;
}
