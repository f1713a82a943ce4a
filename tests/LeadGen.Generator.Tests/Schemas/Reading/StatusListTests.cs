using LeadGen.Schema;
using static LeadGen.TestKit.MemoryPortal;

namespace LeadGen.Generator.Tests.Schemas.Reading;

/// <summary>Tests the dictionaries of <c>crm.status.list</c>.</summary>
public class StatusListTests
{
    private const string First = """{"ID": "1", "ENTITY_ID": "STATUS", "STATUS_ID": "NEW", "NAME": "Новый", "SORT": "10", "SEMANTICS": null}""";
    private const string Second = """{"ID": "2", "ENTITY_ID": "STATUS", "STATUS_ID": "JUNK", "NAME": "Брак", "SORT": 20, "SEMANTICS": "F", "EXTRA": {"SEMANTICS": "failure"}}""";
    private const string Third = """{"ID": "3", "ENTITY_ID": "SOURCE", "STATUS_ID": 1, "NAME": "Звонок", "SORT": "10", "SEMANTICS": ""}""";

    private static readonly string s_fields = Field("STATUS_ID", "crm_status", more: "\"statusType\": \"STATUS\"");

    private static PortalSchema Read(string statuses) => (Create(s_fields) with { Statuses = statuses }).Schema();

    [Theory]
    [InlineData("[{0},{1},{2}]")]
    [InlineData("[{2},{1},{0}]")]
    [InlineData("{\"result\": [{1},{0},{2}], \"total\": 3, \"time\": {\"start\": 1}}")]
    [InlineData("{\"result\": {\"0\": {0}, \"1\": {2}, \"2\": {1}}, \"total\": \"3\"}")]
    [InlineData("{\"result\": {\"14\": {0}, \"15\": {2}, \"18\": {1}}}")]
    public void Values_of_each_form_of_the_list_are_grouped_and_sorted(string shape)
    {
        string statuses = shape.Replace("{0}", First, StringComparison.Ordinal).Replace("{1}", Second, StringComparison.Ordinal).Replace("{2}", Third, StringComparison.Ordinal);

        Assert.Equal(
            new[]
            {
                new StatusDictionary("SOURCE", new[] { new StatusValue("1", "Звонок", "", 3) }.ToEquatableArray()),
                new StatusDictionary("STATUS", new[] { new StatusValue("NEW", "Новый", null, 1), new StatusValue("JUNK", "Брак", "F", 2) }.ToEquatableArray()),
            }.ToEquatableArray(),
            Read(statuses).Dictionaries);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"result\": []}")]
    [InlineData("{\"result\": {}, \"total\": 0}")]
    public void An_empty_list_gives_no_dictionary(string statuses) => Assert.Empty(Read(statuses).Dictionaries);

    [Fact]
    public void Values_with_the_same_sort_number_are_sorted_by_code() => Assert.Equal(
        ["X", "A", "B"],
        Read("""[{"ENTITY_ID": "S", "STATUS_ID": "B", "SORT": 5}, {"ENTITY_ID": "S", "STATUS_ID": "A", "SORT": 5}, {"ENTITY_ID": "S", "STATUS_ID": "X"}]""")
            .FindDictionary("S")!.Values.Select(v => v.Code));

    [Fact]
    public void A_dictionary_is_found_by_its_id()
    {
        PortalSchema schema = Read($"[{First}]");

        Assert.NotNull(schema.FindDictionary("STATUS"));
        Assert.Null(schema.FindDictionary("status"));
        Assert.Null(schema.FindDictionary(null));
    }
}
