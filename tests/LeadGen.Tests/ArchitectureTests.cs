using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnit;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace LeadGen.Tests;

/// <summary>Checks the layers of the runtime. A layer is a folder of runtime/LeadGen, and a type belongs to the folder of its source file.</summary>
public sealed partial class ArchitectureTests
{
    // A layer may use the layers before it only. runtime/docs/architecture.md describes them.
    private static readonly string[] s_layers =
    [
        "Values", "Errors", "Wire", "Fields", "Drift", "Records", "Changes", "Queries",
        "Access", "Settings", "Limits", "Transport", "Authentication", "Bulk", "Client",
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
        Types().That().Are(TypesOf(layer)).Should().NotDependOnAny(Types().That().Are(TypesOf(later))).Check(s_architecture);
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

    private static IType[] TypesOf(params string[] layers) =>
        [.. s_architecture.Types.Where(t => s_folders.TryGetValue(Outermost(t.FullName), out string? folder) && layers.Contains(folder))];

    // LeadGen.Bulk.BatchReply+Command, LeadGen.CrmField`1
    private static string Outermost(string fullName) => fullName.Split('+', '<', '[')[0].Split('.')[^1].Split('`')[0];

    // Linked files that all assemblies of the repository share, and what generators of the SDK add.
    private static bool IsShared(System.Type type) => type.Name == "OneLine" || type.Namespace?.StartsWith("LeadGen.Schema", StringComparison.Ordinal) == true
        || type.Namespace?.StartsWith("LeadGen", StringComparison.Ordinal) != true;

    private static Dictionary<string, string> ReadFolders([CallerFilePath] string thisFile = "")
    {
        string root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../../runtime/LeadGen"));
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Declaration().Matches(File.ReadAllText(file))
                .Select(match => (Type: match.Groups["name"].Value, Folder: Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar)[0])))
            .Distinct()
            .ToDictionary(static found => found.Type, static found => found.Folder);
    }

    [GeneratedRegex(@"^[a-z ]*\b(?:class|struct|interface|enum|record|delegate \S+) (?!struct|class)(?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
