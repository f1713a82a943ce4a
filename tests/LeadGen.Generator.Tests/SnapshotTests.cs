using LeadGen.Generator.Tests.Harness;
using static LeadGen.Generator.Tests.Harness.LeadSchemaItem;

namespace LeadGen.Generator.Tests;

/// <summary>Compares generated code with reviewed snapshots. Each portal shows one feature. Other tests compile and run the code.</summary>
public class SnapshotTests
{
    [Fact]
    public void SmallPortal() => Snapshot.Verify(GeneratorRun.Create(Create(
        Field("ID", "integer", "ID", "\"isReadOnly\": true").Replace("\"isReadOnly\": false,", "", StringComparison.Ordinal),
        Field("TITLE", "string", "Название"),
        Field("STATUS_ID", "crm_status", "Стадия", "\"statusType\": \"STATUS\""),
        Field("PHONE", "crm_multifield", "Телефон"),
        Field("UF_CRM_1712000000", "enumeration", "UF_CRM_1712000000",
            "\"formLabel\": \"Способ доставки\", \"items\": [{\"ID\": \"11\", \"VALUE\": \"Курьер\"}, {\"ID\": \"12\", \"VALUE\": \"Самовывоз\"}]"))
        with
        {
            Statuses = """
                {"result": [
                  {"ENTITY_ID": "STATUS", "STATUS_ID": "NEW", "NAME": "Не обработан", "SORT": "10"},
                  {"ENTITY_ID": "STATUS", "STATUS_ID": "UC_4F2A", "NAME": "Ждёт звонка", "SORT": "20"}
                ], "total": 2}
                """,
        }));

    [Fact]
    public void Address() => Snapshot.Verify(GeneratorRun.Create(Create(
        Field("ADDRESS", "string", "Адрес"),
        Field("ADDRESS_CITY", "string", "Город"),
        Field("ADDRESS_LOC_ADDR_ID", "integer", "Код адреса"))));

    [Fact]
    public void FormerNames() => Snapshot.Verify(GeneratorRun.Create(Create(
        Field("ID", "integer", "ID").Replace("\"isReadOnly\": false", "\"isReadOnly\": true", StringComparison.Ordinal),
        Field("STATUS_ID", "crm_status", "Стадия", "\"statusType\": \"STATUS\""),
        Field("PHONE", "crm_multifield", "Телефон"),
        Field("UF_CRM_1712000000", "enumeration", "Доставка", "\"items\": [{\"ID\": \"11\", \"VALUE\": \"Курьер\"}, {\"ID\": \"12\", \"VALUE\": \"Почта\"}]"))
        with
        {
            Statuses = """{"result": [{"ENTITY_ID": "STATUS", "STATUS_ID": "UC_4F2A", "NAME": "Ждёт звонка"}]}""",
            Names = """
                {
                  "fields": {"ID": "Number", "PHONE": "Tel", "UF_CRM_1712000000": "Delivery"},
                  "items": {"UF_CRM_1712000000": {"11": "Courier"}},
                  "statuses": {"STATUS": {"UC_4F2A": "Waiting"}},
                  "renamed": {
                    "fields": {"ID": "Id", "PHONE": "Phone", "UF_CRM_1712000000": "DeliveryMethod"},
                    "items": {"UF_CRM_1712000000": {"11": "Kurer"}},
                    "statuses": {"STATUS": {"UC_4F2A": "ZhdyotZvonka"}}
                  }
                }
                """,
        }));

    [Fact]
    public void Limits() => Snapshot.Verify(GeneratorRun.Create(Create(
        Limited("1", "string", "\"REGEXP\": \"/^\\\\d+\\\"$/u\", \"MIN_LENGTH\": 0, \"MAX_LENGTH\": 6"),
        Limited("2", "string", "\"REGEXP\": \"/(?|a|b)/\", \"MIN_LENGTH\": \"2\""),
        Limited("3", "string", "\"REGEXP\": \"/(?|a|b)/\", \"MIN_LENGTH\": 0"),
        Limited("4", "url", "\"MIN_LENGTH\": 2, \"MAX_LENGTH\": 40").Replace("\"isMultiple\": false", "\"isMultiple\": true", StringComparison.Ordinal),
        Limited("5", "integer", "\"MIN_VALUE\": -5, \"MAX_VALUE\": 0"),
        Limited("6", "double", "\"PRECISION\": 2, \"MIN_VALUE\": 0.5, \"MAX_VALUE\": 1e3"),
        Limited("7", "string", "\"MAX_LENGTH\": 6").Replace("\"isReadOnly\": false", "\"isReadOnly\": true", StringComparison.Ordinal))));

    private static string Limited(string number, string type, string settings) => Field("UF_CRM_" + number, type, "Поле " + number, $"\"settings\": {{{settings}}}");

    [Fact]
    public void HostileLabels() => Snapshot.Verify(GeneratorRun.Create(Create(
        Field("UF_CRM_1", "string", "Кавычки \" и </summary> & \\\r\n*/ public class Pwned { } /*\u2028строка\u0007\ud83d\ude00\ud83d"),
        Field("UF_CRM_2", "enumeration", "</para>", "\"items\": [{\"ID\": 1, \"VALUE\": \"*/ <b>\\n\"}, {\"ID\": 2, \"VALUE\": \"\"}]"),
        Field("UF_CRM_3", "hlblock", "\U0001F337"))));
}
