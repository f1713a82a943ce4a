using System.Globalization;
using LeadGen.Generator.Usage.Reading;
using LeadGen.Storage;
using Microsoft.CodeAnalysis;

namespace LeadGen.Generator.Usage.Checks;

/// <summary>Converts values in the user's code to the values that a portal receives.</summary>
internal static class PhpValues
{
    /// <summary>Converts a constant.</summary>
    public static PhpValue From(object? constant) => constant switch
    {
        null => PhpValue.Null,
        true => PhpValue.Scalar("1"),
        false => PhpValue.EmptyText,
        IFormattable number => PhpValue.Scalar(number.ToString(null, CultureInfo.InvariantCulture)),
        _ => PhpValue.Scalar(constant.ToString()!),
    };

    /// <summary>Converts a constant expression; <see langword="null"/> if the expression is not constant.</summary>
    public static PhpValue? From(IOperation expression) =>
        ShapeReader.Unwrap(expression).ConstantValue is { HasValue: true, Value: var constant } ? From(constant) : null;

    /// <summary>Converts a value that is fully known from the source; <see langword="null"/> if it is only known at run time.</summary>
    public static PhpValue? From(Shape shape)
    {
        switch (shape)
        {
            case TextShape { Constant: { } text }:
                return PhpValue.Scalar(text);
            case ConstantShape { Value: var constant }:
                return From(constant);
            case ListShape { IsOpen: false, Items: var items }:
                PhpValue?[] elements = [.. items.Select(From)];
                return elements.All(static e => e is not null) ? PhpValue.List(elements!) : null;
            case MapShape { IsOpen: false, Entries: var entries }:
                (string Key, PhpValue? Value)[] members = [.. entries.Select(static e => (e.Key, From(e.Value)))];
                return members.All(static m => m.Value is not null)
                    ? PhpValue.Map(members.Select(static m => new KeyValuePair<string, PhpValue>(m.Key, m.Value!)))
                    : null;
            default:
                return null;
        }
    }

    /// <summary>Determines whether serializers write every value of a type as one text, number or Boolean.</summary>
    public static bool IsScalar(ITypeSymbol? type) =>
        type is not null && (type.SpecialType == SpecialType.System_String || type.TypeKind == TypeKind.Enum || GetSamples(type, []) is not null);

    /// <summary>Gets sample values of a type, as a serializer writes them; <see langword="null"/> for strings and unknown types.</summary>
    /// <param name="type">The type.</param>
    /// <param name="numbers">Further sample numbers: the IDs of the field's items.</param>
    public static IReadOnlyList<PhpValue>? GetSamples(ITypeSymbol? type, IEnumerable<string> numbers)
    {
        switch (type?.SpecialType)
        {
            case SpecialType.System_Boolean:
                return [From(true), From(false)];
            case SpecialType.System_Byte or SpecialType.System_SByte or SpecialType.System_Int16 or SpecialType.System_UInt16 or SpecialType.System_Int32
                or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64:
                return Scalars(["7", "0", "1", .. numbers]);
            case SpecialType.System_Decimal or SpecialType.System_Double or SpecialType.System_Single:
                return Scalars(["12.5", "12", "0", "1", .. numbers]);
            case SpecialType.System_DateTime:
                return Scalars(["2026-01-15T10:30:00", "2026-01-15T10:30:00Z"]);
        }

        return type?.Name switch
        {
            "DateTimeOffset" => Scalars(["2026-01-15T10:30:00+03:00"]),
            "DateOnly" => Scalars(["2026-01-15"]),
            "TimeOnly" or "TimeSpan" => Scalars(["10:30:00"]),
            "Guid" => Scalars(["6f9619ff-8b86-d011-b42d-00c04fc964ff"]),
            _ => null,
        };
    }

    /// <summary>Gets the underlying type of a nullable value type. Returns other types unchanged.</summary>
    public static ITypeSymbol? Underlying(ITypeSymbol? type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var inner] } ? inner : type;

    private static PhpValue[] Scalars(IEnumerable<string> texts) => [.. texts.Select(PhpValue.Scalar)];
}
