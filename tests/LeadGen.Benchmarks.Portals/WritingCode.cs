namespace LeadGen.Benchmarks.Portals;

/// <summary>Generates the line that writes one field, for each technique.</summary>
internal static class WritingCode
{
    /// <summary>Returns a call of LeadGen's builder.</summary>
    public static string Builder(PortalField field) => field.Shape switch
    {
        FieldShape.Code => $".Set{field.Name}(new({Sample(field)}))",
        FieldShape.Item => $".Set{field.Name}(({field.Name}){Sample(field)})",
        FieldShape.Entries => $".Add{field.Name}({Sample(field)}, PhoneType.Work)",
        _ => $".Set{field.Name}({Sample(field)})",
    };

    /// <summary>Returns a property of the class for serializers. Its type results in the correct JSON without a converter.</summary>
    public static string ObjectProperty(PortalField field) =>
        $"[JsonProperty(\"{field.Code}\", NullValueHandling = NullValueHandling.Ignore), JsonPropertyName(\"{field.Code}\")] public {ObjectType(field.Shape)}? {field.Name} {{ get; set; }}";

    public static string ObjectMember(PortalField field) => $"{field.Name} = {ObjectValue(field)},";

    public static string DictionaryMember(PortalField field) => field.Shape == FieldShape.Entries
        ? $"[\"{field.Code}\"] = new[] {{ new Dictionary<string, object?> {{ [\"VALUE\"] = {Sample(field)}, [\"VALUE_TYPE\"] = \"WORK\" }} }},"
        : $"[\"{field.Code}\"] = {ObjectValue(field)},";

    /// <summary>Returns calls of <c>Utf8JsonWriter</c>, with names that are encoded once.</summary>
    public static string ByHand(PortalField field) => field.Shape switch
    {
        FieldShape.Text or FieldShape.Code => $"json.WriteString(s_{field.Code}, {Sample(field)});",
        FieldShape.Whole or FieldShape.Item => $"json.WriteNumber(s_{field.Code}, {Sample(field)});",
        FieldShape.Flag => $"json.WriteNumber(s_{field.Code}, {Sample(field)} ? 1 : 0);",
        _ => $"HandWrittenWriter.{field.Shape}(json, s_{field.Code}, {Sample(field)});",
    };

    /// <summary>Returns code that appends the key-value pairs of a query string.</summary>
    public static string Row(PortalField field) => field.Shape switch
    {
        FieldShape.Texts => $"for (int i = 0; i < {Sample(field)}.Length; i++) HandWrittenWriter.Pair(row, $\"fields[{field.Code}][{{i}}]\", {Sample(field)}[i]);",
        FieldShape.Entries => $"HandWrittenWriter.Pair(row, \"fields[{field.Code}][0][VALUE]\", {Sample(field)}); HandWrittenWriter.Pair(row, \"fields[{field.Code}][0][VALUE_TYPE]\", \"WORK\");",
        _ => $"HandWrittenWriter.Pair(row, \"fields[{field.Code}]\", {Printed(field)});",
    };

    private static string Sample(PortalField field) => field.Code == "COMMENTS" ? "Sample.Comment" : $"Sample.{field.Shape}";

    private static string ObjectType(FieldShape shape) => shape switch
    {
        FieldShape.Whole or FieldShape.Item or FieldShape.Flag => "long",
        FieldShape.Day => "DateOnly",
        FieldShape.Time => "DateTimeOffset",
        FieldShape.Texts => "string[]",
        FieldShape.Ids => "long[]",
        FieldShape.Entries => "EntryObject[]",
        _ => "string",
    };

    private static string ObjectValue(PortalField field) => field.Shape switch
    {
        FieldShape.Number => $"{Sample(field)}.ToString(CultureInfo.InvariantCulture)",
        FieldShape.Money => $"{Sample(field)}.ToString()",
        FieldShape.Flag => $"{Sample(field)} ? 1L : 0L",
        FieldShape.Entries => $"new[] {{ new EntryObject {{ Value = {Sample(field)}, ValueType = \"WORK\" }} }}",
        _ => Sample(field),
    };

    private static string Printed(PortalField field) => field.Shape switch
    {
        FieldShape.Text or FieldShape.Code => Sample(field),
        FieldShape.Flag => $"{Sample(field)} ? \"1\" : \"0\"",
        FieldShape.Money => $"{Sample(field)}.ToString()",
        FieldShape.Day => $"{Sample(field)}.ToString(\"O\", CultureInfo.InvariantCulture)",
        FieldShape.Time => $"{Sample(field)}.ToString(\"yyyy-MM-dd'T'HH:mm:sszzz\", CultureInfo.InvariantCulture)",
        _ => $"{Sample(field)}.ToString(CultureInfo.InvariantCulture)",
    };
}
