using System.CommandLine;
using LeadGen.Tool.Output;

namespace LeadGen.Tool.Commands;

/// <summary>Implements <c>leadgen completion</c>, which prints a script for shell completion of commands, options and values.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _leadgen_complete() {
            local line="${COMP_LINE:0:COMP_POINT}" word="${COMP_WORDS[COMP_CWORD]}" found
            COMPREPLY=()
            while IFS= read -r found; do
                found="${found%$'\r'}"
                [[ "$found" == "$word"* ]] && COMPREPLY+=("$found")
            done < <(leadgen "[suggest:${#line}]" "$line" 2>/dev/null)
        }
        complete -o default -F _leadgen_complete leadgen

        """;

    private const string Zsh = """
        _leadgen_complete() {
            local line="${BUFFER[1,CURSOR]}"
            local -a found=(${(f)"$(leadgen "[suggest:${#line}]" "$line" 2>/dev/null)"})
            compadd -a found
            _files
        }
        compdef _leadgen_complete leadgen

        """;

    private const string Fish = """
        function __leadgen_complete
            set -l line (commandline -cp)
            leadgen "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c leadgen -a '(__leadgen_complete)'

        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName leadgen -ScriptBlock {
            param($word, $ast, $position)
            leadgen "[suggest:$position]" "$ast" 2>$null | Where-Object { $_ -like "$word*" } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }

        """;

    private static readonly Dictionary<string, string> s_scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = Bash,
        ["zsh"] = Zsh,
        ["fish"] = Fish,
        ["pwsh"] = PowerShell,
    };

    public static Command Create(Terminal terminal)
    {
        var shell = new Argument<string>("shell") { Description = "The shell that the script is for.", HelpName = string.Join('|', s_scripts.Keys) };
        shell.AcceptOnlyFromAmong([.. s_scripts.Keys]);
        Command command = new Command("completion", "Print a shell completion script for the tool.") { shell }
            .WithExamples("leadgen completion bash >> ~/.bashrc", "leadgen completion pwsh >> $PROFILE");
        command.SetAction(parsed => terminal.Raw.Write(s_scripts[parsed.GetValue(shell)!].ReplaceLineEndings("\n").TrimEnd() + "\n"));
        return command;
    }
}
