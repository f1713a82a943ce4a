using System.Text;
using System.Xml.Linq;
using LeadGen.Tool.Snapshots;
using LeadGen.Tool.Tests.Harness;

namespace LeadGen.Tool.Tests;

public sealed class InitTests : IDisposable
{
    private const string Item = """<LeadSchema Include="portals/acme/crm.lead.fields.json" />""";

    private readonly Workspace _work = new();

    [Fact]
    public async Task A_new_project_gets_the_item_a_names_file_and_an_entry_in_gitignore()
    {
        _work.Write("App.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\">\n\n  <PropertyGroup>\n    <TargetFramework>net8.0</TargetFramework>\n  </PropertyGroup>\n\n</Project>\n");

        string output = await ToolRun.SucceedAsync(_work.Path, ["init", "portals/acme", "--namespace", "Acme.Crm"]);

        Assert.Equal(
            "<Project Sdk=\"Microsoft.NET.Sdk\">\n\n  <PropertyGroup>\n    <TargetFramework>net8.0</TargetFramework>\n  </PropertyGroup>\n\n"
            + "  <ItemGroup>\n    <LeadSchema Include=\"portals/acme/crm.lead.fields.json\" Namespace=\"Acme.Crm\" />\n  </ItemGroup>\n\n</Project>\n",
            _work.Read("App.csproj"));
        Assert.Equal(
            "{\n  \"$schema\": \"" + NamesFile.SchemaUrl + "\",\n  \"fields\": {},\n  \"items\": {},\n  \"statuses\": {}\n}\n",
            _work.Read("portals/acme/leadgen.names.json"));
        Assert.Contains("\n.leadgen/\n", _work.Read(".gitignore"), StringComparison.Ordinal);
        Assert.Equal([".gitignore", "App.csproj", "portals/acme/leadgen.names.json"], _work.Snapshot().Keys);
        Assert.Contains("Next: dotnet add App.csproj package LeadGen\nNext: leadgen fetch portals/acme\n", output, StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string> Projects => new()
    {
        { "windows line ends", "<Project>\r\n\t<PropertyGroup />\r\n</Project>\r\n", "\r\n\t<ItemGroup>\r\n\t\t#\r\n\t</ItemGroup>\r\n" },
        { "four blanks", "<Project>\n    <PropertyGroup />\n</Project>", "\n    <ItemGroup>\n        #\n    </ItemGroup>\n" },
        { "an end tag that is indented", "  <Project>\n  <PropertyGroup />\n  </Project>\n", "\n  <ItemGroup>\n    #\n  </ItemGroup>\n" },
        { "one line", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup/></Project>", "\n  <ItemGroup>\n    #\n  </ItemGroup>\n" },
        { "no content", "<Project Sdk=\"Microsoft.NET.Sdk\"></Project>\n", "\n  <ItemGroup>\n    #\n  </ItemGroup>\n" },
        { "an end tag with a blank", "<Project>\n</Project >", "\n  <ItemGroup>\n    #\n  </ItemGroup>\n" },
        { "comments that quote an end tag", "<!-- </Project> -->\n<Project>\n  <!-- </Project> -->\n</Project>\n<!-- </Project> --><?x </Project> ?>\n", "\n  <ItemGroup>\n    #\n  </ItemGroup>\n" },
        { "text that quotes an end tag", "<Project>\n  <PropertyGroup><A><![CDATA[</Project>]]></A></PropertyGroup>\n</Project>\n", "\n  <ItemGroup>\n    #\n  </ItemGroup>\n" },
        { "a byte order mark", "\uFEFF<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Project>\n  <!-- Заметка -->\n</Project>\n", "\n  <ItemGroup>\n    #\n  </ItemGroup>\n" },
        { "a namespace", "<Project xmlns=\"http://schemas.microsoft.com/developer/msbuild/2003\">\n  <PropertyGroup />\n</Project>\n", "\n  <ItemGroup>\n    #\n  </ItemGroup>\n" },
    };

    [Theory]
    [MemberData(nameof(Projects))]
    public async Task Only_the_item_is_added_to_a_project_in_any_format(string _, string project, string added)
    {
        Write(project);

        await ToolRun.SucceedAsync(_work.Path, ["init", "portals/acme"]);

        string expected = added.Replace("#", Item, StringComparison.Ordinal);
        string written = Read();
        int at = written.IndexOf(expected, StringComparison.Ordinal);
        Assert.True(at >= 0, written);
        Assert.Equal(project, written.Remove(at, expected.Length));
        XElement item = XDocument.Parse(written.TrimStart('\uFEFF')).Root!.Elements().Last().Elements().Single();
        Assert.Equal(("LeadSchema", "ItemGroup"), (item.Name.LocalName, item.Parent!.Name.LocalName));
        Assert.Equal(item.Parent.Parent!.Name.Namespace, item.Name.Namespace);
    }

    [Fact]
    public async Task An_empty_Project_element_gets_an_end_tag()
    {
        Write("<Project Sdk=\"Microsoft.NET.Sdk\" />\n");
        await ToolRun.SucceedAsync(_work.Path, ["init", "portals/acme"]);

        Assert.Equal($"<Project Sdk=\"Microsoft.NET.Sdk\">\n  <ItemGroup>\n    {Item}\n  </ItemGroup>\n</Project>\n", Read());
    }

    [Fact]
    public async Task A_second_run_changes_nothing()
    {
        Write("<Project>\r\n  <PropertyGroup/>\r\n</Project>");
        _work.Write(".gitignore", "bin/");
        string[] command = ["init", "портал с пробелом/акме; 50%", "--identifiers", "native", "--class-name", "Order"];
        await ToolRun.SucceedAsync(_work.Path, command);
        SortedDictionary<string, string> first = _work.Snapshot();

        string output = await ToolRun.SucceedAsync(_work.Path, command);

        Assert.Equal(first, _work.Snapshot());
        Assert.DoesNotContain("written", output, StringComparison.Ordinal);
        Assert.StartsWith("bin/\n# LeadGen", _work.Read(".gitignore"), StringComparison.Ordinal);
        Assert.Contains("Include=\"портал с пробелом/акме%3B 50%25/crm.lead.fields.json\" ClassName=\"Order\" Identifiers=\"Native\" />", Read(), StringComparison.Ordinal);
        Assert.Contains("Next: leadgen fetch \"портал с пробелом/акме; 50%\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Existing_names_and_gitignore_entries_are_kept()
    {
        Write("<Project/>");
        byte[] ignored = [.. Encoding.Latin1.GetBytes("# \xEF\xF0\xE8\xE2\xE5\xF2\r\nbin/\r\n")];
        File.WriteAllBytes(_work.File(".gitignore"), ignored);
        _work.Write("portals/acme/leadgen.names.json", "{\"fields\": {\"UF_CRM_1\": \"Card\"}}");
        await ToolRun.SucceedAsync(_work.Path, ["init", "portals/acme"]);

        Assert.Equal("{\"fields\": {\"UF_CRM_1\": \"Card\"}}", _work.Read("portals/acme/leadgen.names.json"));
        byte[] now = File.ReadAllBytes(_work.File(".gitignore"));
        Assert.Equal(ignored, now[..ignored.Length]);
        Assert.EndsWith(".leadgen/\r\n", Encoding.Latin1.GetString(now), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("portals\\acme\\crm.lead.fields.json")]
    [InlineData("./portals/../portals/acme/crm.lead.fields.json")]
    [InlineData("portals/b/crm.lead.fields.json; portals/acme/crm.lead.fields.json")]
    public async Task An_existing_item_with_a_different_path_format_is_found(string include)
    {
        string project = $"<Project><ItemGroup><LeadSchema Include=\"{include}\" /></ItemGroup></Project>";
        Write(project);
        Assert.Contains("the LeadSchema item already exists", await ToolRun.SucceedAsync(_work.Path, ["init", "portals/acme"]), StringComparison.Ordinal);
        Assert.Equal(project, Read());
    }

    [Fact]
    public async Task No_item_is_added_for_another_portal()
    {
        Write("<Project/>");
        _work.Write("portals/zeta/crm.lead.fields.json", "{}");
        await ToolRun.SucceedAsync(_work.Path, ["init", "portals/acme"]);

        Assert.Equal($"<Project>\n  <ItemGroup>\n    {Item}\n  </ItemGroup>\n</Project>", Read().TrimEnd());
    }

    [Fact]
    public async Task The_portal_folder_can_be_outside_the_project_folder()
    {
        _work.Write("src/App/App.csproj", "<Project/>");
        string output = await ToolRun.SucceedAsync(_work.Path, ["init", "portals/acme", "--project", "src/App/App.csproj"]);

        Assert.Contains("Include=\"../../portals/acme/crm.lead.fields.json\"", _work.Read("src/App/App.csproj"), StringComparison.Ordinal);
        Assert.Equal(["portals/acme/.gitignore", "portals/acme/leadgen.names.json", "src/App/App.csproj"], _work.Snapshot().Keys);
        Assert.Contains("dotnet add src/App/App.csproj package LeadGen", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""<PackageReference Include="LeadGen" />""")]
    [InlineData("""<PackageReference Include="LeadGen" Version="1.0.0" />""")]
    [InlineData("""<ProjectReference Include="..\..\runtime\LeadGen\LeadGen.csproj" />""")]
    public async Task A_project_with_the_package_gets_no_hint_to_add_it(string reference)
    {
        Write($"<Project><ItemGroup>{reference}</ItemGroup></Project>");
        Assert.DoesNotContain("dotnet add", await ToolRun.SucceedAsync(_work.Path, ["init", "portals/acme"]), StringComparison.Ordinal);
    }

    public static TheoryData<string[], string> Mistakes => new()
    {
        { ["init", "portals/acme", "--namespace", "Acme.class"], "'Acme.class' is not a valid namespace" },
        { ["init", "portals/acme", "--namespace", "\" /><Exec Command=\"x"], "is not a valid namespace" },
        { ["init", "portals/acme", "--namespace", ""], "'' is not a valid namespace" },
        { ["init", "portals/acme", "--class-name", "My Lead"], "'My Lead' is not a valid class name: it contains ' '" },
        { ["init", "portals/acme", "--class-name", "class"], "it is a keyword" },
        { ["init", "portals/acme", "--identifiers", "Latin"], "--identifiers must be one of transliterated|native, not 'Latin'" },
        { ["init", "portals/acme", "--project", "Nope.csproj"], "The project file 'Nope.csproj' does not exist" },
        { ["init", "portals/acme", "--project", "broken.csproj"], "'broken.csproj' is not valid XML: line 1, column 11." },
        { ["init", "portals/acme", "--project", "entities.csproj"], "'entities.csproj' is not valid XML, or contains a document type (<!DOCTYPE>)" },
        { ["init", "portals/acme", "--project", "deep.csproj"], "The elements of 'deep.csproj' are nested more than 64 levels deep." },
        { ["init", "portals/acme", "--project", "long.csproj"], "long.csproj' is longer than 8388608 bytes" },
        { ["init", "portals/acme", "--project", "prefix.csproj"], "The root of 'prefix.csproj' has the XML prefix 'p', and MSBuild does not build such a project (MSB4041)" },
        { ["init", "portals/acme", "--project", "other.csproj"], "'other.csproj' is not an MSBuild project" },
        { ["init", "portals/acme", "--project", "cyrillic.csproj"], "'cyrillic.csproj' is not in UTF-8" },
        { ["init", "portals/acme", "--project", "declared.csproj"], "'declared.csproj' is not in UTF-8" },
        { ["init", "portals/acme"], "There are several projects in this folder" },
        { ["init", "other.csproj", "--project", "App.csproj"], "'other.csproj' is a file" },
        { ["init", ""], "The folder name is empty" },
        { ["init"], "Required argument missing" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_an_error_with_a_remedy_and_writes_nothing(string[] arguments, string expected)
    {
        Write("<Project/>");
        _work.Write("broken.csproj", "<Project><");
        _work.Write("entities.csproj", HostileProjects.Entities);
        _work.Write("deep.csproj", HostileProjects.Deep);
        _work.Write("long.csproj", HostileProjects.Long);
        _work.Write("other.csproj", "<html></html>");
        _work.Write("prefix.csproj", "<p:Project xmlns:p=\"http://schemas.microsoft.com/developer/msbuild/2003\"></p:Project>");
        _work.Write("declared.csproj", "<?xml version=\"1.0\" encoding=\"windows-1251\"?><Project/>");
        File.WriteAllBytes(_work.File("cyrillic.csproj"), [.. "<Project><!-- "u8, 0xEF, 0xF0, .. " --></Project>"u8]);
        SortedDictionary<string, string> before = _work.Snapshot();
        ToolRun run = await ToolRun.RunAsync(_work.Path, arguments);

        Assert.Equal((3, ""), (run.ExitCode, run.Output));
        Assert.Contains("error: ", run.Errors, StringComparison.Ordinal);
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
        Assert.Contains("\nremedy: ", run.Errors, StringComparison.Ordinal);
        Assert.Equal(before, _work.Snapshot());
    }

    // Without limits, reading one of them took minutes.
    [Fact]
    public async Task A_hostile_project_nearby_is_skipped()
    {
        _work.Write("a.csproj", HostileProjects.Entities);
        _work.Write("b.csproj", HostileProjects.Deep);
        _work.Write("c.csproj", HostileProjects.Long);
        _work.Write("d.csproj", "<Project><ItemGroup><LeadSchema Include=\"portals/acme/crm.lead.fields.json\" Identifiers=\"Native\" /></ItemGroup></Project>");
        new PortalFolderBuilder().With("UF_CRM_1700000001", label: "Город").WriteTo(_work, "portals/acme");
        Task<string> show = Task.Run(() => ToolRun.SucceedAsync(_work.Path, ["show", "portals/acme"]));

        Assert.DoesNotContain("Gorod", await show.WaitAsync(TimeSpan.FromSeconds(20)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_a_project_says_what_to_do()
    {
        ToolRun run = await ToolRun.RunAsync(_work.Path, ["init", "portals/acme"]);

        Assert.Equal(3, run.ExitCode);
        Assert.Equal("error: There is no project in this folder.\nremedy: run the command in the project's folder, or specify the project with --project.\n", run.Errors);
        Assert.Empty(_work.Snapshot());
    }

    public static TheoryData<string, byte[]> Encodings => new()
    {
        { "UTF-8", [] },
        { "UTF-8 with a mark", [0xEF, 0xBB, 0xBF] },
        { "UTF-16", [0xFF, 0xFE] },
        { "UTF-16, big-endian", [0xFE, 0xFF] },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task The_encoding_and_the_line_endings_of_a_project_are_kept(string what, byte[] mark)
    {
        Encoding encoding = mark.Length switch
        {
            2 => new UnicodeEncoding(bigEndian: mark[0] == 0xFE, byteOrderMark: true),
            _ => new UTF8Encoding(encoderShouldEmitUTF8Identifier: mark.Length > 0),
        };
        const string Project = "<Project Sdk=\"Microsoft.NET.Sdk\">\r\n  <!-- ё -->\r\n</Project>\r\n";
        await File.WriteAllBytesAsync(_work.File("App.csproj"), [.. mark, .. encoding.GetBytes(Project)]);
        await ToolRun.SucceedAsync(_work.Path, ["init", "portals/acme"]);
        byte[] written = await File.ReadAllBytesAsync(_work.File("App.csproj"));

        Assert.True(written.AsSpan().StartsWith(mark), what);
        string text = encoding.GetString(written.AsSpan(mark.Length));
        Assert.Equal(text.Count(static c => c == '\n'), text.Split("\r\n").Length - 1);
        Assert.Equal(
            "<Project Sdk=\"Microsoft.NET.Sdk\">\n  <!-- ё -->\n\n  <ItemGroup>\n    <LeadSchema Include=\"portals/acme/crm.lead.fields.json\" />\n  </ItemGroup>\n</Project>\n",
            text.ReplaceLineEndings("\n"));
    }

    public void Dispose() => _work.Dispose();

    private void Write(string project) => File.WriteAllText(_work.File("App.csproj"), project, new UTF8Encoding(false));

    private string Read() => Encoding.UTF8.GetString(File.ReadAllBytes(_work.File("App.csproj")));
}
