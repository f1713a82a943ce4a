using System.Reflection;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Changes;

/// <summary>Tests that CONTACT_IDS replaces all contacts of a lead, and that CONTACT_ID, the first contact, is written only for new leads.</summary>
public sealed class ContactTests
{
#pragma warning disable CS0618 // CONTACT_ID is deprecated.
    public static TheoryData<Func<CrmValues>, string> Both => new()
    {
        { () => new LeadUpdate(42).SetContactIds([1, 2]).SetContactIds([9]), """{"CONTACT_IDS":[9]}""" },
        { () => new LeadDraft().SetContactIds([1, 2]).SetContactId(9), """{"CONTACT_ID":9}""" },
        { () => new LeadDraft().SetContactId(9).SetContactIds([1, 2]), """{"CONTACT_IDS":[1,2]}""" },
    };
#pragma warning restore CS0618

    [Theory]
    [MemberData(nameof(Both))]
    public void The_later_field_counts(Func<CrmValues> make, string fields) => Assert.Equal(
        fields,
        Given.Json(writer =>
        {
            writer.StartMap();
            make().WriteFields(writer);
            writer.EndMap();
        }));

    [Fact]
    public void Only_a_new_lead_has_a_setter_for_the_first_contact()
    {
        Assert.Contains("Use CONTACT_IDS.", typeof(LeadDraft).GetMethod("SetContactId")!.GetCustomAttribute<ObsoleteAttribute>()?.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(typeof(LeadUpdate).GetMethods(), static m => m.Name is "SetContactId" or "ClearContactId");
        Assert.False(typeof(Lead).GetProperty("ContactId")!.CanWrite);
        Assert.False(LeadFields.ContactId.IsUpdatable);
    }
}
