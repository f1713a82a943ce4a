using System.Diagnostics;
using System.Globalization;
using LeadGen.Testing;
using Xunit.Abstractions;

namespace LeadGen.Package.Tests;

/// <summary>A console program that updates one lead, published as native code and as a trimmed program.</summary>
[Collection(nameof(PackageFeed))]
public sealed class PublishTests(PackageFeed feed, ITestOutputHelper output)
{
    // Beyond what HttpClient and System.Text.Json weigh by themselves: twice what was measured at first.
    private const double MostOfByHand = 1.5;

    [ClangFact]
    public async Task It_is_published_without_a_warning_and_runs_and_weighs_little_more_than_by_hand()
    {
        string folder = feed.NewFolder("published");
        Portal.Write(Path.Combine(folder, "portals/acme"));
        WriteProject(folder, "Native", "Typed.cs", "<PublishAot>true</PublishAot>");
        WriteProject(folder, "NativeByHand", "ByHand.cs", "<PublishAot>true</PublishAot>");
        WriteProject(folder, "Trimmed", "Typed.cs", "<PublishTrimmed>true</PublishTrimmed><SelfContained>true</SelfContained>");
        await File.WriteAllTextAsync(Path.Combine(folder, "Published.slnx"), """
            <Solution><Project Path="Native/Native.csproj" /><Project Path="NativeByHand/NativeByHand.csproj" /><Project Path="Trimmed/Trimmed.csproj" /></Solution>
            """);
        string published = await DotNet.RunAsync(folder, "publish", "Published.slnx", "-warnaserror", "-m:1");
        Assert.DoesNotContain("warning", published, StringComparison.OrdinalIgnoreCase);

        await using PortalEmulator portal = await PortalEmulator.StartAsync(Path.Combine(folder, "portals/acme"));
        long id = portal.AddLead([]);
        foreach (string name in new[] { "Native", "NativeByHand", "Trimmed" })
        {
            Assert.StartsWith("updated in ", await RunAsync(Program(folder, name), portal.Webhook.ToString(), id.ToString(CultureInfo.InvariantCulture), name), StringComparison.Ordinal);
            Assert.Equal(name, portal.StoredValue(id, "TITLE"));
        }

        long native = new FileInfo(Program(folder, "Native")).Length;
        long byHand = new FileInfo(Program(folder, "NativeByHand")).Length;
        string sizes = string.Create(CultureInfo.InvariantCulture, $"native: {native / 1024.0:N0} KiB, by hand: {byHand / 1024.0:N0} KiB, ratio {(double)native / byHand:N2}");
        output.WriteLine(sizes);
        Assert.True(native <= MostOfByHand * byHand, sizes);
    }

    private static string Program(string folder, string name) => Path.Combine(folder, name, "bin/Release/net10.0", Build.RuntimeIdentifier, "publish", name);

    private static void WriteProject(string folder, string name, string program, string properties)
    {
        Directory.CreateDirectory(Path.Combine(folder, name));
        File.Copy(Path.Combine(Build.RepositoryRoot, "tests/LeadGen.Package.Tests/Programs", program), Path.Combine(folder, name, "Program.cs"));
        string items = program == "ByHand.cs"
            ? ""
            : $"""<PackageReference Include="LeadGen" Version="{Build.PackageVersion}" /><LeadSchema Include="../portals/acme/crm.lead.fields.json" Namespace="Acme.Crm" />""";
        File.WriteAllText(Path.Combine(folder, name, name + ".csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <RuntimeIdentifier>{Build.RuntimeIdentifier}</RuntimeIdentifier>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <NuGetAudit>false</NuGetAudit>
                <!-- One warning for each place, not one for each assembly. -->
                <TrimmerSingleWarn>false</TrimmerSingleWarn>
                <!-- A self-contained program would also have the SDK fetch the runtime of ASP.NET, which it does not use. -->
                <DisableTransitiveFrameworkReferenceDownloads>true</DisableTransitiveFrameworkReferenceDownloads>
                {properties}
              </PropertyGroup>
              <ItemGroup>{items}</ItemGroup>
            </Project>
            """);
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        string printed = await process.StandardOutput.ReadToEndAsync(timeout.Token);
        await process.WaitForExitAsync(timeout.Token);
        return printed;
    }

    /// <summary>A test that needs a linker for native code.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class ClangFactAttribute : FactAttribute
    {
        public ClangFactAttribute() => Skip = File.Exists("/usr/bin/clang") && File.Exists("/usr/include/zlib.h")
            ? null
            : "clang and zlib are not installed: run 'apt-get install clang zlib1g-dev'.";
    }
}
