using System.Diagnostics;
using LeadGen.Tool.Tests.Harness;

namespace LeadGen.Tool.Tests;

public sealed class CompletionTests : IDisposable
{
    private readonly Workspace _work = new();

    [Theory]
    [InlineData("leadgen ", "init fetch check diff show names explain completion")]
    [InlineData("leadgen ex", "explain")]
    [InlineData("leadgen names ", "list pin rename")]
    [InlineData("leadgen show --", "--search --type --custom --writable --html --language --class-name --identifiers --json --help")]
    [InlineData("leadgen check acme --format ", "table markdown json sarif")]
    [InlineData("leadgen diff a b --format s", "sarif")]
    [InlineData("leadgen show --html x.html --language ", "en ru")]
    [InlineData("leadgen fetch acme --identifiers ", "native transliterated")]
    [InlineData("leadgen completion ", "bash zsh fish pwsh")]
    [InlineData("leadgen explain UF_CRM_", "UF_CRM_CARD UF_CRM_1")]
    [InlineData("leadgen explain LG000", "LG0001 LG0009")]
    [InlineData("leadgen explain became-m", "became-multiple")]
    public async Task A_shell_gets_the_completions_at_the_cursor(string line, string expected)
    {
        new PortalFolderBuilder().With("TITLE").With("UF_CRM_CARD").With("UF_CRM_1").WriteTo(_work, "acme");
        string[] suggestions = await SuggestAsync(line);

        Assert.All(expected.Split(' '), word => Assert.Contains(word, suggestions));
        string start = line.Split(' ')[^1];
        Assert.All(suggestions, s => Assert.Contains(start, s, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("acme/crm.lead.fields.json", "{")]
    [InlineData("acme/crm.lead.fields.json/x", "")]
    [InlineData("x", "")]
    public async Task An_unreadable_folder_is_ignored(string file, string text)
    {
        _work.Write(file, text);
        string[] suggestions = await SuggestAsync("leadgen explain ");

        Assert.Contains("LG1001", suggestions);
        Assert.DoesNotContain("TITLE", suggestions);
    }

    [Fact]
    public async Task A_manipulated_code_is_not_completed()
    {
        new PortalFolderBuilder().With("TITLE").With("UF_CRM_\u001b]0;x\u0007\n2").With("UF_CRM_$(touch${IFS}evil)").With("UF_CRM_3").WriteTo(_work, "acme");
        string line = "leadgen explain UF";
        string output = await ToolRun.SucceedAsync(_work.Path, [$"[suggest:{line.Length}]", line]);

        Assert.Equal("UF_CRM_3", output.TrimEnd());
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _leadgen_complete leadgen")]
    [InlineData("zsh", "compdef _leadgen_complete leadgen")]
    [InlineData("fish", "complete -c leadgen -a '(__leadgen_complete)'")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native -CommandName leadgen")]
    public async Task Every_shell_has_a_script_that_registers_the_completion(string shell, string expected)
    {
        string script = await ToolRun.SucceedAsync(_work.Path, ["completion", shell]);

        Assert.Contains(expected, script, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', script);
        Assert.EndsWith("\n", script, StringComparison.Ordinal);
    }

    [BashFact]
    public async Task The_bash_script_completes_the_word_at_the_cursor()
    {
        _work.Write("leadgen.bash", await ToolRun.SucceedAsync(_work.Path, ["completion", "bash"]));
        Assert.Equal((0, "", ""), await BashAsync("bash -n leadgen.bash"));

        // A function replaces the tool, so that only the script is tested. The suggestions contain pattern characters and a command.
        _work.Write("try.bash", """
            source ./leadgen.bash
            leadgen() { printf '%s\n' "$@" >> asked; printf '%s\n' diff '--json' $'[x]\r' 'a*' '$(touch owned)' 'UF_CRM_1 2'; }
            complete_at() {
                COMP_LINE="$1" COMP_POINT=${#1} COMP_WORDS=($1) COMP_CWORD=$2 COMPREPLY=()
                _leadgen_complete
                printf '<%s>' "${COMPREPLY[@]}"; echo
            }
            complete_at 'leadgen di' 1
            complete_at 'leadgen ' 1
            complete_at 'leadgen --' 1
            complete_at 'leadgen [' 1
            complete_at 'leadgen .' 1
            cat asked | head -2
            """);
        (int exitCode, string output, string errors) = await BashAsync("bash try.bash");

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Equal(
            ["<diff>", "<diff><--json><[x]><a*><$(touch owned)><UF_CRM_1 2>", "<--json>", "<[x]>", "<>", "[suggest:10]", "leadgen di"],
            output.TrimEnd().Split('\n'));
        Assert.False(File.Exists(_work.File("owned")));
    }

    public void Dispose() => _work.Dispose();

    private async Task<string[]> SuggestAsync(string line)
    {
        ToolRun run = await ToolRun.RunAsync(_work.Path, [$"[suggest:{line.Length}]", line]);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        return run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private async Task<(int ExitCode, string Output, string Errors)> BashAsync(string command)
    {
        using Process bash = Process.Start(new ProcessStartInfo("bash", ["-c", command])
        {
            WorkingDirectory = _work.Path, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        Task<string> output = bash.StandardOutput.ReadToEndAsync();
        Task<string> errors = bash.StandardError.ReadToEndAsync();
        await bash.WaitForExitAsync();
        return (bash.ExitCode, await output, await errors);
    }

    private sealed class BashFactAttribute : FactAttribute
    {
        public BashFactAttribute() => Skip = OperatingSystem.IsWindows() ? "There is no bash." : null;
    }
}
