using System.Globalization;
using CsCheck;
using LeadGen.Fuzz.Running;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using LeadGen.Schema.Naming;
using LeadGen.Schema.Reading;

namespace LeadGen.Fuzz.Schemas;

/// <summary>
/// Checks that, for any saved replies of a portal, reading always ends with the same schema or error, that their JSON is read in
/// the same way as by System.Text.Json, and that known fields are read correctly.
/// </summary>
internal static class SchemaSubjects
{
    private static readonly Gen<string> s_keys = Gen.Frequency(
        (8, Gen.OneOf(
            "result", "total", "next", "error", "error_description", "type", "title", "formLabel", "listLabel", "filterLabel", "isRequired", "isReadOnly",
            "isImmutable", "isMultiple", "isDynamic", "isDeprecated", "statusType", "items", "settings", "ID", "VALUE", "XML_ID", "LIST", "SETTINGS", "FIELD_NAME",
            "ENTITY_ID", "STATUS_ID", "NAME", "SORT", "SEMANTICS", "ENTITY_TYPE", "MIN_LENGTH", "MAX_LENGTH", "REGEXP", "MIN_VALUE", "MAX_VALUE", "PRECISION",
            "fields", "statuses", "renamed", "$schema", "TITLE", "PHONE", "UF_CRM_1700000001", "5", "NEW", "STATUS")),
        (1, Generators.HostileText));

    private static readonly string[] s_types = [.. FieldKinds.All.SelectMany(static k => k.Types).Select(static t => t.Name), "hlblock"];

    // Fields that are mostly as a portal describes them, with few invalid values.
    private static readonly Gen<string> s_field = Gen.Select(
        Gen.Frequency((1, Gen.OneOf("TITLE", "PHONE", "STATUS_ID", "ADDRESS", "ADDRESS_CITY")), (4, Generators.CustomCode), (1, Generators.HostileText)),
        Gen.Int[0, s_types.Length - 1].Select(static i => s_types[i]),
        Gen.Frequency((30, Gen.OneOf("true", "false")), (1, JsonTexts.Scalar)).Array[5],
        Generators.HostileText,
        Gen.Frequency((5, Gen.Select(Gen.Int[1, 9], Generators.HostileText).Array[0, 5].Select(static items => "[" + string.Join(',', items.DistinctBy(static i => i.Item1).Select(
            static i => $"{{\"ID\":\"{i.Item1}\",\"VALUE\":{JsonTexts.Quote(i.Item2)}}}")) + "]")), (1, JsonTexts.Value(s_keys))),
        Gen.Select(Gen.OneOf("MIN_LENGTH", "MAX_LENGTH", "REGEXP", "MIN_VALUE", "MAX_VALUE", "PRECISION", "ENTITY_TYPE", "LEAD", "DYNAMIC_148"), JsonTexts.Scalar).Array[0, 4])
        .Select(static x => $"{JsonTexts.Quote(x.Item1)}:{{\"type\":{JsonTexts.Quote(x.Item2)},\"isRequired\":{x.Item3[0]},\"isReadOnly\":{x.Item3[1]},\"isImmutable\":{x.Item3[2]},"
            + $"\"isMultiple\":{x.Item3[3]},\"isDynamic\":{x.Item3[4]},\"title\":{JsonTexts.Quote(x.Item1)},\"formLabel\":{JsonTexts.Quote(x.Item4)},\"items\":{x.Item5},"
            + $"\"settings\":{{{string.Join(',', x.Item6.DistinctBy(static s => s.Item1).Select(static s => $"\"{s.Item1}\":{s.Item2}"))}}}}}");

    public static IReadOnlyList<Subject> All()
    {
        PortalFiles[] portals = [.. Directory.GetDirectories(Path.Combine(AppContext.BaseDirectory, "portals")).Order(StringComparer.Ordinal).Select(Read)];
        Gen<PortalFiles> portal = Gen.Int[0, portals.Length - 1].Select(i => portals[i]);
        Gen<string> json = JsonTexts.Value(s_keys);
        return
        [
            Create("garbage", Gen.Select(Generators.HostileText, Generators.HostileText, static (fields, others) => Files(fields, others, others, others))),
            Create("random", Gen.Select(json, json, json, json, static (fields, statuses, userFields, names) => Files(fields, statuses, userFields, names))),
            Create("fields", Gen.Select(s_field.Array[1, 6], portal, static (fields, p) => p with { Fields = p.Fields with { Text = "{\"result\":{" + string.Join(',', fields) + "}}" } })),
            Create("damaged", portal.SelectMany(static p => Gen.OneOf(
                Generators.Mutations(p.Fields.Text).Select(t => p with { Fields = p.Fields with { Text = t } }),
                Damaged(p.Statuses, f => p with { Statuses = f }, p),
                Damaged(p.UserFields, f => p with { UserFields = f }, p),
                Damaged(p.Names, f => p with { Names = f }, p)))),
            Subject.Create("known", KnownFields.Any, CheckKnown, static x => x.ToJson()),
        ];
    }

    private static Subject Create(string name, Gen<PortalFiles> inputs) => Subject.Create(name, inputs, Check, Print);

    private static Gen<PortalFiles> Damaged(SchemaFile? file, Func<SchemaFile, PortalFiles> with, PortalFiles whole) => file is null
        ? Gen.Const(whole)
        : Generators.Mutations(file.Text).Select(text => with(file with { Text = text }));

    private static void Check(PortalFiles files, Tally tally)
    {
        foreach (SchemaFile file in GetFiles(files))
        {
            CheckJson(file.Text);
        }

        (PortalSchema? schema, string first) = Describe(files, CultureInfo.InvariantCulture);
        (PortalSchema? schemaAgain, string again) = Describe(files, CultureInfo.GetCultureInfo("tr-TR"));
        if (first != again || !Equals(schema, schemaAgain))
        {
            throw new CheckFailedException($"a second reading of the same files returns\n{again}\nand not\n{first}");
        }

        tally.Add(schema is null ? "returned an error" : "returned a schema");
    }

    // Check compares two results of the same reader, which can both be wrong. Here, the expected fields are known.
    private static void CheckKnown(KnownFields known, Tally tally)
    {
        string json = known.ToJson();
        CheckJson(json);
        PortalReading reading = PortalReader.Read(new PortalFiles(new SchemaFile(PortalFiles.FieldsName, json)));
        if (reading.Schema is null)
        {
            throw new CheckFailedException($"rejected: {string.Join('\n', reading.Diagnostics)}");
        }

        if (!reading.Schema.Fields.SequenceEqual(known.Fields))
        {
            (FieldSchema? read, FieldSchema? expected) = reading.Schema.Fields.Zip(known.Fields).FirstOrDefault(static f => f.First != f.Second);
            throw new CheckFailedException($"{reading.Schema.Fields.Count} fields are read instead of {known.Fields.Length}; the first that differs is read as\n{read}\nand not\n{expected}");
        }

        tally.Add("returned the expected fields");
    }

    private static void CheckJson(string json)
    {
        if (JsonOracle.Difference(json) is { } difference)
        {
            throw new CheckFailedException(difference);
        }
    }

    // Returns the results of reading and naming as text.
    private static (PortalSchema? Schema, string Text) Describe(PortalFiles files, CultureInfo culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = culture;
            PortalReading reading = PortalReader.Read(files);
            PortalNames? names = reading.Schema is null ? null : PortalNamer.Name(reading, new NamingOptions());
            SchemaDiagnostic[] diagnostics = [.. reading.Diagnostics, .. names?.Diagnostics ?? default];
            Array.ForEach(diagnostics, d => CheckDiagnostic(d, files));
            if (reading.Schema is null != reading.Diagnostics.Any(static d => d.Rule.Severity == SchemaSeverity.Error))
            {
                throw new CheckFailedException("there is a schema despite an error, or no schema without an error");
            }

            string schema = reading.Schema is null ? "" : SchemaHash.Compute(reading.Schema)
                + "\n" + string.Join('\n', reading.Schema.Fields.Select(f => f.Code + " " + names!.GetFieldName(f.Code)));
            return (reading.Schema, schema + "\n" + string.Join('\n', diagnostics.Select(static d => d.ToString())));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static void CheckDiagnostic(SchemaDiagnostic diagnostic, PortalFiles files)
    {
        SchemaFile? file = GetFiles(files).FirstOrDefault(f => f.Path == diagnostic.Location.Path);
        if (file is null || diagnostic.Location.Range.Start < 0 || diagnostic.Location.Range.End > file.Text.Length)
        {
            throw new CheckFailedException($"{diagnostic} points outside its file");
        }

        PrintedText.Check(diagnostic.ToString());
    }

    private static PortalFiles Read(string folder) => PortalFolder.ReadAsync(folder).GetAwaiter().GetResult();

    private static PortalFiles Files(string fields, string statuses, string userFields, string names) => new(
        new SchemaFile(PortalFiles.FieldsName, fields), new SchemaFile(PortalFiles.StatusesName, statuses),
        new SchemaFile(PortalFiles.UserFieldsName, userFields), new SchemaFile(PortalFiles.NamesName, names));

    private static IEnumerable<SchemaFile> GetFiles(PortalFiles files) => new[] { files.Fields, files.Statuses, files.UserFields, files.Names }.OfType<SchemaFile>();

    private static string Print(PortalFiles files) => string.Join('\n', GetFiles(files).Select(static f => $"{f.Name}: {(f.Text.Length < 4000 ? f.Text : f.Text[..4000] + "…")}"));
}
