using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace LeadGen.Package.Tests;

[Collection(nameof(PackageFeed))]
public sealed class PackageTests(PackageFeed feed)
{
    private const string Schema = """
        {"result": {
          "ID": {"type": "integer", "isReadOnly": true, "title": "ID"},
          "TITLE": {"type": "string", "title": "Название"},
          "STATUS_ID": {"type": "crm_status", "statusType": "STATUS", "title": "Стадия"},
          "PHONE": {"type": "crm_multifield", "isMultiple": true, "title": "Телефон"},
          "UF_CRM_1712000000": {"type": "date", "isDynamic": true, "title": "UF_CRM_1712000000", "formLabel": "День доставки"}
        }}
        """;

    private const string Statuses = """{"result": [{"ENTITY_ID": "STATUS", "STATUS_ID": "IN_PROCESS", "NAME": "В работе"}], "total": 1}""";

    private const string Program = """
        using LeadGen;
        using Acme.Crm;

        var update = new LeadUpdate(1608)
            .SetTitle("ИП Титов")
            .SetStatusId(LeadStatus.InProcess)
            .SetDenDostavki(new DateOnly(2026, 3, 20))
            .AddPhone("+7 999 123-45-67", PhoneType.Work);
        Console.WriteLine(update);
        """;

    [Fact]
    public void Holds_the_runtime_the_generator_and_all_that_it_needs_beyond_the_compiler()
    {
        using ZipArchive package = feed.Open("LeadGen");
        string[] files = [.. package.Entries.Select(e => e.FullName)];

        Assert.Superset(
            new HashSet<string>
            {
                "lib/net8.0/LeadGen.dll", "lib/net10.0/LeadGen.dll", "lib/net10.0/LeadGen.xml", "build/LeadGen.props", "build/LeadGen.targets",
                "buildTransitive/LeadGen.props", "buildTransitive/LeadGen.targets", "README.md",
            },
            files.ToHashSet());
        string[] analyzers = [.. files.Where(f => f.StartsWith("analyzers/", StringComparison.Ordinal))];
        Assert.Equal(
            ["analyzers/dotnet/cs/LeadGen.CodeFixes.dll", "analyzers/dotnet/cs/LeadGen.Generator.dll", "analyzers/dotnet/cs/LeadGen.Schema.dll"],
            analyzers.Order(StringComparer.Ordinal));

        // What the analyzers refer to lies beside them, or in every compiler, also in one on .NET Framework.
        string[] given = ["netstandard", "Microsoft.CodeAnalysis", "Microsoft.CodeAnalysis.CSharp", "System.Collections.Immutable", "LeadGen.Schema", "LeadGen.Generator"];
        string[] givenByEditors = ["Microsoft.CodeAnalysis.Workspaces", "System.Composition.AttributedModel"];
        Assert.All(analyzers, a => Assert.Empty(
            References(package.GetEntry(a)!).Select(r => r.Name).Except(given).Except(a.EndsWith("CodeFixes.dll", StringComparison.Ordinal) ? givenByEditors : [])));
        Assert.All(
            analyzers.SelectMany(a => References(package.GetEntry(a)!)).Where(r => r.Name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)),
            reference => Assert.Equal(new Version(4, 8, 0, 0), reference.Version));
    }

    [Fact]
    public async Task An_empty_project_installs_it_adds_a_schema_and_builds_without_a_warning()
    {
        string folder = feed.NewFolder("console");
        WriteProject(folder, "Exe");
        File.WriteAllText(Path.Combine(folder, "Program.cs"), Program);

        string build = await DotNet.RunAsync(folder, "build", "-warnaserror", "-p:UseSharedCompilation=false");
        Assert.Contains("0 Warning(s)", build, StringComparison.Ordinal);
        Assert.Contains(
            "lead 1608: TITLE, STATUS_ID, UF_CRM_1712000000, PHONE",
            await DotNet.RunAsync(folder, "run", "--no-build"),
            StringComparison.Ordinal);

        string again = await DotNet.RunAsync(folder, "build", "-v:detailed", "-p:UseSharedCompilation=false");
        Assert.Contains("Skipping target \"CoreCompile\" because all output files are up-to-date", again, StringComparison.Ordinal);

        // The portal lost a field: the build fails where it was used, and nowhere else.
        await File.WriteAllTextAsync(
            Path.Combine(folder, "portals/acme/crm.lead.fields.json"), Schema.Replace("UF_CRM_1712000000\": {\"type\": \"date", "UF_CRM_1712000000\": {\"type\": \"string", StringComparison.Ordinal));
        (int exitCode, string broken) = await DotNet.TryRunAsync(folder, "build", "-p:UseSharedCompilation=false");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("Program.cs(7,21): error CS1503", broken, StringComparison.Ordinal);
        Assert.Contains("1 Error(s)", broken, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_schema_is_an_error_at_its_line()
    {
        string folder = feed.NewFolder("broken");
        WriteProject(folder, "Library");
        await File.WriteAllTextAsync(Path.Combine(folder, "portals/acme/crm.lead.fields.json"), "{\n  \"TITLE\": {\"type\": }\n}");

        (int exitCode, string output) = await DotNet.TryRunAsync(folder, "build", "-p:UseSharedCompilation=false");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("crm.lead.fields.json(2,21): error LG0001", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_that_is_not_there_is_an_error_that_says_so()
    {
        string folder = feed.NewFolder("missing");
        WriteProject(folder, "Library");
        Directory.Delete(Path.Combine(folder, "portals"), recursive: true);

        (int exitCode, string output) = await DotNet.TryRunAsync(folder, "build", "-p:UseSharedCompilation=false");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("error LG0019: The LeadSchema item 'portals/acme/crm.lead.fields.json' does not exist", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_emulators_package_brings_what_has_no_package_of_its_own()
    {
        using ZipArchive package = feed.Open("LeadGen.Testing");
        Assert.NotNull(package.GetEntry("lib/net10.0/LeadGen.Testing.dll"));
        Assert.NotNull(package.GetEntry("lib/net10.0/LeadGen.Schema.dll"));
    }

    [Theory]
    [InlineData("LeadGen.Extensions.DependencyInjection", "Microsoft.Extensions.Diagnostics.HealthChecks", "Microsoft.Extensions.Http", "Microsoft.Extensions.Logging.Abstractions")]
    [InlineData("LeadGen.Extensions.Redis", "Microsoft.Extensions.Logging.Abstractions", "StackExchange.Redis")]
    public void An_extensions_package_depends_on_the_runtime_and_on_what_it_extends_alone(string id, params string[] extended)
    {
        using ZipArchive package = feed.Open(id);
        using Stream nuspec = package.GetEntry($"{id}.nuspec")!.Open();
        XElement[] groups = [.. XDocument.Load(nuspec).Descendants().Where(e => e.Name.LocalName == "group")];

        Assert.Equal(["net10.0", "net8.0"], groups.Select(g => (string)g.Attribute("targetFramework")!).Order(StringComparer.Ordinal));

        // What the runtime and Redis's client depend on is repeated here by transitive pinning.
        Assert.All(groups, group => Assert.Equal(
            ["LeadGen", .. extended],
            group.Elements().Select(d => (string)d.Attribute("id")!).Except(["Polly.Core", "System.Threading.RateLimiting"]).Order(StringComparer.Ordinal)));
        Assert.NotNull(package.GetEntry("README.md"));
    }

    private static void WriteProject(string folder, string outputType)
    {
        string portal = Directory.CreateDirectory(Path.Combine(folder, "portals/acme")).FullName;
        File.WriteAllText(Path.Combine(portal, "crm.lead.fields.json"), Schema);
        File.WriteAllText(Path.Combine(portal, "crm.status.list.json"), Statuses);
        File.WriteAllText(Path.Combine(folder, "App.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>{outputType}</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <GenerateDocumentationFile>true</GenerateDocumentationFile>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="LeadGen" Version="{Build.PackageVersion}" />
                <LeadSchema Include="portals/acme/crm.lead.fields.json" Namespace="Acme.Crm" />
              </ItemGroup>
            </Project>
            """);
    }

    private static IEnumerable<(string Name, Version Version)> References(ZipArchiveEntry assembly)
    {
        using var bytes = new MemoryStream();
        using (Stream stream = assembly.Open())
        {
            stream.CopyTo(bytes);
        }

        bytes.Position = 0;
        using var file = new PEReader(bytes);
        MetadataReader metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(metadata.GetAssemblyReference).Select(r => (metadata.GetString(r.Name), r.Version))];
    }
}
