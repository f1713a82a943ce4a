using System.Globalization;
using CsCheck;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;

namespace LeadGen.Fuzz.Schemas;

/// <summary>Represents known fields and a reply that describes them. The reader must return exactly these fields.</summary>
/// <param name="Fields">The fields, by code.</param>
/// <param name="Seed">The seed that selects how each value is written: JSON and portals permit several equivalent forms.</param>
internal sealed record KnownFields(FieldSchema[] Fields, int Seed)
{
    private static readonly string[] s_types = [.. FieldKinds.All.SelectMany(static k => k.Types).Select(static t => t.Name), "hlblock"];

    private static readonly Gen<string?> s_text = Gen.Frequency((1, Gen.Const((string?)null)), (3, Generators.HostileText.Select(static t => (string?)t)));

    // A limit that is not set is null in the model, and an empty text or 0 in a portal's reply.
    private static readonly Gen<string?> s_notEmpty = s_text.Select(static t => t == "" ? null : t);

    private static readonly Gen<int?> s_length = Gen.Int[0, 300].Select(static n => n == 0 ? null : (int?)n);

    private static readonly Gen<decimal?> s_bound = Gen.Frequency((1, Gen.Const(0m)), (1, Gen.Decimal), (1, Gen.Int[-99, 99].Select(static n => n / 4m)))
        .Select(static n => n == 0 ? null : (decimal?)n);

    private static readonly Gen<FieldSettings> s_settings = Gen.Frequency((1, Gen.Const(FieldSettings.None)), (1, Gen.Select(
        Gen.Select(s_length, s_length, s_notEmpty),
        Gen.Select(s_bound, s_bound, Gen.Int[-1, 9]),
        Gen.OneOf("LEAD", "DEAL", "CONTACT", "COMPANY", "QUOTE", "SMART_INVOICE", "ORDER", "DYNAMIC_148", "DYNAMIC_1").Array[0, 4]).Select(static x => new FieldSettings
        {
            MinLength = x.Item1.Item1,
            MaxLength = x.Item1.Item2,
            Pattern = x.Item1.Item3,
            MinValue = x.Item2.Item1,
            MaxValue = x.Item2.Item2,
            Precision = x.Item2.Item3 < 0 ? null : x.Item2.Item3,
            LinkTargets = x.Item3.Distinct().Order(StringComparer.Ordinal).ToEquatableArray(),
        })));

    private static readonly Gen<FieldSchema> s_field = Gen.Select(
        Gen.Frequency((1, Gen.OneOf("TITLE", "PHONE", "STATUS_ID", "ADDRESS")), (4, Generators.CustomCode), (1, Generators.HostileText)),
        Gen.Int[0, s_types.Length - 1].Select(static i => s_types[i]),
        Gen.Bool.Array[6],
        Gen.Select(s_text, s_text, s_text, s_text, s_notEmpty),
        Gen.Select(Gen.Frequency((3, Gen.Long[1, 99]), (1, Gen.Long)), Generators.HostileText).Array[0, 5],
        s_settings).Select(static x => new FieldSchema
        {
            Code = x.Item1,
            Type = new(x.Item2),
            IsRequired = x.Item3[0],
            IsReadOnly = x.Item3[1],
            IsImmutable = x.Item3[2],
            IsMultiple = x.Item3[3],
            IsDynamic = x.Item3[4],
            IsDeprecated = x.Item3[5],
            Title = x.Item4.Item1,
            ListLabel = x.Item4.Item2,
            FormLabel = x.Item4.Item3,
            FilterLabel = x.Item4.Item4,
            StatusType = x.Item4.Item5,
            Items = x.Item5.DistinctBy(static i => i.Item1).OrderBy(static i => i.Item1).Select(static i => new EnumerationItem(i.Item1, i.Item2, null)).ToEquatableArray(),
            Settings = x.Item6,
        });

    public static Gen<KnownFields> Any { get; } = Gen.Select(s_field.Array[1, 5], Gen.Int, static (fields, seed) => new KnownFields(
        [.. fields.DistinctBy(static f => f.Code).OrderBy(static f => f.Code, StringComparer.Ordinal)], seed));

    /// <summary>Returns the reply to <c>crm.lead.fields</c> that describes the fields.</summary>
    public string ToJson()
    {
        var spelling = new JsonSpelling(Seed);
        return spelling.Object([("result", spelling.Object(Fields.Select(f => (f.Code, Describe(f, spelling))))), ("time", "{}")]);
    }

    private static string Describe(FieldSchema field, JsonSpelling spelling)
    {
        bool isStatusInSettings = spelling.Coin();
        List<(string, string)> members = [("type", spelling.Text(field.Type.Name))];
        AddFlag("isRequired", field.IsRequired);
        AddFlag("isReadOnly", field.IsReadOnly);
        AddFlag("isImmutable", field.IsImmutable);
        AddFlag("isMultiple", field.IsMultiple);
        AddFlag("isDynamic", field.IsDynamic);
        AddFlag("isDeprecated", field.IsDeprecated);
        AddText("title", field.Title);
        AddText("listLabel", field.ListLabel);
        AddText("formLabel", field.FormLabel);
        AddText("filterLabel", field.FilterLabel);
        AddText("statusType", isStatusInSettings ? null : field.StatusType);
        if (field.Items.Count > 0 || spelling.Coin())
        {
            members.Add(("items", spelling.List(spelling.Shuffled(field.Items.Select(i =>
                spelling.Object(spelling.Shuffled([("ID", Number(i.Id)), ("VALUE", spelling.Text(i.Value))])))))));
        }

        (string, string)[] settings = [.. Settings(field.Settings).Concat(isStatusInSettings && field.StatusType is { } type ? [("ENTITY_TYPE", spelling.Text(type))] : [])];
        if (settings.Length > 0 || spelling.Coin())
        {
            members.Add(("settings", settings.Length == 0 ? "[]" : spelling.Object(spelling.Shuffled(settings))));
        }

        return spelling.Object(spelling.Shuffled(members));

        void AddFlag(string name, bool isSet)
        {
            if (isSet || spelling.Coin())
            {
                members.Add((name, isSet ? "true" : "false"));
            }
        }

        void AddText(string name, string? text)
        {
            if (text is not null || spelling.Coin())
            {
                members.Add((name, text is null ? "null" : spelling.Text(text)));
            }
        }

        IEnumerable<(string, string)> Settings(FieldSettings limits)
        {
            // For a field without a limit, a portal writes the value of None.
            (string Name, string? Value, string None)[] all =
            [
                ("MIN_LENGTH", limits.MinLength is { } least ? Number(least) : null, "0"),
                ("MAX_LENGTH", limits.MaxLength is { } most ? Number(most) : null, "\"0\""),
                ("REGEXP", limits.Pattern is { } pattern ? spelling.Text(pattern) : null, "\"\""),
                ("MIN_VALUE", limits.MinValue is { } lowest ? Number(lowest) : null, "0"),
                ("MAX_VALUE", limits.MaxValue is { } highest ? Number(highest) : null, "\"\""),
                ("PRECISION", limits.Precision is { } places ? Number(places) : null, "null"),
                .. limits.LinkTargets.Select(t => (t, (string?)spelling.Text("Y"), "")),
                .. new[] { "LEAD", "DYNAMIC_148" }.Except(limits.LinkTargets).Select(static t => (t, (string?)null, "\"N\"")),
            ];
            return all.Where(s => s.Value is not null || spelling.Coin()).Select(static s => (s.Name, s.Value ?? s.None));
        }

        // Portals write numbers as JSON numbers or as texts.
        string Number(IFormattable number)
        {
            string digits = number.ToString(null, CultureInfo.InvariantCulture);
            return spelling.Coin() ? digits : spelling.Text(digits);
        }
    }
}
