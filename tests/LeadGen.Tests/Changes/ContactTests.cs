using System.Reflection;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Changes;

/// <summary>CONTACT_ID and CONTACT_IDS both replace all contacts of a lead.</summary>
public sealed class ContactTests
{
#pragma warning disable CS0618 // CONTACT_ID is deprecated.
    public static TheoryData<Func<CrmValues>, string> Both => new()
    {
        { () => new LeadUpdate(42).SetContactIds([1, 2]).SetContactId(9), """{"CONTACT_ID":9}""" },
        { () => new LeadUpdate(42).SetContactId(9).SetContactIds([1, 2]), """{"CONTACT_IDS":[1,2]}""" },
        { () => new LeadUpdate(42).SetContactIds([1, 2]).ClearContactId(), """{"CONTACT_ID":0}""" },
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
    public void Writing_the_first_contact_is_deprecated_on_each_type()
    {
        MethodInfo[] writers =
            [typeof(LeadUpdate).GetMethod("SetContactId")!, typeof(LeadUpdate).GetMethod("ClearContactId")!, typeof(LeadDraft).GetMethod("SetContactId")!, typeof(Lead).GetProperty("ContactId")!.SetMethod!];
        Assert.All(writers, static w => Assert.Contains("replaces all contacts", w.GetCustomAttribute<ObsoleteAttribute>()?.Message, StringComparison.Ordinal));
        Assert.Null(typeof(Lead).GetProperty("ContactId")!.GetMethod!.GetCustomAttribute<ObsoleteAttribute>());
    }
}
