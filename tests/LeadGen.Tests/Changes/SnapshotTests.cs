using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Changes;

/// <summary>Tests that later changes to a caller's list do not change the leads and updates that were given the list.</summary>
public sealed class SnapshotTests
{
    [Fact]
    public void A_buffer_can_be_reused_for_the_next_lead()
    {
        List<string> buffer = [];
        List<LeadUpdate> updates = [];
        foreach (long id in new long[] { 1, 2 })
        {
            Lead before = Given.Lead($$"""{"ID": "{{id}}"}""");
            Lead after = before.Copy();
            buffer.Clear();
            buffer.Add($"tag of {id}");
            after.StringMany = buffer;
            updates.Add(LeadUpdate.FromChanges(before, after));
        }

        buffer.Clear();
        Assert.Equal(
            ["""{"UF_CRM_1712000002":["tag of 1"]}""", """{"UF_CRM_1712000002":["tag of 2"]}"""],
            updates.Select(Given.Fields));
    }

    [Fact]
    public void An_edit_of_a_value_that_was_read_does_not_compile_or_throws()
    {
        Lead lead = Given.Lead("""
            {"ID": "1", "UF_CRM_1712000002": ["a"], "UF_CRM_1712000032": [{"a": 1}], "PHONE": [{"ID": "1", "VALUE": "+7", "VALUE_TYPE": "WORK"}]}
            """);
        Assert.Throws<NotSupportedException>(() => ((IList<string>)lead.StringMany)[0] = "b");
        Assert.Throws<NotSupportedException>(() => ((IList<System.Text.Json.JsonElement>)lead.HlblockMany).Clear());
        Assert.Throws<NotSupportedException>(() => ((IList<MultiFieldEntry<PhoneType>>)lead.Phone)[0] = default);

        // A mutable value would be shared with the lead that it is compared with, so that an edit of it would not be sent.
        IEnumerable<Type> types = typeof(Lead).GetProperties().Where(p => p.GetIndexParameters().Length == 0).Select(p => p.PropertyType)
            .SelectMany(t => t.IsGenericType && t.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? t.GetGenericArguments() : [Nullable.GetUnderlyingType(t) ?? t])
            .Distinct();
        Assert.All(types, type =>
        {
            Assert.False(type.IsArray, type.Name);
            Assert.All(type.GetProperties(), p => Assert.True(
                p.SetMethod is null || p.SetMethod.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit)), $"{type.Name}.{p.Name}"));
        });
    }
}
