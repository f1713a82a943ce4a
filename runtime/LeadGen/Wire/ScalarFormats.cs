using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using LeadGen.Schema.Kinds;
using LeadGen.Schema.Naming;
using LeadGen.Values;

namespace LeadGen.Wire;

/// <summary>Represents the base class of formats whose values are sent and returned as one text.</summary>
internal abstract class TextualFormat<T> : WireFormat<T>
{
    internal override bool TryRead(ref Utf8JsonReader reader, out T value) => TryParse(LenientText.Read(ref reader), out value);

    // Most values are numbers or texts without escapes. They are parsed without a copy.
    internal sealed override bool TryRead(ReadOnlySpan<byte> json, out T value) => json switch
    {
        [(byte)'"', .. var text, (byte)'"'] when !text.Contains((byte)'\\') => TryParse(text, out value),
        [(byte)'-' or (>= (byte)'0' and <= (byte)'9'), ..] => TryParse(json, out value),
        _ => base.TryRead(json, out value),
    };

    /// <summary>Parses a value in UTF-8; <see langword="false"/> for an empty value.</summary>
    protected virtual bool TryParse(ReadOnlySpan<byte> text, out T value) => TryParse(Encoding.UTF8.GetString(text), out value);

    /// <summary>Parses a value; <see langword="false"/> for an empty value.</summary>
    protected abstract bool TryParse(string text, out T value);
}

internal class TextFormat : TextualFormat<string>
{
    internal override void Write(WireWriter writer, string value) => writer.Text(value);

    internal override string? GetValidationError(string value) => GetTextError(value);

    internal override string? GetCapacityError(string value, FieldCapacity? capacity) => capacity?.GetError(value);

    internal override string? GetLimitError(string value, FieldLimits limits, bool isElement) => limits.GetError(value, isElement);

    internal override bool IsEmpty(string value) => value.Length == 0;

    internal override bool IsStoredAs(string sent, string stored) => Normalize(sent) == Normalize(stored);

    /// <summary>Removes differences that are not a loss: white space at both ends, and the form of line breaks.</summary>
    internal static string Normalize(string text) => PhpText.Trim(text).ReplaceLineEndings("\n");

    protected override bool TryParse(string text, out string value)
    {
        value = text;
        return text.Length > 0;
    }

    /// <summary>Rejects half a surrogate pair, which UTF-8 can't represent: it would arrive as a replacement character.</summary>
    internal static string? GetTextError(string value)
    {
        int first = value.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        for (int i = first < 0 ? value.Length : first; i < value.Length; i++)
        {
            if (char.IsSurrogate(value[i]))
            {
                if (!char.IsSurrogatePair(value, i))
                {
                    return $"it contains half a surrogate pair at position {i}, which can't be sent";
                }

                i++;
            }
        }

        return null;
    }
}

/// <summary>Represents the format of text that a portal treats as HTML and sanitizes.</summary>
internal sealed class HtmlFormat : TextFormat
{
    internal override string? GetValidationError(string value) =>
        base.GetValidationError(value)
        ?? (SanitizedHtml.Deletes(value)
            ? "the field contains HTML and BBCode, and a portal deletes a part of the text: the text after a '<' or '&lt;' without a space, a tag with an attribute or without its end tag, or a word in […]; put a space after '<', or use other brackets"
            : null);

    // crm.lead.update converts tags to BBCode. crm.item.update removes them.
    internal override bool IsItemValue(string value) => !value.Contains('<', StringComparison.Ordinal);

    // A portal stores BBCode, and returns it as BBCode or HTML, with characters as entities.
    internal override bool IsStoredAs(string sent, string stored) =>
        Decode(SanitizedHtml.Apply(sent)) is var expected && (expected == Decode(stored) || expected == Decode(SanitizedHtml.Apply(stored)));

    private static string Decode(string html) => Normalize(WebUtility.HtmlDecode(html));
}

internal sealed class IntegerFormat(bool zeroIsEmpty) : TextualFormat<long>
{
    internal override void Write(WireWriter writer, long value) => writer.Number(value);

    internal override bool TryRead(ref Utf8JsonReader reader, out long value) =>
        zeroIsEmpty && reader.TokenType == JsonTokenType.True ? throw new FormatException("true instead of an ID") : base.TryRead(ref reader, out value);

    internal override string? GetValidationError(long value) => zeroIsEmpty && value <= 0 ? $"{value} is not a valid ID; IDs are positive" : null;

    internal override string? GetCapacityError(long value, FieldCapacity? capacity) => FieldCapacity.GetError(value);

    internal override string? GetLimitError(long value, FieldLimits limits, bool isElement) => limits.GetError(value, isElement);

    protected override bool TryParse(ReadOnlySpan<byte> text, out long value) =>
        Utf8Parser.TryParse(text, out value, out int length) && length == text.Length ? !(zeroIsEmpty && value == 0) : base.TryParse(text, out value);

    protected override bool TryParse(string text, out long value)
    {
        value = 0;
        if (text.Length == 0)
        {
            return false;
        }

        // Some portals return integers as 5.0 or 5.00.
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
            && !(ExactDecimal.TryParse(text, out decimal number)
                && number == decimal.Truncate(number)
                && number is >= long.MinValue and <= long.MaxValue
                && (value = (long)number) == number))
        {
            throw LenientText.CreateFormatException("a whole number", text);
        }

        return !(zeroIsEmpty && value == 0);
    }
}

internal sealed class NumberFormat : TextualFormat<decimal>
{
    internal override void Write(WireWriter writer, decimal value)
    {
        Span<char> digits = stackalloc char[32];
        value.TryFormat(digits, out int length, provider: CultureInfo.InvariantCulture);
        writer.Text(digits[..length]);
    }

    // A value has at most 14 digits, which PHP reads exactly. Zeros at the end are left out, because a row has the same form then.
    internal override void WriteItem(WireWriter writer, decimal value) => writer.RawNumber(value.ToString("0.############################", CultureInfo.InvariantCulture));

    internal override string? GetCapacityError(decimal value, FieldCapacity? capacity) => FieldCapacity.GetError(value, capacity?.MaxPlaces);

    internal override string? GetLimitError(decimal value, FieldLimits limits, bool isElement) => limits.GetError(value, isElement);

    protected override bool TryParse(ReadOnlySpan<byte> text, out decimal value) =>
        ExactDecimal.TryParse(text, out value) ? true : base.TryParse(text, out value);

    protected override bool TryParse(string text, out decimal value)
    {
        value = 0;
        return text.Length > 0 && (ExactDecimal.TryParse(text, out value) ? true : throw LenientText.CreateFormatException(ExactDecimal.Expected, text));
    }
}

internal abstract class BooleanFormatBase : TextualFormat<bool>
{
    /// <summary>Reads JSON's <see langword="false"/> as a value. In fields of all other types, it means that the field is empty.</summary>
    internal sealed override bool TryRead(ref Utf8JsonReader reader, out bool value)
    {
        value = false;
        return reader.TokenType == JsonTokenType.False || base.TryRead(ref reader, out value);
    }

    protected sealed override bool TryParse(ReadOnlySpan<byte> text, out bool value)
    {
        value = text is [(byte)'Y' or (byte)'1'];
        return value || text is [(byte)'N' or (byte)'0'] || base.TryParse(text, out value);
    }

    protected sealed override bool TryParse(string text, out bool value)
    {
        value = text is "Y" or "1" or "true";
        return value || (text is "N" or "0" or "false" ? true : text.Length == 0 ? false : throw LenientText.CreateFormatException("yes or no", text));
    }
}

internal sealed class YesNoFormat : BooleanFormatBase
{
    internal override void Write(WireWriter writer, bool value) => writer.Text(value ? "Y" : "N");
}

internal sealed class BooleanFormat : BooleanFormatBase
{
    internal override void Write(WireWriter writer, bool value) => writer.Number(value ? 1 : 0);

    internal override void WriteItem(WireWriter writer, bool value) => WireFormat.YesNo.Write(writer, value);
}

internal sealed class MoneyFormat : TextualFormat<Money>
{
    internal override void Write(WireWriter writer, Money value)
    {
        Span<char> text = stackalloc char[64];
        writer.Text(text.TryWrite(CultureInfo.InvariantCulture, $"{value.Amount}|{value.Currency}", out int length) ? text[..length] : value.ToString());
    }

    // All currency codes on portals have this form. A portal empties a custom field if it receives another one.
    internal override string? GetValidationError(Money value) =>
        PhpText.IsBlank(value.Currency) ? "it has no currency; a portal would store the amount as text"
        : value.Currency.Length != 3 || !value.Currency.All(char.IsAsciiLetterUpper) ? "its currency is not a code of three capital Latin letters, such as RUB; a portal would empty the field"
        : null;

    protected override bool TryParse(ReadOnlySpan<byte> text, out Money value)
    {
        int bar = text.IndexOf((byte)'|');
        if (bar <= 0 || !ExactDecimal.TryParse(text[..bar], out decimal number))
        {
            return base.TryParse(text, out value);
        }

        value = new Money(number, Encoding.UTF8.GetString(text[(bar + 1)..]));
        return true;
    }

    protected override bool TryParse(string text, out Money value)
    {
        int bar = text.IndexOf('|', StringComparison.Ordinal);
        string amount = bar < 0 ? text : text[..bar];
        value = default;
        if (amount.Length == 0)
        {
            return false;
        }

        if (!ExactDecimal.TryParse(amount, out decimal number))
        {
            throw LenientText.CreateFormatException("an amount of money of at most 28 digits", text);
        }

        value = new Money(number, bar < 0 ? "" : text[(bar + 1)..]);
        return true;
    }
}

internal sealed class MapAddressFormat : TextualFormat<MapAddress>
{
    internal override void Write(WireWriter writer, MapAddress value) => writer.Text(value.ToString());

    // A portal adds a location ID to each address.
    internal override bool IsStoredAs(MapAddress sent, MapAddress stored) =>
        TextFormat.Normalize(sent.Text) == TextFormat.Normalize(stored.Text) && (sent.Latitude, sent.Longitude) == (stored.Latitude, stored.Longitude);

    internal override string? GetValidationError(MapAddress value) =>
        PhpText.IsBlank(value.Text) ? "it has no text"
        : value.Text is "0" ? "a portal stores the text '0' as empty"
        : value.Text.EndsWith("_del", StringComparison.Ordinal) ? "a portal treats a text that ends with '_del' as the command to delete a location"
        : value.Text.Contains('|', StringComparison.Ordinal) ? "its text contains the separator |"
        : value.Latitude is null != value.Longitude is null ? "it has one coordinate without the other"
        : value.Latitude is < -90 or > 90 ? "its latitude is not between -90 and 90 degrees"
        : value.Longitude is < -180 or > 180 ? "its longitude is not between -180 and 180 degrees"
        : value.LocationId is not null ? "it has a location ID, and a portal drops the ID; send the address without it: with { LocationId = null }"
        : TextFormat.GetTextError(value.Text);

    protected override bool TryParse(string text, out MapAddress value)
    {
        value = MapAddress.Parse(text);
        return text.Length > 0;
    }
}

internal sealed class CrmLinkFormat : TextualFormat<CrmLink>
{
    internal override void Write(WireWriter writer, CrmLink value) => writer.Text(value.ToString());

    // A portal splits a link at a semicolon, and reads the ID after the underscore.
    internal override string? GetValidationError(CrmLink value) =>
        value.Id <= 0 ? $"{value.Id} is not a valid ID; IDs are positive"
        : !(value.Type.Prefix ?? "").All(char.IsAsciiLetterOrDigit) ? "its entity type is not a prefix of Latin letters and digits"
        : null;

    internal override bool IsStoredOnce => true;

    // A field that links to one kind of entity stores only the ID.
    internal override bool IsStoredAs(CrmLink sent, CrmLink stored) => sent.Id == stored.Id && (sent.Type == stored.Type || string.IsNullOrEmpty(stored.Type.Prefix));

    protected override bool TryParse(string text, out CrmLink value)
    {
        value = default;
        return text is not ("" or "0") && (CrmLink.TryParse(text, out value) ? true : throw LenientText.CreateFormatException("a link to a CRM entity", text));
    }
}

/// <summary>Represents the format of the codes of a dictionary.</summary>
/// <param name="ignoresUnknownCodes">Whether the portal ignores a code that is not in the dictionary. Otherwise it stores the code.</param>
internal sealed class CodeFormat<TCode>(bool ignoresUnknownCodes) : TextualFormat<TCode>
    where TCode : struct, ICode<TCode>
{
    // The portal that returned a code knows it. Strings are compared by reference, so that an equal code from elsewhere is not accepted.
    private readonly ConditionalWeakTable<string, string?> _portals = [];

    private FrozenSet<string>? _known;

    private FrozenSet<string> Known => _known ??= TCode.All.Select(static c => c.Code).ToFrozenSet(StringComparer.Ordinal);

    internal override void Write(WireWriter writer, TCode value) => writer.Text(value.Code);

    internal override string? GetValidationError(TCode value) => PhpText.IsBlank(value.Code) ? "it has no code" : TextFormat.GetTextError(value.Code);

    internal override string? GetCapacityError(TCode value, FieldCapacity? capacity) => capacity?.GetError(value.Code);

    internal override string? GetUnknownValueError(TCode value, Func<string, bool> isPortal) =>
        Known.Count == 0 || Known.Contains(value.Code) || (_portals.TryGetValue(value.Code, out string? portal) && (portal is null || isPortal(portal))) ? null
        : $"'{OneLine.Format(value.Code, 60)}' is not a code of the schema, and a portal "
            + (ignoresUnknownCodes ? "silently ignores a code that it does not know" : "stores it although it is not in the list")
            + (EditDistance.Nearest(value.Code.ToUpperInvariant(), Known) is { } near ? $"; did you mean '{near}'?" : ".")
            + $" If the code is new, {UnknownValues.Advice}";

    internal override void OnRead(TCode value, string? portal)
    {
        if (Known.Count > 0 && !Known.Contains(value.Code))
        {
            _portals.AddOrUpdate(value.Code, portal);
        }
    }

    protected override bool TryParse(string text, out TCode value)
    {
        value = TCode.FromCode(text);
        return text.Length > 0;
    }
}

internal sealed class EnumerationFormat<TEnum> : WireFormat<TEnum>
    where TEnum : struct, Enum
{
    public static readonly EnumerationFormat<TEnum> Instance = new();

    // A hostile portal could return any number of IDs. A portal accepts at most some hundred items.
    private const int MaxUnknown = 10_000;

    private readonly FrozenSet<long> _known = Enum.GetValues<TEnum>().Select(EnumerationId.From).ToFrozenSet();

    // The IDs that are not in the schema, by the portal that returned them.
    private readonly ConcurrentDictionary<(long Id, string? Portal), bool> _read = [];

    internal override IReadOnlyList<(long Id, string Name)>? Items =>
        // An item that was renamed has two members with the same ID.
        [.. Enum.GetValues<TEnum>().Distinct().Select(static v => (EnumerationId.From(v), v.ToString()))];

    internal override void Write(WireWriter writer, TEnum value) => writer.Number(EnumerationId.From(value));

    internal override string? GetValidationError(TEnum value) =>
        EnumerationId.From(value) <= 0 ? $"{EnumerationId.From(value)} is not the ID of an item; IDs are positive" : null;

    internal override string? GetUnknownValueError(TEnum value, Func<string, bool> isPortal)
    {
        const int MaxShown = 5;
        long id = EnumerationId.From(value);
        return _known.Contains(id) || _read.Keys.Any(r => r.Id == id && (r.Portal is null || isPortal(r.Portal))) ? null
            : $"{id} is not the ID of an item in the schema, and a portal silently ignores an ID that it does not know; the items are "
                + string.Join(", ", Items!.Take(MaxShown).Select(static i => $"{i.Name} ({i.Id})")) + (_known.Count > MaxShown ? ", …" : "")
                + $". If the item is new, {UnknownValues.Advice}";
    }

    internal override void OnRead(TEnum value, string? portal)
    {
        long id = EnumerationId.From(value);
        if (!_known.Contains(id) && _read.Count < MaxUnknown)
        {
            _read.TryAdd((id, portal), true);
        }
    }

    internal override bool TryRead(ref Utf8JsonReader reader, out TEnum value) => Convert(WireFormat.Id.TryRead(ref reader, out long id), id, out value);

    internal override bool TryRead(ReadOnlySpan<byte> json, out TEnum value) => Convert(WireFormat.Id.TryRead(json, out long id), id, out value);

    private static bool Convert(bool isSet, long id, out TEnum value)
    {
        value = isSet ? EnumerationId.To<TEnum>(id) : default;
        return isSet;
    }
}

/// <summary>Contains the advice in messages about values that are not in the schema.</summary>
internal static class UnknownValues
{
    public const string Advice = $"fetch the schema again with 'leadgen fetch', or set {nameof(CrmUpdateOptions)}.{nameof(CrmUpdateOptions.AllowUnknownValues)}";
}
