using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Changes;

/// <summary>Tests that an address with a part for which the schema has no field is rejected.</summary>
public sealed class AddressPartTests
{
    private static readonly CrmField<string> s_city = new("ADDRESS_CITY", "", "string", CrmFieldFlags.NotUpdatable, ClearForm.EmptyText, WireFormat.Text);
    private static readonly CrmField<string>?[] s_parts = [null, null, s_city, null, null, null, null, null];
    private static readonly CrmFieldSet s_fields = new(s_city);

    public static TheoryData<string, CrmAddress> Lost => new()
    {
        { "ADDRESS", new CrmAddress { Address = "a" } },
        { "ADDRESS_PROVINCE", new CrmAddress { City = "Пермь", Province = "Пермский край" } },
        { "ADDRESS_COUNTRY_CODE", new CrmAddress { City = "Пермь", CountryCode = "RU" } },
    };

    [Theory]
    [MemberData(nameof(Lost))]
    public void A_part_that_would_be_lost_is_rejected(string code, CrmAddress address)
    {
        foreach (Action set in new Action[] { () => new Update().Set(address), () => new Draft().Set(address), () => new Record().SetAddress(address) })
        {
            CrmValueException e = Assert.Throws<CrmValueException>(set);
            Assert.Equal(code, e.Code);
            Assert.Contains(code, e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_blank_part_is_left_out()
    {
        var update = new Update();
        update.Set(new CrmAddress { City = "Пермь", Province = " ", Country = "" });
        new Record().SetAddress(new CrmAddress { City = "Пермь", Province = "" });
        Assert.Equal("lead 42: ADDRESS_CITY", update.ToString());
    }

    private sealed class Update() : CrmUpdate(Lead.Entity, 42)
    {
        public void Set(CrmAddress address) => RecordAddress(address, s_parts);
    }

    private sealed class Draft() : CrmDraft(Lead.Entity)
    {
        public void Set(CrmAddress address) => RecordAddress(address, s_parts);
    }

    private sealed class Record() : CrmRecord(s_fields)
    {
        public void SetAddress(CrmAddress address) => AssignAddress(address, s_parts);
    }
}
