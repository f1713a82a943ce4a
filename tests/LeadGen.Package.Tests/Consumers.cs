using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace LeadGen.Package.Tests;

/// <summary>Creates a solution whose projects install the package with different settings, and builds it with one command.</summary>
public abstract class Consumers(PackageFeed feed) : IAsyncLifetime
{
    /// <summary>Properties of a project as the SDK creates it.</summary>
    protected const string Modern = "<Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings>";

    /// <summary>Properties of a library.</summary>
    protected const string Library = Modern + "<OutputType>Library</OutputType>";

    /// <summary>The oldest compiler in the registries; the generator is built against 4.8.</summary>
    protected static readonly string OldestCompiler = $"""<PackageReference Include="Microsoft.Net.Compilers.Toolset" Version="{Build.OldestCompiler}" PrivateAssets="all" />""";

    private static readonly Fence[] s_fences = [.. Readme.Pages.SelectMany(static page => page.Fences)];

    /// <summary>The item from the documentation, for a portal folder next to the project's folder.</summary>
    protected static readonly string Item = s_fences
        .Single(f => f.Text.StartsWith("<LeadSchema ", StringComparison.Ordinal)).Text.Replace("portals/", "$(MSBuildThisFileDirectory)../portals/", StringComparison.Ordinal);

    /// <summary>The item from the documentation, for the portals of another project.</summary>
    protected static readonly string CopiedPortals = s_fences
        .Single(f => f.Text.StartsWith("<None ", StringComparison.Ordinal)).Text.Replace("../Shop/", "../", StringComparison.Ordinal);

    private readonly string _folder = feed.NewFolder(Guid.NewGuid().ToString("N"));
    private readonly List<string> _projects = [];

    /// <summary>Gets the output of the build.</summary>
    private string Output { get; set; } = "";

    private string[] Lines => Output.Split('\n');

    public async Task InitializeAsync()
    {
        Portal.Write(File("portals/acme"));
        Portal.Write(File("portals/retyped"), Portal.Schema.Replace("{\"type\": \"date\"", "{\"type\": \"string\"", StringComparison.Ordinal));
        Portal.Write(File("portals/broken"), "{\n  \"TITLE\": {\"type\": }\n}");
        Write("Directory.Build.props", """
            <Project>
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Exe</OutputType>
                <NuGetAudit>false</NuGetAudit>
                <SatelliteResourceLanguages>en</SatelliteResourceLanguages>
              </PropertyGroup>
            </Project>
            """);

        AddProjects();
        Write("Consumers.slnx", $"<Solution>{string.Concat(_projects.Select(p => $"<Project Path=\"{p}\" />"))}</Solution>");

        // One build process, because each additional one would load and JIT-compile the SDK again.
        (_, Output) = await DotNet.TryRunAsync(_folder, "build", "Consumers.slnx", "-warnaserror", "-m:1");
    }

    /// <summary>Gets the path of a file in the solution's folder.</summary>
    protected string File(string path) => Path.Combine(_folder, path);

    /// <summary>Fails unless the project was built without a warning, and the program prints the text.</summary>
    public async Task AssertPrintsAsync(string project, string printed)
    {
        string file = Path.Combine(Path.GetFileName(project), Path.GetFileName(project));
        string[] errors =
        [
            .. Lines.Where(l => (l.Contains(": warning ", StringComparison.Ordinal) || l.Contains(": error ", StringComparison.Ordinal)) && l.Contains(file, StringComparison.Ordinal)),
        ];
        Assert.True(errors.Length == 0, string.Join('\n', errors));
        Assert.Equal(printed, (await DotNet.RunAsync(_folder, "exec", Assembly(project))).ReplaceLineEndings("\n"));
    }

    /// <summary>Fails unless the build of the project reported the error.</summary>
    public void AssertFails(string project, string error) =>
        Assert.Contains(Lines, l => l.Contains(error, StringComparison.Ordinal) && l.Contains($"{project}.csproj", StringComparison.Ordinal));

    /// <summary>Fails unless the build reported this number of errors, and no warning.</summary>
    public void AssertFailures(int errors)
    {
        Assert.Contains("0 Warning(s)", Output, StringComparison.Ordinal);
        Assert.Contains($"{errors} Error(s)", Output, StringComparison.Ordinal);
    }

    /// <summary>The names of the types in the assembly of a project.</summary>
    public string[] Types(string project)
    {
        using var file = new PEReader(System.IO.File.OpenRead(Assembly(project)));
        MetadataReader metadata = file.GetMetadataReader();
        return [.. metadata.TypeDefinitions.Select(metadata.GetTypeDefinition).Select(t => $"{metadata.GetString(t.Namespace)}.{metadata.GetString(t.Name)}")];
    }

    public Task DisposeAsync() => Task.CompletedTask;

    // A project without errors has exactly one.
    private string Assembly(string project)
    {
        string name = Path.GetFileName(project);
        string[] assemblies = Directory.Exists(File($"{project}/bin")) ? Directory.GetFiles(File($"{project}/bin"), $"{name}.dll", SearchOption.AllDirectories) : [];
        Assert.True(assemblies.Length == 1, $"{project} was not built:\n{Output}");
        return assemblies[0];
    }

    protected static string Reference(string id) => $"""<PackageReference Include="{id}" Version="{Build.PackageVersion}" />""";

    /// <summary>Adds the projects of the solution.</summary>
    protected abstract void AddProjects();

    protected void Add(string path, string properties, string items, string? reference = null)
    {
        _projects.Add(path);
        Write(path, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>{properties}</PropertyGroup>
              <ItemGroup>
                {reference ?? Reference("LeadGen")}
                {items}
              </ItemGroup>
            </Project>
            """);
    }

    protected void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File(path))!);
        System.IO.File.WriteAllText(File(path), text);
    }
}

/// <summary>Provides the usual projects: a console program, one with the oldest supported versions, several projects in one solution, one with all packages, and one with a malformed schema.</summary>
public sealed class UsualConsumers(PackageFeed feed) : Consumers(feed)
{
    protected override void AddProjects()
    {
        Add("Console/Console.csproj", Modern + "<GenerateDocumentationFile>true</GenerateDocumentationFile>", Item);
        // Runs on any installed runtime.
        Add("Oldest/Oldest.csproj", "<Nullable>disable</Nullable><ImplicitUsings>disable</ImplicitUsings><LangVersion>11</LangVersion><TargetFramework>net8.0</TargetFramework><RollForward>Major</RollForward>", Item + OldestCompiler);
        foreach (string project in new[] { "Console", "Oldest" })
        {
            Write($"{project}/Program.cs", Portal.Program);
        }

        // Central package management, and programs that get the package only through a library. No types are generated for the
        // copy of the library's portal below the folder of Program. Second includes a portal itself.
        Write("Central/Directory.Packages.props", $"""
            <Project>
              <PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>
              <ItemGroup><PackageVersion Include="LeadGen" Version="{Build.PackageVersion}" /></ItemGroup>
            </Project>
            """);
        Add("Central/Library/Library.csproj", Library, Item.Replace("../portals", "../../portals", StringComparison.Ordinal), """<PackageReference Include="LeadGen" />""");
        Write("Central/Library/Titov.cs", """
            namespace Library;

            public static class Titov
            {
                public static Acme.Crm.LeadUpdate Update => new Acme.Crm.LeadUpdate(1608).SetTitle("ИП Титов");
            }
            """);
        Add("Central/Program/Program.csproj", Modern, """<ProjectReference Include="../Library/Library.csproj" />""", reference: "");
        Portal.Write(File("Central/Program/data/acme"));
        Write("Central/Program/Program.cs", """
            Console.WriteLine(Library.Titov.Update.SetDenDostavki(new DateOnly(2026, 3, 20)));
            """);
        Add("Central/Second/Second.csproj", Modern, """
            <ProjectReference Include="../Library/Library.csproj" />
            <LeadSchema Include="../../portals/acme/crm.lead.fields.json" Namespace="Second.Crm" />
            """, reference: "");
        Write("Central/Second/Program.cs", """
            Console.WriteLine(new Second.Crm.LeadUpdate(Library.Titov.Update.RecordId).SetDenDostavki(new DateOnly(2026, 3, 20)));
            """);

        Add("All/All.csproj", Modern, Item + CopiedPortals, string.Concat(
            new[] { "LeadGen", "LeadGen.Extensions.DependencyInjection", "LeadGen.Extensions.HealthChecks", "LeadGen.Extensions.Hosting", "LeadGen.Extensions.Redis", "LeadGen.Testing" }.Select(Reference)));
        Write("All/Program.cs", Portal.ProgramWithAllPackages);

        Add("Broken/Broken.csproj", Library, Item.Replace("acme", "broken", StringComparison.Ordinal));
    }
}

/// <summary>Creates projects with one unusual setting each, projects in other languages, and unsupported projects.</summary>
public sealed class UnusualConsumers(PackageFeed feed) : Consumers(feed)
{
    protected override void AddProjects()
    {
        // The oldest supported language version and target framework, on any installed runtime.
        Add("CSharp11/CSharp11.csproj", Modern + "<LangVersion>11</LangVersion><TargetFramework>net8.0</TargetFramework><RollForward>Major</RollForward>", Item);
        Add("CSharp12/CSharp12.csproj", Modern + "<LangVersion>12</LangVersion>", Item);
        Add("NullableOff/NullableOff.csproj", "<Nullable>disable</Nullable><ImplicitUsings>enable</ImplicitUsings>", Item);
        Add("UsingsOff/UsingsOff.csproj", "<Nullable>enable</Nullable><ImplicitUsings>disable</ImplicitUsings>", Item);
        Add("OldCompiler/OldCompiler.csproj", Modern + "<LangVersion>12</LangVersion>", Item + OldestCompiler);
        foreach (string project in new[] { "CSharp11", "CSharp12", "OldCompiler", "NullableOff", "UsingsOff" })
        {
            Write($"{project}/Program.cs", Portal.Program);
        }

        // An item includes one portal, with a path that is not normalized. The build finds the other one.
        Add("Two/Two.csproj", Modern, """<LeadSchema Include="$(MSBuildThisFileDirectory)found/..\./named/crm.lead.fields.json" Namespace="Acme.Crm" />""");
        Portal.Write(File("Two/named"));
        Portal.Write(File("Two/found"));
        Write("Two/Program.cs", """
            Console.WriteLine(new Acme.Crm.LeadUpdate(1).SetTitle("ИП Титов"));
            Console.WriteLine(new Two.LeadUpdate(2).SetTitle("ИП Титов"));
            """);

        Add("VisualBasic/VisualBasic.vbproj", "", Item);
        Write("VisualBasic/Program.vb", """
            Module Program
                Sub Main()
                    System.Console.WriteLine(LeadGen.PhoneType.Work)
                End Sub
            End Module
            """);
        Add("FSharp/FSharp.fsproj", "", Item + """<Compile Include="Program.fs" />""");
        Write("FSharp/Program.fs", """printfn "%O" LeadGen.PhoneType.Work""");

        Add("Missing/Missing.csproj", Library, Item.Replace("acme", "missing", StringComparison.Ordinal));
        Add("Retyped/Retyped.csproj", Modern, Item.Replace("acme", "retyped", StringComparison.Ordinal));
        Write("Retyped/Program.cs", Portal.Program);

        // NuGet restores the package for any framework, because it contains a generator.
        Add("OldFramework/OldFramework.csproj", "<TargetFramework /><TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks><OutputType>Library</OutputType>", Item);
        Write("OldFramework/Titov.cs", """
            namespace OldFramework
            {
                public static class Titov
                {
                    public static Acme.Crm.LeadUpdate Update
                    {
                        get { return new Acme.Crm.LeadUpdate(1608).SetTitle("ИП Титов"); }
                    }
                }
            }
            """);
    }
}
