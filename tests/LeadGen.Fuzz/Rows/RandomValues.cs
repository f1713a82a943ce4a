using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using CsCheck;
using LeadGen.Fuzz.Portal;
using LeadGen.Fuzz.Running;
using LeadGen.Transport;

namespace LeadGen.Fuzz.Rows;

/// <summary>Generates random values of each type that a field can have. A type that is missing here causes an exception.</summary>
internal static class RandomValues
{
    private static readonly string[] s_fragments =
    [
        "a", "я", " ", "+", "%", "%20", "%5B", "&", "=", "[", "]", "[]", "a]b", "[x", ".", "?", "#", ";", "\"", "\\", "'", "\0", "\n", "\r\n", "\u2028", "\u00a0", "|", "~", "🌷",
        "\ud83d", "$result", "$RESULT[c0]", "$res", "ult", "0", "1", "05", "-1", "INF", "true", "null", "_", "-", "<", "\u0301", "\ufffd", "\ufeff",
    ];

    private static readonly Gen<string> s_text = Gen.Frequency(
        (6, Gen.Int[0, s_fragments.Length - 1].Select(static i => s_fragments[i]).Array[0, 5].Select(static parts => string.Concat(parts))),
        (2, Generators.HostileText),
        (2, Gen.String[Gen.Char.AlphaNumeric, 0, 20]),
        (1, Gen.Char.Array[0, 20].Select(static letters => new string(letters))),
        (1, Gen.Int[1, 300].Select(static n => new string('я', n))));

    private static readonly Gen<long> s_long = Gen.Frequency((3, Gen.Long[1, 100_000]), (1, Gen.Long), (1, Gen.OneOf(0L, -1L, long.MinValue, long.MaxValue)));

    private static readonly Gen<DateTimeOffset> s_moment = Gen.Select(Gen.DateTime, Gen.Int[-14 * 60, 14 * 60])
        .Where(static x => x.Item1.Year > 101 && x.Item1.Ticks < DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay)
        .Select(static x => new DateTimeOffset(DateTime.SpecifyKind(x.Item1, DateTimeKind.Unspecified), TimeSpan.FromMinutes(x.Item2)));

    private static readonly Dictionary<Type, Gen<object?>> s_ofType = new()
    {
        [typeof(string)] = s_text.Select(static v => (object?)v),
        [typeof(long)] = s_long.Select(static v => (object?)v),
        [typeof(decimal)] = Gen.Decimal.Select(static v => (object?)v),
        [typeof(bool)] = Gen.Bool.Select(static v => (object?)v),
        [typeof(DateOnly)] = Gen.DateOnly.Where(static v => v.Year > 100).Select(static v => (object?)v),
        [typeof(DateTimeOffset)] = s_moment.Select(static v => (object?)v),
        [typeof(Money)] = Gen.Select(Gen.Decimal, Gen.OneOf(Gen.OneOf("RUB", "USD", ""), s_text), static (amount, currency) => (object?)new Money(amount, currency)),
        [typeof(MapAddress)] = Gen.Select(s_text, Gen.Decimal[-91, 91].Nullable(), Gen.Decimal[-181, 181].Nullable(), s_long.Nullable(), static (text, north, east, id) => (object?)new MapAddress(text, north, east, id)),
        [typeof(CrmLink)] = Gen.Select(Gen.OneOf(Gen.OneOf("L", "CO", "T94", ""), s_text), s_long, static (prefix, id) => (object?)new CrmLink(new CrmEntityType(prefix), id)),
        [typeof(CrmAddress)] = s_text.Null().Array[8].Select(static p => (object?)new CrmAddress
        {
            Address = p[0], Address2 = p[1], City = p[2], PostalCode = p[3], Region = p[4], Province = p[5], Country = p[6], CountryCode = p[7],
        }),
        [typeof(JsonElement)] = JsonTexts.Value(s_text).Select(Parse),
        [typeof(Lead)] = s_long.Array[0, 4].Select(static ids => (object?)ReadLead(ids)),
    };

    /// <summary>Gets values of a parameter type of <c>LeadUpdate</c>.</summary>
    /// <exception cref="NotSupportedException">There are none. Add the type to the dictionary above.</exception>
    public static Gen<object?> Create(Type type)
    {
        if (s_ofType.TryGetValue(type, out Gen<object?>? known))
        {
            return known;
        }

        if (type.IsEnum)
        {
            return Gen.Frequency((4, Gen.Long[1, 30]), (1, s_long)).Select(id => (object?)Enum.ToObject(type, id));
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Gen.Frequency((1, Gen.Bool.Select(static object? (_) => null)), (3, Create(underlying)));
        }

        if (type.GetInterfaces().Any(static i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ICode<>)))
        {
            return s_text.Select(code => Activator.CreateInstance(type, code));
        }

        if (type.BaseType is { IsGenericType: true } parent && parent.GetGenericTypeDefinition() == typeof(MultiFieldType<>))
        {
            return Generic(nameof(TypeOf), type);
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(MultiFieldEntry<>))
        {
            return Generic(nameof(GetEntry), type.GetGenericArguments()[0]);
        }

        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>)
            ? Generic(nameof(ListOf), type.GetGenericArguments()[0])
            : throw new NotSupportedException($"There are no random values of {type}.");
    }

    private static Gen<object?> Generic(string method, Type argument) =>
        (Gen<object?>)typeof(RandomValues).GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(argument).Invoke(null, null)!;

    private static Gen<object?> TypeOf<TType>()
        where TType : MultiFieldType<TType>, new() => s_text.Select(static code => (object?)new TType { Code = code });

    private static Gen<object?> GetEntry<TType>()
        where TType : MultiFieldType<TType>, new() => Gen.Select(s_text, Create(typeof(TType)), s_long.Nullable())
            .Select(static x => (object?)new MultiFieldEntry<TType>(x.Item1, (TType)x.Item2!) { Id = x.Item3 });

    // Includes a few long lists, because PHP reads at most a thousand variables of a query string.
    private static Gen<object?> ListOf<T>() => Gen.Frequency((60, Create(typeof(T)).Array[0, 5]), (1, Create(typeof(T)).Array[990, 1010]))
        .Select(static items => (object?)items.Cast<T>().ToArray());

    private static object? Parse(string json) => JsonSerializer.Deserialize<JsonElement>(json);

    private static Lead ReadLead(long[] ids)
    {
        string entries = string.Join(',', ids.Select(static id => string.Create(CultureInfo.InvariantCulture, $$"""{"ID": "{{id}}", "VALUE": "+7", "VALUE_TYPE": "WORK"}""")));
        byte[] json = Encoding.UTF8.GetBytes($$"""{"ID": "42", "PHONE": [{{entries}}], "EMAIL": [{{entries}}]}""");
        using RecordRead read = new RecordTracker().BeginRead();
        return CrmReading.ReadRecord<Lead>(CrmProtocol.Classic, 42, json, time: null, portal: null, read);
    }
}
