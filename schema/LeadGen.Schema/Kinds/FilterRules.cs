namespace LeadGen.Schema.Kinds;

/// <summary>The conditions that portals apply to custom fields in another way than to standard fields. Compiled into the runtime.</summary>
/// <remarks>From the source of portals, version 26.250.100.</remarks>
internal static class FilterRules
{
    /// <summary>Gets whether a portal fails, or ignores the condition, if it compares the field with a list of values.</summary>
    public static bool RejectsLists(string type, bool isCustom) => isCustom && type is ("date" or "datetime" or "double");

    /// <summary>Gets whether a portal leaves out leads without a value if a value is excluded.</summary>
    public static bool ExcludesEmptyValues(string type, bool isCustom) => isCustom
        && type is ("integer" or "double" or "boolean" or "enumeration" or "date" or "datetime" or "employee" or "iblock_element" or "iblock_section");

    /// <summary>
    /// Gets whether a portal converts a condition to the time zone of its server, although it stores the field in the time zone of the user who
    /// writes it. The setting USE_TIMEZONE=Y turns this off; the default is N.
    /// </summary>
    public static bool ComparesInServerZone(string type, bool isCustom) => isCustom && type is "datetime";
}
