using System.Text.Json.Nodes;
using LeadGen.Testing;

namespace LeadGen.Package.Tests;

/// <summary>A portal that changes, as a user of the packed packages lives through it.</summary>
[Collection(nameof(PackageFeed))]
public sealed class RefreshTests(PackageFeed feed)
{
    private const string Dostavka = "UF_CRM_1712000000";
    private const string Budget = "UF_CRM_1712000001";
    private const string Den = "UF_CRM_1712000002";

    private const string Program = """
        using LeadGen;
        using Acme.Crm;

        var update = new LeadUpdate(1608)
            .SetTitle("ИП Титов")
            .SetSposobDostavki(SposobDostavki.Kurer)
            .SetDenDostavki(new DateOnly(2026, 3, 20));
        Console.WriteLine(update);
        """;

    [Fact]
    public async Task From_an_empty_folder_to_a_changed_portal_and_back_to_green()
    {
        await using PortalEmulator portal = await StartPortalAsync();
        User user = await User.StartAsync(feed, "refresh", portal);

        Assert.Contains("Next: dotnet leadgen fetch portals/acme", await user.LeadGenAsync(0, "init", "portals/acme", "--namespace", "Acme.Crm"), StringComparison.Ordinal);
        await user.RunAsync("add", "package", "LeadGen", "--version", Build.PackageVersion);
        await user.LeadGenAsync(0, "fetch", "portals/acme");
        user.Write("Program.cs", Program);
        Assert.Contains("0 Warning(s)", await user.RunAsync("build", "-warnaserror"), StringComparison.Ordinal);
        Assert.Contains("lead 1608: TITLE, UF_CRM_1712000000, UF_CRM_1712000002", await user.RunAsync("run", "--no-build"), StringComparison.Ordinal);
        Assert.Contains("has the same schema", await user.LeadGenAsync(0, "check", "portals/acme"), StringComparison.Ordinal);

        // Compatible: a field more, a label that reads otherwise.
        portal.PutField("UF_CRM_1712000009", """{"type": "string", "isDynamic": true, "formLabel": "Примечание"}""");
        portal.EditField(Dostavka, f => f["formLabel"] = "Доставка");
        Assert.Contains("no breaking changes, 2 compatible changes", await user.LeadGenAsync(1, "check", "portals/acme"), StringComparison.Ordinal);

        // Breaking: a field that code uses is gone, another one that it does not use has another type.
        portal.RemoveField(Den);
        portal.EditField(Budget, f => f["type"] = "string");
        string check = await user.LeadGenAsync(2, "check", "portals/acme");
        Assert.All(new[] { "Field removed", Den, "Type changed", Budget, "Field added", "Label changed" }, text => Assert.Contains(text, check, StringComparison.Ordinal));

        await user.LeadGenAsync(0, "fetch", "portals/acme");
        (int exitCode, string broken) = await user.TryRunAsync("build");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("Program.cs(7,6): error CS1061", broken, StringComparison.Ordinal);
        Assert.Contains("1 Error(s)", broken, StringComparison.Ordinal);
        Assert.Contains("0 Warning(s)", broken, StringComparison.Ordinal);

        user.Write("Program.cs", Program.Replace(".SetSposobDostavki(SposobDostavki.Kurer)\n    .SetDenDostavki(new DateOnly(2026, 3, 20));", ".SetSposobDostavki(SposobDostavki.Kurer);", StringComparison.Ordinal));
        Assert.Contains("0 Warning(s)", await user.RunAsync("build", "-warnaserror"), StringComparison.Ordinal);
        await user.LeadGenAsync(0, "check", "portals/acme");

        // A rename leaves the old name usable, with a warning that names the new one.
        await user.LeadGenAsync(0, "names", "rename", "portals/acme", Dostavka, "Delivery");
        string renamed = await user.RunAsync("build");
        Assert.Contains("warning CS0618", renamed, StringComparison.Ordinal);
        Assert.Contains("Delivery", renamed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_of_the_usual_name_is_found_and_refreshed_without_an_item_and_an_interrupted_refresh_is_whole()
    {
        await using PortalEmulator portal = await StartPortalAsync();
        User user = await User.StartAsync(feed, "default", portal);
        await user.RunAsync("add", "package", "LeadGen", "--version", Build.PackageVersion);
        user.Write("portals/acme/crm.lead.fields.json", """{"TITLE": {"type": "string"}}""");
        user.Write("Program.cs", Program.Replace("Acme.Crm", "App", StringComparison.Ordinal));

        // The build asks no portal, the target does: before it, the members are missing.
        (int exitCode, string before) = await user.TryRunAsync("build");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("'LeadUpdate' does not contain a definition for 'SetSposobDostavki'", before, StringComparison.Ordinal);
        Assert.Empty(portal.Journal);
        string refresh = await user.RunAsync("build", "-t:LeadGenRefresh");
        Assert.Contains("Written: crm.lead.fields.json", refresh, StringComparison.Ordinal);
        Assert.DoesNotContain(portal.Webhook.Segments[^1].Trim('/'), refresh, StringComparison.OrdinalIgnoreCase);
        await user.RunAsync("build", "-warnaserror");

        // Between the moment in which a refresh counts and the last file's move: outside lies a mix, the compiler sees the whole.
        foreach (string file in Directory.GetFiles(user.File("portals/acme")))
        {
            user.Write("portals/acme/.leadgen/staged/" + Path.GetFileName(file), await File.ReadAllTextAsync(file));
        }

        user.Write("portals/acme/crm.lead.fields.json", """{"TITLE": {"type": "string"}}""");
        Assert.Contains("A refresh was interrupted", await user.RunAsync("build", "-warnaserror"), StringComparison.Ordinal);
        Assert.Contains("has the same schema", await user.LeadGenAsync(0, "check"), StringComparison.Ordinal);
        await user.LeadGenAsync(0, "fetch", "portals/acme");
        Assert.False(Directory.Exists(user.File("portals/acme/.leadgen")));
        await user.RunAsync("build", "-warnaserror");

        // A project that names its schemas has those only.
        await user.RunAsync("build", "-t:Clean");
        (exitCode, string off) = await user.TryRunAsync("build", "-p:EnableDefaultLeadSchemaItems=false");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("CS0246", off, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_build_does_nothing_and_no_build_runs_a_command()
    {
        await using PortalEmulator portal = await StartPortalAsync();
        User user = await User.StartAsync(feed, "incremental", portal);
        await user.LeadGenAsync(0, "init", "portals/acme", "--namespace", "Acme.Crm");
        await user.RunAsync("add", "package", "LeadGen", "--version", Build.PackageVersion);
        await user.LeadGenAsync(0, "fetch", "portals/acme");
        portal.ClearJournal();
        user.Write("Program.cs", Program);

        BuildRecord first = await user.BuildAsync();
        Assert.Contains("Csc", first.Tasks);
        BuildRecord second = await user.BuildAsync();
        Assert.DoesNotContain("Csc", second.Tasks);
        Assert.Contains("CoreCompile", second.SkippedTargets);
        Assert.Contains("LeadGenCollectSchemas", second.Targets);

        // A fetch of the same portal touches nothing, so nothing is compiled again; one of a changed portal does.
        await user.LeadGenAsync(0, "fetch", "portals/acme");
        Assert.DoesNotContain("Csc", (await user.BuildAsync()).Tasks);
        portal.PutField("UF_CRM_1712000009", """{"type": "string", "formLabel": "Примечание"}""");
        await user.LeadGenAsync(0, "fetch", "portals/acme");
        portal.ClearJournal();
        Assert.Contains("Csc", (await user.BuildAsync()).Tasks);

        BuildRecord designTime = await user.BuildAsync("-t:Compile", "-p:DesignTimeBuild=true", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true");
        Assert.Contains("LeadGenCollectSchemas", designTime.Targets);
        Assert.All(new[] { first, second, designTime }, build =>
        {
            Assert.DoesNotContain("Exec", build.Tasks);
            Assert.DoesNotContain("LeadGenRefresh", build.Targets);
        });
        Assert.Empty(portal.Journal);
    }

    private async Task<PortalEmulator> StartPortalAsync()
    {
        string folder = feed.NewFolder("portal-" + Guid.NewGuid().ToString("N"));
        var fields = new JsonObject
        {
            ["ID"] = new JsonObject { ["type"] = "integer", ["isReadOnly"] = true, ["title"] = "ID" },
            ["TITLE"] = new JsonObject { ["type"] = "string", ["title"] = "Название" },
        };
        await File.WriteAllTextAsync(Path.Combine(folder, "crm.lead.fields.json"), fields.ToJsonString());
        PortalEmulator portal = await PortalEmulator.StartAsync(folder);
        portal.PutField(Dostavka, """{"type": "enumeration", "formLabel": "Способ доставки", "items": [{"ID": "11", "VALUE": "Курьер"}, {"ID": "12", "VALUE": "Почта"}]}""");
        portal.PutField(Budget, """{"type": "money", "formLabel": "Бюджет"}""");
        portal.PutField(Den, """{"type": "date", "formLabel": "День доставки"}""");
        for (int i = 3; i < 7; i++)
        {
            portal.PutField($"UF_CRM_171200000{i}", $$"""{"type": "string", "formLabel": "Строка {{i}}"}""");
        }

        return portal;
    }
}
