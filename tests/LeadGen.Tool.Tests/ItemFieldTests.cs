using LeadGen.Tool.Tests.Harness;

namespace LeadGen.Tool.Tests;

/// <summary>Tests the commands with fields that only <c>crm.item.*</c> has.</summary>
public sealed class ItemFieldTests : IDisposable
{
    private const string Observers = "\"observers\": {\"type\": \"user\", \"isMultiple\": true, \"title\": \"Наблюдатели\"}";
    private const string Parent = "\"parentId160\": {\"type\": \"crm_entity\", \"title\": \"Заказ\"}";

    private readonly Workspace _work = new();

    public ItemFieldTests()
    {
        Write("old", $"{{{Observers}, {Parent}}}");
        Write("new", $"{{{Observers}}}");
    }

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task They_are_named_listed_and_explained()
    {
        string names = await RunAsync("names", "list", "old");
        Assert.DoesNotContain("OBSERVERS", names, StringComparison.Ordinal);
        await RunAsync("names", "rename", "old", "OBSERVERS", "Watchers");
        Assert.Contains("Watchers", await RunAsync("names", "list", "old"), StringComparison.Ordinal);
        Assert.Contains("Watchers", await RunAsync("show", "old"), StringComparison.Ordinal);
        Assert.Contains("3 of 3 fields", await RunAsync("show", "old"), StringComparison.Ordinal);
        Assert.Contains("PARENT_ID_160", await RunAsync("explain", "PARENT_ID_160", "old"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task They_are_compared()
    {
        ToolRun run = await ToolRun.RunAsync(_work.Path, ["check", "old", "--against", "new"]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("PARENT_ID_160", run.Output, StringComparison.Ordinal);
    }

    private Task<string> RunAsync(params string[] arguments) => ToolRun.SucceedAsync(_work.Path, arguments);

    private void Write(string folder, string items)
    {
        new PortalFolderBuilder().With("TITLE").WriteTo(_work, folder);
        _work.Write(folder + "/crm.item.fields.1.json", items);
    }
}
