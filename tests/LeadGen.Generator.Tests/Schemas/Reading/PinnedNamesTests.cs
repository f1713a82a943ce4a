using LeadGen.Schema.Reading;
using static LeadGen.TestKit.MemoryPortal;

namespace LeadGen.Generator.Tests.Schemas.Reading;

/// <summary>Tests how <c>leadgen.names.json</c> is read.</summary>
public class PinnedNamesTests
{
    private static IReadOnlyList<NamePin> Read(string names)
    {
        PortalReading reading = (Create(Field("TITLE")) with { Names = names }).Read();
        Assert.Empty(reading.Diagnostics);
        return reading.Pins;
    }

    [Fact]
    public void Fields_items_and_statuses_are_pinned_in_separate_sections()
    {
        IReadOnlyList<NamePin> pins = Read("{\n\"fields\": {\"UF_CRM_1\": \"Delivery\"},\n\"items\": {\"UF_CRM_1\": {\"5\": \"Courier\"}},\n\"statuses\": {\"STATUS\": {\"UC_1\": \"Waiting\"}}\n}");

        Assert.Equal(
            [
                (PinTarget.Field, "UF_CRM_1", "", "Delivery", 1, 23),
                (PinTarget.Item, "UF_CRM_1", "5", "Courier", 2, 28),
                (PinTarget.Status, "STATUS", "UC_1", "Waiting", 3, 32),
            ],
            pins.Select(p => (p.Target, p.Owner, p.Key, p.Name, p.Location.Start.Line, p.Location.Start.Column)));
        Assert.Equal(["field 'UF_CRM_1'", "item 5 of field 'UF_CRM_1'", "value 'UC_1' of dictionary 'STATUS'"], pins.Select(p => p.Description));
    }

    [Fact]
    public void Former_names_are_in_a_separate_section_and_are_not_pins()
    {
        PortalReading reading = (Create(Field("TITLE")) with
        {
            Names = """
                {"fields": {"UF_CRM_1": "Delivery"},
                 "renamed": {"fields": {"UF_CRM_1": "DeliveryMethod"},
                  "items": {"UF_CRM_1": {"5": "CourierOld"}}, "statuses": {"STATUS": {"UC_1": "Avito"}}}}
                """,
        }).Read();

        Assert.Empty(reading.Diagnostics);
        Assert.Equal("Delivery", Assert.Single(reading.Pins).Name);
        Assert.Equal(
            [(PinTarget.Field, "UF_CRM_1", "", "DeliveryMethod", 1), (PinTarget.Item, "UF_CRM_1", "5", "CourierOld", 2), (PinTarget.Status, "STATUS", "UC_1", "Avito", 2)],
            reading.FormerNames.Select(p => (p.Target, p.Owner, p.Key, p.Name, p.Location.Start.Line)));
    }

    [Fact]
    public void Reserved_names_are_the_keys_of_their_section_and_pin_nothing()
    {
        PortalReading reading = (Create(Field("TITLE")) with
        {
            Names = """
                {"reserved": {"fields": {"Delivery": "UF_CRM_1", "DeliveryMethod": "UF_CRM_1"},
                 "items": {"UF_CRM_1": {"Courier": "5"}}, "statuses": {"STATUS": {"Avito": "UC_1"}}}}
                """,
        }).Read();

        Assert.Empty(reading.Diagnostics);
        Assert.Empty(reading.Pins);
        Assert.Equal(
            [(PinTarget.Field, "UF_CRM_1", "", "Delivery"), (PinTarget.Field, "UF_CRM_1", "", "DeliveryMethod"), (PinTarget.Item, "UF_CRM_1", "5", "Courier"), (PinTarget.Status, "STATUS", "UC_1", "Avito")],
            reading.ReservedNames.Select(p => (p.Target, p.Owner, p.Key, p.Name)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"fields\": {}, \"items\": [], \"statuses\": {\"STATUS\": []}}")]
    [InlineData("{\"renamed\": []}")]
    [InlineData("{\"reserved\": []}")]
    [InlineData("{\"renamed\": {\"fields\": [], \"items\": {\"UF_CRM_1\": []}}}")]
    public void An_empty_file_of_names_pins_nothing(string names) => Assert.Empty(Read(names));
}
