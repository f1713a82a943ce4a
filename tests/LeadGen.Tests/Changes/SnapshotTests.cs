using System.Text.Json.Nodes;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Changes;

/// <summary>What the caller does to a list or a JSON node later does not change a lead or an update that was given it.</summary>
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
    public void A_JSON_node_can_be_changed_for_the_next_lead()
    {
        var node = new JsonObject { ["a"] = 1 };
        LeadUpdate set = new LeadUpdate(1).SetHlblockOne(node);
        LeadUpdate many = new LeadUpdate(1).SetHlblockMany([node]);
        Lead before = Given.Lead("""{"ID": "1"}""");
        Lead after = before.Copy();
        after.HlblockOne = node;
        node["a"] = 2;

        Assert.Equal("""{"UF_CRM_1712000031":{"a":1}}""", Given.Fields(set));
        Assert.EndsWith("""[{"a":1}]}""", Given.Fields(many), StringComparison.Ordinal);
        Assert.Equal("""{"UF_CRM_1712000031":{"a":1}}""", Given.Fields(LeadUpdate.FromChanges(before, after)));
    }
}
