using System.Diagnostics;
using System.Globalization;
using LeadGen.Testing;

namespace LeadGen.Package.Tests;

/// <summary>Publishes console programs that update one lead.</summary>
internal sealed class Publishing(PackageFeed feed, string name)
{
    // The properties of a 'dotnet new console --aot' project.
    private const string Native = "<PublishAot>true</PublishAot><InvariantGlobalization>true</InvariantGlobalization>";

    private readonly string _folder = feed.NewFolder(name);
    private readonly List<string> _projects = [];

    /// <summary>Gets why native code can't be published on this machine; <see langword="null"/> if it can.</summary>
    public static string? SkipReason { get; } = File.Exists("/usr/bin/clang") && File.Exists("/usr/include/zlib.h")
        ? null
        : "clang and zlib are not installed: run 'apt-get install clang zlib1g-dev'.";

    /// <summary>Adds the program with LeadGen, as native code.</summary>
    public void AddNative(string project, string properties = "") => Add(project, "Typed.cs", Native + properties);

    /// <summary>Adds the program with <see cref="HttpClient"/> and System.Text.Json, as native code.</summary>
    public void AddNativeByHand(string project) => Add(project, "ByHand.cs", Native);

    /// <summary>Adds the program with LeadGen, trimmed.</summary>
    public void AddTrimmed(string project) => Add(project, "Typed.cs", "<PublishTrimmed>true</PublishTrimmed><SelfContained>true</SelfContained>");

    /// <summary>Publishes the added programs with warnings as errors, and returns the output of the SDK.</summary>
    public async Task<string> PublishAsync()
    {
        Portal.Write(Path.Combine(_folder, "portals/acme"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "Published.slnx"), $"<Solution>{string.Concat(_projects.Select(p => $"<Project Path=\"{p}/{p}.csproj\" />"))}</Solution>");
        return await DotNet.RunAsync(_folder, "publish", "Published.slnx", "-warnaserror", "-m:1");
    }

    /// <summary>Runs each program against a portal, and asserts that it sets the title of the lead to the name of the project.</summary>
    public async Task RunAsync()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(Path.Combine(_folder, "portals/acme"));
        long id = portal.AddLead([]);
        foreach (string project in _projects)
        {
            var start = new ProcessStartInfo(Program(project), [portal.Webhook.ToString(), id.ToString(CultureInfo.InvariantCulture), project]) { RedirectStandardOutput = true };
            using Process process = Process.Start(start)!;
            using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            Assert.StartsWith("updated in ", await process.StandardOutput.ReadToEndAsync(timeout.Token), StringComparison.Ordinal);
            await process.WaitForExitAsync(timeout.Token);
            Assert.Equal(project, portal.GetStoredValue(id, "TITLE"));
        }
    }

    /// <summary>Gets the size of a native program, in bytes.</summary>
    public long Size(string project) => new FileInfo(Program(project)).Length;

    private string Program(string project) => Path.Combine(_folder, project, "bin/Release/net10.0", Build.RuntimeIdentifier, "publish", OperatingSystem.IsWindows() ? project + ".exe" : project);

    private void Add(string project, string program, string properties)
    {
        _projects.Add(project);
        string folder = Directory.CreateDirectory(Path.Combine(_folder, project)).FullName;
        File.Copy(Path.Combine(Build.RepositoryRoot, "tests/LeadGen.Package.Tests/Programs", program), Path.Combine(folder, "Program.cs"));
        string items = program == "ByHand.cs"
            ? ""
            : $"""<PackageReference Include="LeadGen" Version="{Build.PackageVersion}" /><LeadSchema Include="../portals/acme/crm.lead.fields.json" Namespace="Acme.Crm" />""";
        File.WriteAllText(Path.Combine(folder, project + ".csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <RuntimeIdentifier>{Build.RuntimeIdentifier}</RuntimeIdentifier>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <NuGetAudit>false</NuGetAudit>
                <!-- Otherwise, the SDK also downloads the ASP.NET Core runtime for a self-contained program, which does not use it. -->
                <DisableTransitiveFrameworkReferenceDownloads>true</DisableTransitiveFrameworkReferenceDownloads>
                <!-- Separate symbol files are not used here, and take long to write. -->
                <NativeDebugSymbols>false</NativeDebugSymbols>
                {properties}
              </PropertyGroup>
              <ItemGroup>{items}</ItemGroup>
            </Project>
            """);
    }
}
