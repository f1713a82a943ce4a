using LeadGen.Schema;
using static LeadGen.TestKit.MemoryPortal;

namespace LeadGen.Generator.Tests.Schemas.Reading;

/// <summary>Tests the forms in which the same reply can be saved.</summary>
public class EnvelopeTests
{
    private static readonly string s_members = string.Join(
        ",\n", Field("TITLE"), Field("UF_CRM_1700000001", "double", "Вес, кг"), Enumeration("UF_CRM_1700000002", "Размер", "Малый", "Большой"));

    [Theory]
    [InlineData("{0}")]
    [InlineData("{\"result\":{0}}")]
    [InlineData("{\"result\":{0},\"time\":{\"start\":1,\"duration\":0.5,\"date_start\":\"2026-03-20T10:42:40+02:00\"}}")]
    [InlineData("{\"time\":[],\"result\":{0}}")]
    [InlineData("\uFEFF \r\n{\"result\" :\t{0}}\n\n")]
    public void A_reply_is_read_with_and_without_its_envelope(string envelope) =>
        Assert.Equal(Create(s_members).Schema(), new MemoryPortal(envelope.Replace("{0}", "{" + s_members + "}", StringComparison.Ordinal)).Schema());

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Line_ends_do_not_matter(string newLine) =>
        Assert.Equal(Create(s_members).Schema(), new MemoryPortal(Create(s_members).Fields.Replace("\n", newLine, StringComparison.Ordinal)).Schema());

    [Fact]
    public void The_order_of_fields_does_not_matter()
    {
        string[] fields = s_members.Split(",\n");

        PortalSchema schema = Create(fields.Reverse()).Schema();

        Assert.Equal(Create(fields).Schema(), schema);
        Assert.Equal(["TITLE", "UF_CRM_1700000001", "UF_CRM_1700000002"], schema.Fields.Select(f => f.Code));
    }

    [Fact]
    public void The_order_of_attributes_does_not_matter() => Assert.Equal(
        new MemoryPortal("""{"UF_CRM_1": {"type": "enumeration", "isMultiple": true, "items": [{"ID": "1", "VALUE": "Да"}, {"ID": "2", "VALUE": "Нет"}]}}""").Schema(),
        new MemoryPortal("""{"UF_CRM_1": {"items": [{"VALUE": "Нет", "ID": "2"}, {"VALUE": "Да", "ID": "1"}], "isMultiple": true, "type": "enumeration"}}""").Schema());

    [Fact]
    public void Fields_are_found_by_their_exact_code()
    {
        PortalSchema schema = Create(s_members).Schema();

        Assert.Equal("TITLE", schema.Find("TITLE")?.Code);
        Assert.Null(schema.Find("title"));
        Assert.Null(schema.Find("TITLE "));
    }

    [Fact]
    public void Reading_can_be_canceled() => Assert.Throws<OperationCanceledException>(
        () => LeadGen.Schema.Reading.PortalReader.Read(Create(s_members).Files, new CancellationToken(canceled: true)));

    [Theory]
    [InlineData("portals/acme/crm.lead.fields.json")]
    [InlineData(@"C:\portals\acme\crm.lead.fields.json")]
    [InlineData("crm.lead.fields.json")]
    public void A_file_is_named_without_its_folder(string path) => Assert.Equal("crm.lead.fields.json", new SchemaFile(path, "").Name);
}
