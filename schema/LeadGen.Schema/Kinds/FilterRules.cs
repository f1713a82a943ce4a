namespace LeadGen.Schema.Kinds;

/// <summary>Describes the conditions that portals apply differently to custom fields and to standard fields. Compiled into the runtime.</summary>
/// <remarks>From the source of portals, version 26.250.100.</remarks>
internal static class FilterRules
{
    private static readonly FieldType[] s_withoutEmptyValues =
    [
        FieldType.Integer, FieldType.Double, FieldType.Boolean, FieldType.Enumeration, FieldType.Date, FieldType.DateTime,
        FieldType.Employee, FieldType.BlockElement, FieldType.BlockSection,
    ];

    /// <summary>Determines whether a portal fails, or ignores the condition, if it compares the field with a list of values.</summary>
    public static bool RejectsLists(FieldType type, bool isCustom) => isCustom && (type.IsDateOrTime || type == FieldType.Double);

    /// <summary>Determines whether a portal leaves out leads without a value if a value is excluded.</summary>
    public static bool ExcludesEmptyValues(FieldType type, bool isCustom) => isCustom && s_withoutEmptyValues.Contains(type);

    /// <summary>
    /// Determines whether a portal converts a condition to the time zone of its server, although it stores the field in the time zone of the user who
    /// writes it. The setting USE_TIMEZONE=Y turns this off; the default is N.
    /// </summary>
    public static bool ComparesInServerZone(FieldType type, bool isCustom) => isCustom && type == FieldType.DateTime;
}
