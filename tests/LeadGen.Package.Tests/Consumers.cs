using LeadGen.Docs.Tests.Pages;

namespace LeadGen.Package.Tests;

/// <summary>A solution of projects that install the package, each with settings of its own, all built by one command.</summary>
public sealed class Consumers(PackageFeed feed) : IAsyncLifetime
{
    private static readonly Fence[] s_fences = [.. Readme.Pages.SelectMany(static page => page.Fences)];

    // As the pages show it, for a portal beside the project's folder.
    private static readonly string s_item = s_fences
        .Single(f => f.Text.StartsWith("<LeadSchema ", StringComparison.Ordinal)).Text.Replace("portals/", "$(MSBuildThisFileDirectory)../portals/", StringComparison.Ordinal);

    // As the pages show it, for portals of another project.
    private static readonly string s_copiedPortals = s_fences
        .Single(f => f.Text.StartsWith("<None ", StringComparison.Ordinal)).Text.Replace("../Shop/", "../", StringComparison.Ordinal);

    private readonly string _folder = feed.NewFolder("consumers");
    private readonly List<string> _projects = [];

    /// <summary>All that the build printed.</summary>
    public string Output { get; private set; } = "";

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

        const string Modern = "<Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings>";
        const string Library = Modern + "<OutputType>Library</OutputType>";
        Add("Console/Console.csproj", Modern + "<GenerateDocumentationFile>true</GenerateDocumentationFile>", s_item);
        // The oldest that is supported, on whatever runtime is there.
        Add("CSharp11/CSharp11.csproj", Modern + "<LangVersion>11</LangVersion><TargetFramework>net8.0</TargetFramework><RollForward>Major</RollForward>", s_item);
        Add("CSharp12/CSharp12.csproj", Modern + "<LangVersion>12</LangVersion>", s_item);
        Add("NullableOff/NullableOff.csproj", "<Nullable>disable</Nullable><ImplicitUsings>enable</ImplicitUsings>", s_item);
        Add("UsingsOff/UsingsOff.csproj", "<Nullable>enable</Nullable><ImplicitUsings>disable</ImplicitUsings>", s_item);
        // The oldest compiler in the registries; the generator is built against 4.8.
        Add("OldCompiler/OldCompiler.csproj", Modern + "<LangVersion>12</LangVersion>", s_item
            + $"""<PackageReference Include="Microsoft.Net.Compilers.Toolset" Version="{Build.OldestCompiler}" PrivateAssets="all" />""");
        foreach (string project in new[] { "Console", "CSharp11", "CSharp12", "OldCompiler", "NullableOff", "UsingsOff" })
        {
            Write($"{project}/Program.cs", Portal.Program);
        }

        // Versions kept centrally, and a program that gets the package through a library alone. The files of the library's
        // portal lie below the program's folder too; the program's own portal is another one.
        Write("Central/Directory.Packages.props", $"""
            <Project>
              <PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>
              <ItemGroup><PackageVersion Include="LeadGen" Version="{Build.PackageVersion}" /></ItemGroup>
            </Project>
            """);
        Add("Central/Library/Library.csproj", Library, s_item.Replace("../portals", "../../portals", StringComparison.Ordinal), """<PackageReference Include="LeadGen" />""");
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

        // One portal by an item, in a spelling that no search comes upon, and one that is found beside it.
        Add("Two/Two.csproj", Modern, """<LeadSchema Include="$(MSBuildThisFileDirectory)found/..\./named/crm.lead.fields.json" Namespace="Acme.Crm" />""");
        Portal.Write(File("Two/named"));
        Portal.Write(File("Two/found"));
        Write("Two/Program.cs", """
            Console.WriteLine(new Acme.Crm.LeadUpdate(1).SetTitle("ИП Титов"));
            Console.WriteLine(new Two.LeadUpdate(2).SetTitle("ИП Титов"));
            """);

        Add("All/All.csproj", Modern, s_item + s_copiedPortals, string.Concat(
            new[] { "LeadGen", "LeadGen.Extensions.DependencyInjection", "LeadGen.Extensions.HealthChecks", "LeadGen.Extensions.Redis", "LeadGen.Testing" }.Select(Reference)));
        Write("All/Program.cs", Portal.ProgramOfAll);

        Add("VisualBasic/VisualBasic.vbproj", "", s_item);
        Write("VisualBasic/Program.vb", """
            Module Program
                Sub Main()
                    System.Console.WriteLine(LeadGen.PhoneType.Work)
                End Sub
            End Module
            """);
        Add("FSharp/FSharp.fsproj", "", s_item + """<Compile Include="Program.fs" />""");
        Write("FSharp/Program.fs", """printfn "%O" LeadGen.PhoneType.Work""");

        Add("Broken/Broken.csproj", Library, s_item.Replace("acme", "broken", StringComparison.Ordinal));
        Add("Missing/Missing.csproj", Library, s_item.Replace("acme", "missing", StringComparison.Ordinal));
        Add("Retyped/Retyped.csproj", Modern, s_item.Replace("acme", "retyped", StringComparison.Ordinal));
        Write("Retyped/Program.cs", Portal.Program);

        // NuGet restores the package for any framework, as it has a generator.
        Add("OldFramework/OldFramework.csproj", "<TargetFramework /><TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks><OutputType>Library</OutputType>", s_item);
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

        Write("Consumers.slnx", $"<Solution>{string.Concat(_projects.Select(p => $"<Project Path=\"{p}\" />"))}</Solution>");

        // One process: each further one would load the SDK and compile it to machine code again.
        (_, Output) = await DotNet.TryRunAsync(_folder, "build", "Consumers.slnx", "-warnaserror", "-m:1");
    }

    /// <summary>A file of the solution's folder.</summary>
    public string File(string path) => Path.Combine(_folder, path);

    /// <summary>The assembly that a project was built to, which is there when its build succeeded.</summary>
    public string Assembly(string project)
    {
        string name = Path.GetFileName(project);
        string[] assemblies = Directory.Exists(File($"{project}/bin")) ? Directory.GetFiles(File($"{project}/bin"), $"{name}.dll", SearchOption.AllDirectories) : [];
        Assert.True(assemblies.Length == 1, $"{project} was not built:\n{Output}");
        return assemblies[0];
    }

    /// <summary>Runs a program that was built, and returns what it printed.</summary>
    public async Task<string> RunAsync(string project) => await DotNet.RunAsync(_folder, "exec", Assembly(project));

    public Task DisposeAsync() => Task.CompletedTask;

    private static string Reference(string id) => $"""<PackageReference Include="{id}" Version="{Build.PackageVersion}" />""";

    private void Add(string path, string properties, string items, string? reference = null)
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

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File(path))!);
        System.IO.File.WriteAllText(File(path), text);
    }
}
