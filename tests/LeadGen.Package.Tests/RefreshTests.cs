using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using LeadGen.Testing;

namespace LeadGen.Package.Tests;

/// <summary>Runs the commands of the documentation with the packed packages, while a portal changes.</summary>
[Collection(nameof(PackageFeed))]
[Trait("Category", "Nightly")]
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
    public async Task A_project_builds_after_init_fetch_and_schema_changes()
    {
        await using PortalEmulator portal = await StartAsync();
        User user = new(feed, "refresh", portal);
        await user.RunAsync("new", "console", "--name", "App", "--output", ".", "--no-restore");

        Assert.Contains("Next: dotnet leadgen fetch portals/acme", await user.LeadGenAsync(0, "init", "portals/acme", "--namespace", "Acme.Crm"), StringComparison.Ordinal);
        await user.RunAsync("add", "package", "LeadGen", "--version", Build.PackageVersion);
        await user.LeadGenAsync(0, "fetch", "portals/acme");
        portal.ClearJournal();
        user.Write("Program.cs", Program);
        BuildRecord first = await user.BuildAsync(0, "-warnaserror");
        Assert.Contains("Csc", first.Tasks);
        Assert.Contains("lead 1608: TITLE, UF_CRM_1712000000, UF_CRM_1712000002", await user.RunAsync("exec", "bin/Debug/net10.0/App.dll"), StringComparison.Ordinal);

        // Neither a build nor a design-time build runs a command or calls the portal.
        BuildRecord designTime = await user.BuildAsync(0, "-t:Compile", "-p:DesignTimeBuild=true", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true");
        Assert.All(new[] { first, designTime }, build =>
        {
            Assert.Contains("LeadGenCollectSchemas", build.Targets);
            Assert.DoesNotContain("Exec", build.Tasks);
            Assert.DoesNotContain("LeadGenRefresh", build.Targets);
        });
        Assert.Empty(portal.Journal);

        // A fetch of an unchanged portal writes no files, so a second build does not compile.
        Assert.Contains("has the same schema", await user.LeadGenAsync(0, "check", "portals/acme"), StringComparison.Ordinal);
        await user.LeadGenAsync(0, "fetch", "portals/acme");
        BuildRecord second = await user.BuildAsync(0);
        Assert.DoesNotContain("Csc", second.Tasks);
        Assert.Contains("CoreCompile", second.SkippedTargets);

        // Compatible: an added field and a changed label.
        portal.SetField("UF_CRM_1712000009", """{"type": "string", "isDynamic": true, "formLabel": "Примечание"}""");
        portal.UpdateField(Dostavka, f => f["formLabel"] = "Доставка");
        Assert.Contains("no breaking changes, 2 compatible changes", await user.LeadGenAsync(1, "check", "portals/acme"), StringComparison.Ordinal);

        // Breaking: a field that the code uses is removed, and the type of a field that it does not use is changed.
        portal.RemoveField(Den);
        portal.UpdateField(Budget, f => f["type"] = "string");
        string check = await user.LeadGenAsync(2, "check", "portals/acme");
        Assert.All(new[] { "Field removed", Den, "Type changed", Budget, "Field added", "Label changed" }, text => Assert.Contains(text, check, StringComparison.Ordinal));

        await user.LeadGenAsync(0, "fetch", "portals/acme");
        BuildRecord broken = await user.BuildAsync(1);
        Assert.Contains("Csc", broken.Tasks);
        Assert.Contains("Program.cs(7,6): error CS1061", broken.Output, StringComparison.Ordinal);
        Assert.Contains("1 Error(s)", broken.Output, StringComparison.Ordinal);
        Assert.Contains("0 Warning(s)", broken.Output, StringComparison.Ordinal);

        // After a rename, the old name still compiles, with a warning that contains the new name. There are no errors.
        user.Write("Program.cs", Program.Replace(".SetSposobDostavki(SposobDostavki.Kurer)\n    .SetDenDostavki(new DateOnly(2026, 3, 20));", ".SetSposobDostavki(SposobDostavki.Kurer);", StringComparison.Ordinal));
        await user.LeadGenAsync(0, "check", "portals/acme");
        await user.LeadGenAsync(0, "names", "rename", "portals/acme", Dostavka, "Delivery");
        string renamed = await user.RunAsync("build");
        Assert.Contains("warning CS0618", renamed, StringComparison.Ordinal);
        Assert.Contains("Delivery", renamed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_of_the_usual_name_is_found_and_refreshed_without_an_item_and_an_interrupted_refresh_is_whole()
    {
        await using PortalEmulator portal = await StartAsync();
        User user = new(feed, "default", portal);
        user.Write("App.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="LeadGen" Version="{Build.PackageVersion}" />
              </ItemGroup>
            </Project>
            """);
        user.Write("portals/acme/crm.lead.fields.json", """{"TITLE": {"type": "string"}}""");
        user.Write("Program.cs", Program.Replace("Acme.Crm", "App", StringComparison.Ordinal));

        // A build does not call the portal, but the LeadGenRefresh target does. Before it runs, the members are missing.
        (int exitCode, string before) = await user.TryRunAsync("build");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("'LeadUpdate' does not contain a definition for 'SetSposobDostavki'", before, StringComparison.Ordinal);
        Assert.Empty(portal.Journal);
        string refresh = await user.RunAsync("build", "--no-restore", "-t:LeadGenRefresh");
        Assert.Contains("Written: crm.lead.fields.json", refresh, StringComparison.Ordinal);
        Assert.DoesNotContain(portal.Webhook.Segments[^1].Trim('/'), refresh, StringComparison.OrdinalIgnoreCase);

        // An interrupted refresh: the complete snapshot is staged, and a file of the folder is out of date. The compiler uses the staged files.
        foreach (string file in Directory.GetFiles(user.File("portals/acme")))
        {
            user.Write("portals/acme/.leadgen/staged/" + Path.GetFileName(file), await File.ReadAllTextAsync(file));
        }

        const string Replaced = """{"TITLE": {"type": "string"}}""";
        user.Write("portals/acme/crm.lead.fields.json", Replaced);
        user.Write(
            "portals/acme/.leadgen/staged/replaced.txt",
            $"{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Replaced)))} crm.lead.fields.json\n");
        Assert.Contains("A refresh was interrupted", await user.RunAsync("build", "--no-restore", "-warnaserror"), StringComparison.Ordinal);
        Assert.Contains("has the same schema", await user.LeadGenAsync(0, "check"), StringComparison.Ordinal);
        await user.LeadGenAsync(0, "fetch", "portals/acme");
        Assert.False(Directory.Exists(user.File("portals/acme/.leadgen")));
        string found = await user.RunAsync("build", "--no-restore", "-t:LeadGenCollectSchemas", "-getItem:AdditionalFiles");
        Assert.Contains("portals/acme/crm.lead.fields.json", found, StringComparison.Ordinal);
        Assert.DoesNotContain(".leadgen", found, StringComparison.Ordinal);

        // The message names the portal that failed. It suggests installing the tool only if the tool was not found.
        user.Write("portals/zeta/crm.lead.fields.json", "{}");
        user.Write("portals/zeta/leadgen.names.json", "{");
        (int failed, string one) = await user.TryRunAsync("build", "--no-restore", "-t:LeadGenRefresh");
        Assert.Equal(1, failed);
        Assert.Contains($"error : The schema in '{user.File("portals/zeta/")}' was not refreshed.", one, StringComparison.Ordinal);
        Assert.DoesNotContain("dotnet tool install", one, StringComparison.Ordinal);
        Assert.Contains("install it with 'dotnet tool install LeadGen.Tool'", (await user.TryRunAsync("build", "--no-restore", "-t:LeadGenRefresh", "-p:LeadGenToolCommand=leadgen-of-nowhere")).Output, StringComparison.Ordinal);

        // A project that disables the default items has only the schemas that it includes.
        string off = await user.RunAsync("build", "--no-restore", "-t:LeadGenCollectSchemas", "-getItem:AdditionalFiles", "-p:EnableDefaultLeadSchemaItems=false");
        Assert.DoesNotContain("crm.lead.fields.json", off, StringComparison.Ordinal);
    }

    private async Task<PortalEmulator> StartAsync()
    {
        await feed.InstallToolAsync();
        string folder = feed.NewFolder("portal-" + Guid.NewGuid().ToString("N"));
        var fields = new JsonObject
        {
            ["ID"] = new JsonObject { ["type"] = "integer", ["isReadOnly"] = true, ["title"] = "ID" },
            ["TITLE"] = new JsonObject { ["type"] = "string", ["title"] = "Название" },
        };
        await File.WriteAllTextAsync(Path.Combine(folder, "crm.lead.fields.json"), fields.ToJsonString());
        PortalEmulator portal = await PortalEmulator.StartAsync(folder);
        portal.SetField(Dostavka, """{"type": "enumeration", "formLabel": "Способ доставки", "items": [{"ID": "11", "VALUE": "Курьер"}, {"ID": "12", "VALUE": "Почта"}]}""");
        portal.SetField(Budget, """{"type": "money", "formLabel": "Бюджет"}""");
        portal.SetField(Den, """{"type": "date", "formLabel": "День доставки"}""");
        for (int i = 3; i < 7; i++)
        {
            portal.SetField($"UF_CRM_171200000{i}", $$"""{"type": "string", "formLabel": "Строка {{i}}"}""");
        }

        return portal;
    }
}
