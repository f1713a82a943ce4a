using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnit;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace LeadGen.Tests;

/// <summary>Checks the layers of the runtime, and that code about leads is in one place. A layer is a folder of runtime/LeadGen, and a type belongs to the folder of its source file.</summary>
public sealed partial class ArchitectureTests
{
    // A layer may use the layers before it only. runtime/docs/architecture.md describes them.
    private static readonly string[] s_layers =
    [
        "Values", "Errors", "Wire", "Fields", "Drift", "Records", "Changes", "Queries",
        "Access", "Settings", "Limits", "Transport", "Authentication", "Bulk", "Calls", "Client", "Related",
    ];

    private static readonly System.Reflection.Assembly s_runtime = typeof(Bitrix24Client).Assembly;
    private static readonly Architecture s_architecture = new ArchLoader().LoadAssembly(s_runtime).Build();
    private static readonly Dictionary<string, string> s_folders = ReadFolders();

    public static TheoryData<string> EarlierLayers => [.. s_layers[..^1]];

    [Theory]
    [MemberData(nameof(EarlierLayers))]
    public void A_layer_uses_only_the_layers_before_it(string layer)
    {
        string[] later = [.. s_layers.SkipWhile(l => l != layer).Skip(1)];
        Types().That().Are(GetTypes(layer)).Should().NotDependOnAny(Types().That().Are(GetTypes(later))).Check(s_architecture);
    }

    [Fact]
    public void Each_type_is_in_a_layer()
    {
        IEnumerable<string> names = s_runtime.GetTypes()
            .Where(static t => !t.IsNested && !IsShared(t) && !t.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false))
            .Select(static t => t.Name.Split('`')[0]);
        Assert.All(names, static name => Assert.Contains(s_folders.GetValueOrDefault(name, $"no file for {name}"), s_layers));
    }

    [Fact]
    public void Exceptions_are_immutable()
    {
        System.Type[] exceptions = [.. s_runtime.GetTypes().Where(static t => t.IsAssignableTo(typeof(Exception)))];
        Assert.NotEmpty(exceptions);
        Assert.All(
            exceptions.SelectMany(static t => t.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)),
            static field => Assert.True(field.IsInitOnly, $"{field.DeclaringType!.Name}.{field.Name} can be assigned."));
        Assert.All(
            exceptions.SelectMany(static t => t.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)),
            static property => Assert.True(
                property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ?? true,
                $"{property.DeclaringType!.Name}.{property.Name} can be set."));
    }

    // The description is the only source of the entity's method names.
    [Fact]
    public void Only_the_description_of_leads_names_their_methods()
    {
        string description = Path.Combine(Repository.Root, "schema", "LeadGen.Schema", "Kinds", "EntitySchema.Lead.cs");
        IEnumerable<string> found = FindProductionFiles("*.cs").Where(file => file != description)
            .SelectMany(static file => File.ReadLines(file).Select(line => (file, Code: Comment().Replace(line, ""))))
            .Where(static line => EntityName().IsMatch(line.Code))
            .Select(static line => $"{line.file}: {line.Code.Trim()}");
        Assert.Empty(found);
        Assert.Contains("MethodPrefix = \"crm.lead\"", File.ReadAllText(description), StringComparison.Ordinal);
    }

    /// <summary>Tests that code that several test projects use is in LeadGen.TestKit.</summary>
    [Fact]
    public void No_test_project_compiles_files_of_another() => Assert.Empty(
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.csproj", SearchOption.AllDirectories)
            .SelectMany(static file => File.ReadLines(file).Where(static line => line.Contains("<Compile Include=\"../LeadGen.", StringComparison.Ordinal)).Select(line => $"{file}: {line.Trim()}")));

    // MSBuild can't read the description.
    [Fact]
    public void The_build_files_name_the_methods_of_leads_once() => Assert.Equal(
        ["<_LeadMethodPrefix>crm.lead</_LeadMethodPrefix>"],
        FindProductionFiles("*.targets").Concat(FindProductionFiles("*.props")).SelectMany(File.ReadLines).Where(static line => EntityName().IsMatch(line)).Select(static line => line.Trim()));

    // Reading files, the environment or the culture of the machine in a compiler is RS1035.
    [Fact]
    public void What_a_compiler_loads_is_checked_for_banned_APIs()
    {
        string runtime = Path.Combine(Repository.Root, "runtime", "LeadGen");
        string[] projects = [.. GeneratorProject().Matches(File.ReadAllText(Path.Combine(runtime, "LeadGen.csproj"))).Select(match => Path.Combine(runtime, match.Groups["path"].Value))];
        Assert.Equal(
            ["LeadGen.CodeFixes", "LeadGen.Generator", "LeadGen.Schema", "LeadGen.Storage"],
            projects.Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));
        Assert.All(projects, static project => Assert.Contains("<EnforceExtendedAnalyzerRules>true</EnforceExtendedAnalyzerRules>", File.ReadAllText(project), StringComparison.Ordinal));
    }

    [Fact]
    public void Only_the_analyzers_simulate_what_a_portal_stores() => Assert.Equal(
        ["Usage"],
        FindProductionFiles("*.cs").Where(static file => File.ReadAllText(file).Contains("using LeadGen.Storage;", StringComparison.Ordinal))
            .Select(static file => Path.GetRelativePath(Path.Combine(Repository.Root, "generator", "LeadGen.Generator"), file).Split(Path.DirectorySeparatorChar)[0])
            .Where(static folder => folder != "..")
            .Distinct());

    private static IEnumerable<string> FindProductionFiles(string pattern) => new[] { "generator", "runtime", "schema" }
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), pattern, SearchOption.AllDirectories))
        .Where(static file => !file.Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj"));

    private static IType[] GetTypes(params string[] layers) =>
        [.. s_architecture.Types.Where(t => s_folders.TryGetValue(Outermost(t.FullName), out string? folder) && layers.Contains(folder))];

    // LeadGen.Bulk.BatchReply+Command, LeadGen.CrmField`1
    private static string Outermost(string fullName) => fullName.Split('+', '<', '[')[0].Split('.')[^1].Split('`')[0];

    // Linked files that all assemblies of the repository share, and types that source generators of the SDK add.
    private static bool IsShared(System.Type type) => type.Name == "OneLine" || type.Namespace?.StartsWith("LeadGen.Schema", StringComparison.Ordinal) == true
        || type.Namespace?.StartsWith("LeadGen", StringComparison.Ordinal) != true;

    private static Dictionary<string, string> ReadFolders()
    {
        string root = Path.Combine(Repository.Root, "runtime", "LeadGen");
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Declaration().Matches(File.ReadAllText(file))
                .Select(match => (Type: match.Groups["name"].Value, Folder: Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar)[0])))
            .Distinct()
            .ToDictionary(static found => found.Type, static found => found.Folder);
    }

    [GeneratedRegex(@"^[a-z ]*\b(?:class|struct|interface|enum|record|delegate \S+) (?!struct|class)(?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"<GeneratorProject Include=""(?<path>[^""]+)""")]
    private static partial Regex GeneratorProject();

    [GeneratedRegex(@"crm\.lead|CRM_LEAD")]
    private static partial Regex EntityName();

    [GeneratedRegex(@"(^|\s)//.*$")]
    private static partial Regex Comment();
}
