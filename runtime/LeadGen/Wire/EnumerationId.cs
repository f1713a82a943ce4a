using System.Runtime.CompilerServices;

namespace LeadGen.Wire;

/// <summary>Converts IDs of enumeration items to members of generated enums, without reflection or boxing.</summary>
internal static class EnumerationId
{
    public static long From<TEnum>(TEnum value)
        where TEnum : struct, Enum =>
        Unsafe.SizeOf<TEnum>() == sizeof(long) ? Unsafe.BitCast<TEnum, long>(value) : Unsafe.BitCast<TEnum, int>(value);

    /// <exception cref="FormatException">The ID is outside the range of the enum.</exception>
    public static TEnum To<TEnum>(long id)
        where TEnum : struct, Enum
    {
        if (Unsafe.SizeOf<TEnum>() == sizeof(long))
        {
            return Unsafe.BitCast<long, TEnum>(id);
        }

        return id is >= int.MinValue and <= int.MaxValue
            ? Unsafe.BitCast<int, TEnum>((int)id)
            : throw new FormatException($"the item ID {id}, which is outside the range of the enum,");
    }
}
