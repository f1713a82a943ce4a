namespace LeadGen.Package.Tests;

/// <summary>Tests an application that references the library with the package and the schema through another library.</summary>
[Collection(nameof(PackageFeed))]
public sealed class ReferencedSchemaTests(PackageFeed feed)
{
    [Fact]
    public async Task The_schema_of_a_library_is_analyzed_in_the_application_and_generated_once()
    {
        string folder = feed.NewFolder("referenced");
        Portal.Write(Path.Combine(folder, "portals/acme"));
        Write("Directory.Build.props", """
            <Project>
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
            </Project>
            """);
        Write("Library/Library.csproj", Project($"""
            <PackageReference Include="LeadGen" Version="{Build.PackageVersion}" />
            <LeadSchema Include="../portals/acme/crm.lead.fields.json" Namespace="Acme.Crm" />
            """));
        Write("Library/Library.cs", "public class Library;");
        Write("Middle/Middle.csproj", Project("""<ProjectReference Include="../Library/Library.csproj" />"""));
        Write("Middle/Middle.cs", "public class Middle;");
        Write("App/App.csproj", Project("""<ProjectReference Include="../Middle/Middle.csproj" />"""));
        Write("App/App.cs", """
            public interface IRest
            {
                Task CallAsync(string method, object arguments);
            }

            public class App(IRest rest)
            {
                public void NeverSent() => new Acme.Crm.LeadUpdate(6).SetTitle("x");

                public Task Unknown() => rest.CallAsync("crm.lead.update", new
                {
                    id = 5,
                    fields = new
                    {
                        TITEL = "x",
                        UF_CRM_404 = 1,
                    },
                });
            }
            """);

        string output = await DotNet.RunAsync(folder, "build", "App/App.csproj", "-m:1", "-p:EmitCompilerGeneratedFiles=true");

        string[] warnings = [.. output.Split('\n').Where(static l => l.Contains(": warning ", StringComparison.Ordinal)).Select(static l => l[(l.IndexOf("App.cs(", StringComparison.Ordinal) + 6)..].Split(':') is [var place, var rule, ..] ? place + rule : l).Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal(["(15,13) warning LG1001", "(16,13) warning LG1001", "(8,32) warning LG1010"], warnings);
        Assert.Equal(
            ["Library"],
            Directory.GetFiles(folder, "*LeadUpdate*.cs", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(folder, f).Split(Path.DirectorySeparatorChar)[0]).Distinct());

        Assert.DoesNotContain("LG10", await DotNet.RunAsync(folder, "build", "App/App.csproj", "--no-restore", "-m:1", "-p:LeadGenAnalyze=false"), StringComparison.Ordinal);

        const string Roles = "-getItem:AdditionalFiles";
        Assert.Contains("\"LeadSchema\": \"fields\"", await DotNet.RunAsync(folder, "msbuild", "Library/Library.csproj", "-t:LeadGenCollectSchemas", Roles), StringComparison.Ordinal);
        string withoutGenerator = await DotNet.RunAsync(folder, "msbuild", "Library/Library.csproj", "-t:LeadGenCollectSchemas", Roles, "-p:LeadGenGenerate=false");
        Assert.Contains("\"LeadSchema\": \"analysis\"", withoutGenerator, StringComparison.Ordinal);
        Assert.DoesNotContain("\"LeadSchema\": \"fields\"", withoutGenerator, StringComparison.Ordinal);

        void Write(string path, string text)
        {
            string file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }

        static string Project(string items) => $"""<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>{items}</ItemGroup></Project>""";
    }
}
