using System.Text.Json;

namespace LeadGen.Testing.Tests;

/// <summary>Tests <see cref="PortalEmulator.AddLead"/>.</summary>
public sealed class SeedingTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task A_repeated_code_adds_an_entry_or_an_item()
    {
        long id = fixture.AddLead();
        long seeded = fixture.Portal.AddLead(
        [
            new("TITLE", "Заявка"), new("PHONE", "+71"), new("PHONE", "+72"), new("IM", "anna"),
            new("UF_CRM_1712000001", "1"), new("UF_CRM_1712000001", "2"), new("UF_CRM_1712000004", "договор.pdf"), new("UF_CRM_1712000010", "5"),
        ]);
        JsonElement lead = await fixture.LeadAsync(seeded);

        Assert.Equal(id + 1, seeded);
        Assert.Equal(["+71", "+72"], lead.GetProperty("PHONE").EnumerateArray().Select(p => p.GetProperty("VALUE").GetString()));
        Assert.Equal("TELEGRAM", lead.GetProperty("IM")[0].GetProperty("VALUE_TYPE").GetString());
        Assert.Equal(["1", "2"], lead.GetProperty("UF_CRM_1712000001").EnumerateArray().Select(n => n.GetString()));
        Assert.True(lead.GetProperty("UF_CRM_1712000004").TryGetProperty("downloadUrl", out _));
        Assert.Equal("5", lead.GetProperty("UF_CRM_1712000010")[0].GetString());
    }

    [Fact]
    public async Task Read_only_fields_immutable_fields_and_the_id_can_be_set()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(PortalFixture.Folder);
        long given = portal.AddLead([new("ID", "1608"), new("DATE_CREATE", "2020-01-01T00:00:00+00:00"), new("ORIGIN_ID", "17")]);

        Assert.Equal((1608L, 1609L), (given, portal.AddLead([])));
        Assert.Equal(("2020-01-01T00:00:00", "17"), (portal.GetStoredValue(1608, "DATE_CREATE"), portal.GetStoredValue(1608, "ORIGIN_ID")));
        Assert.Null(portal.GetStoredValue(1, "TITLE"));
    }

    [Theory]
    [InlineData("UF_CRM_404", "1")]
    [InlineData("BIRTHDATE", "завтра")]
    [InlineData("UF_CRM_1712000003", "Синий")]
    [InlineData("TITLE", "")]
    [InlineData("HAS_PHONE", "Y")]
    [InlineData("STATUS_SEMANTIC_ID", "S")]
    [InlineData("ID", "0")]
    [InlineData("ID", "x")]
    public void Values_that_a_portal_would_drop_are_rejected(string code, string value) =>
        Assert.Throws<ArgumentException>(() => fixture.Portal.AddLead([new(code, value)]));

    [Fact]
    public void An_id_can_be_used_once()
    {
        long id = fixture.AddLead();
        Assert.Throws<ArgumentException>(() => fixture.Portal.AddLead([new("ID", $"{id}")]));
    }
}
