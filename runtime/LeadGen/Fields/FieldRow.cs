using System.Text.Json;

namespace LeadGen;

/// <summary>Represents the description of a field in generated code.</summary>
/// <remarks>
/// A JSON array: the C# name, the code, the portal's type, the wire format, the flags and the <see cref="ClearForm"/> as numbers, the label, and
/// an object with the other properties, if there are any.
/// </remarks>
internal readonly struct FieldRow
{
    public string Name { get; private init; }

    public string Code { get; private init; }

    public string PortalType { get; private init; }

    /// <summary>Gets the name of the member of <see cref="WireFormat"/>.</summary>
    public string Format { get; private init; }

    public CrmFieldFlags Flags { get; private init; }

    public ClearForm Clear { get; private init; }

    public string Label { get; private init; }

    /// <summary>Gets whether the portal ignores a code that is not in the dictionary of the field.</summary>
    public bool IgnoresUnknownCodes { get; private init; }

    private int? Precision { get; init; }

    private string? ItemName { get; init; }

    private CrmFieldLimits? Limits { get; init; }

    public CrmField<T> Create<T>(WireFormat<T> format, Func<CrmFieldLimits>? limits = null) =>
        new(Code, Label, PortalType, Flags, Clear, format, Precision, ItemName, limits?.Invoke() ?? Limits) { Name = Name };

    /// <summary>Creates the field; one with several values if the flags say so.</summary>
    public CrmField CreateAny<T>(WireFormat<T> format) => (Flags & CrmFieldFlags.Multiple) == 0 ? Create(format) : Create(WireFormat.ListOf(format));

    public static FieldRow Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        var row = new FieldRow
        {
            Name = ReadText(ref reader),
            Code = ReadText(ref reader),
            PortalType = ReadText(ref reader),
            Format = ReadText(ref reader),
            Flags = (CrmFieldFlags)ReadNumber(ref reader),
            Clear = (ClearForm)ReadNumber(ref reader),
            Label = ReadText(ref reader),
        };
        reader.Read();
        return reader.TokenType == JsonTokenType.StartObject ? row.With(ref reader) : row;
    }

    /// <summary>Reads the labels of a list field's items from the row.</summary>
    public static ItemLabels ReadItemLabels(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("items"u8))
            {
                reader.Read();
                var labels = new List<(long Id, string Label)>();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    long id = long.Parse(reader.GetString()!, System.Globalization.CultureInfo.InvariantCulture);
                    labels.Add((id, ReadText(ref reader)));
                }

                return new ItemLabels(labels);
            }
        }

        return ItemLabels.None;
    }

    private FieldRow With(ref Utf8JsonReader reader)
    {
        FieldRow row = this;
        int minLength = 0;
        int maxLength = 0;
        decimal minValue = 0;
        decimal maxValue = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case "itemName":
                    row = row with { ItemName = reader.GetString() };
                    break;
                case "precision":
                    row = row with { Precision = reader.GetInt32() };
                    break;
                case "ignoresUnknownCodes":
                    row = row with { IgnoresUnknownCodes = reader.GetBoolean() };
                    break;
                case "minLength":
                    minLength = reader.GetInt32();
                    break;
                case "maxLength":
                    maxLength = reader.GetInt32();
                    break;
                case "minValue":
                    minValue = reader.GetDecimal();
                    break;
                case "maxValue":
                    maxValue = reader.GetDecimal();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return (minLength, maxLength, minValue, maxValue) == (0, 0, 0, 0) ? row : row with { Limits = new CrmFieldLimits(minLength, maxLength, minValue, maxValue) };
    }

    private static string ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetString()!;
    }

    private static int ReadNumber(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetInt32();
    }
}
