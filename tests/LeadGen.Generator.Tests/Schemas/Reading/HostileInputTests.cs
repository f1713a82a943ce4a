using CsCheck;
using LeadGen.Schema;
using LeadGen.Schema.Naming;
using LeadGen.Schema.Reading;

namespace LeadGen.Generator.Tests.Schemas.Reading;

/// <summary>Tests that reading and naming report invalid files as diagnostics and never throw.</summary>
public class HostileInputTests
{
    private static readonly MemoryPortal s_valid = new("""
        {"result": {
          "TITLE": {"type": "string", "isRequired": true, "isReadOnly": false, "title": "Тема"},
          "STATUS_ID": {"type": "crm_status", "statusType": "STATUS", "title": "Стадия"},
          "UF_CRM_1700000001": {"type": "enumeration", "isMultiple": true, "isDynamic": true, "formLabel": "Доставка",
            "items": [{"ID": "5", "VALUE": "Курьер"}, {"ID": "6", "VALUE": "Почта"}], "settings": []},
          "UF_CRM_1700000002": {"type": "double", "isDynamic": true, "listLabel": "Вес, кг", "settings": {"MIN_VALUE": 0.5, "MAX_VALUE": "99.5", "PRECISION": 2}}
        }}
        """)
    {
        Statuses = """{"result": [{"ENTITY_ID": "STATUS", "STATUS_ID": "NEW", "NAME": "Новый", "SORT": "10", "SEMANTICS": null}], "total": 1}""",
        UserFields = """{"result": [{"ID": "311", "FIELD_NAME": "UF_CRM_1700000001", "SETTINGS": {"ENTITY_TYPE": "X"}, "LIST": [{"ID": "5", "XML_ID": "courier"}]}], "total": "1"}""",
        Names = """{"fields": {"UF_CRM_1700000002": "Weight"}, "items": {"UF_CRM_1700000001": {"6": "Post"}}, "statuses": {"STATUS": {"NEW": "Fresh"}}, "renamed": {"fields": {"TITLE": "Topic"}}}""",
    };

    [Fact]
    public void The_undamaged_portal_has_no_diagnostics() => Assert.Empty(s_valid.Read().Diagnostics);

    [Fact]
    public void Garbage_never_throws() => Gen.Select(Generators.HostileText, Generators.HostileText).Sample(
        (fields, other) => AssertConsistent(new MemoryPortal(fields) { Statuses = other, UserFields = other, Names = other }), iter: 2_000);

    [Fact]
    public void Damaged_fields_never_throw() => Generators.Mutations(s_valid.Fields).Sample(
        text => AssertConsistent(s_valid with { Fields = text }), iter: 20_000);

    [Fact]
    public void Other_damaged_files_never_throw() => Gen.OneOf(
        Generators.Mutations(s_valid.Statuses!).Select(static text => s_valid with { Statuses = text }),
        Generators.Mutations(s_valid.UserFields!).Select(static text => s_valid with { UserFields = text }),
        Generators.Mutations(s_valid.Names!).Select(static text => s_valid with { Names = text })).Sample(AssertConsistent, iter: 20_000);

    [Fact]
    public void A_value_of_any_type_never_throws()
    {
        string[] shapes = ["null", "true", "[]", "{}", "\"\"", "\"x\"", "-1", "1e99", "0.5", "[[]]", "[null]", "{\"ID\":null}", "\"99999999999999999999\""];
        string[] places =
        [
            "\"string\"", "true", "\"Тема\"", "\"STATUS\"", "\"5\"", "\"Курьер\"", "[]", "0.5", "\"99.5\"", "2", "\"NEW\"", "\"10\"", "\"311\"",
            "\"UF_CRM_1700000001\"", "\"X\"", "\"courier\"", "\"Weight\"", "\"Post\"", "\"Fresh\"", "\"Topic\"",
        ];
        foreach ((string place, string shape) in places.SelectMany(_ => shapes, static (place, shape) => (place, shape)))
        {
            AssertConsistent(s_valid with
            {
                Fields = Replace(s_valid.Fields),
                Statuses = Replace(s_valid.Statuses!),
                UserFields = Replace(s_valid.UserFields!),
                Names = Replace(s_valid.Names!),
            });

            string Replace(string text) => text.Replace(": " + place, ": " + shape, StringComparison.Ordinal);
        }
    }

    private static void AssertConsistent(MemoryPortal portal)
    {
        PortalReading reading = portal.Read();
        IEnumerable<SchemaDiagnostic> diagnostics = reading.Diagnostics;
        if (reading.Schema is not null)
        {
            Assert.DoesNotContain(reading.Diagnostics, d => d.Rule.Severity == SchemaSeverity.Error);
            diagnostics = diagnostics.Concat(PortalNamer.Name(reading, new NamingOptions()).Diagnostics);
        }
        else
        {
            Assert.Contains(reading.Diagnostics, d => d.Rule.Severity == SchemaSeverity.Error);
        }

        foreach (SchemaDiagnostic finding in diagnostics)
        {
            Assert.NotEmpty(finding.Message);
            Assert.InRange(finding.Location.Range.End, finding.Location.Range.Start, int.MaxValue);
        }
    }
}
