using System.Globalization;
using LeadGen.Schema.Kinds;
using Microsoft.CodeAnalysis;

namespace LeadGen.Generator.Usage;

/// <summary>Values of untyped code as a portal would see them.</summary>
internal static class UntypedValue
{
    /// <summary>The value, as far as it is a constant or written out; <see langword="null"/> where only running the program would tell.</summary>
    public static PhpValue? ToPhp(IOperation operation)
    {
        IOperation value = UntypedMap.Unwrap(operation);
        if (value.ConstantValue.HasValue)
        {
            return value.ConstantValue.Value switch
            {
                null => PhpValue.Null,
                true => PhpValue.Scalar("1"),
                false => PhpValue.EmptyText,
                IFormattable number => PhpValue.Scalar(number.ToString(null, CultureInfo.InvariantCulture)),
                object text => PhpValue.Scalar(text.ToString()!),
            };
        }

        if (UntypedMap.ReadList(value) is { } items)
        {
            PhpValue?[] elements = items.Select(ToPhp).ToArray();
            return elements.All(static e => e is not null) ? PhpValue.List(elements!) : null;
        }

        if (value is Microsoft.CodeAnalysis.Operations.ILocalReferenceOperation || UntypedMap.Read(value) is not { } entries)
        {
            return null;
        }

        (string Key, PhpValue? Value)[] members = entries.Select(static e => (e.Key, ToPhp(e.Value))).ToArray();
        return members.All(static m => m.Value is not null)
            ? PhpValue.Map(members.Select(static m => new KeyValuePair<string, PhpValue>(m.Key, m.Value!)))
            : null;
    }
}
