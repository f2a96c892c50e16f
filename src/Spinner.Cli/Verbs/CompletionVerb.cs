using System.CommandLine;

namespace Spinner.Cli.Verbs;

/// <summary><c>spinner completion</c>: the scripts ask this program itself, by its <c>[suggest]</c> directive, what can follow.</summary>
internal static class CompletionVerb
{
    private const string Bash = """
        # Completion of spinner for bash. For this session: source <(spinner completion bash)
        # For every one: spinner completion bash > ~/.local/share/bash-completion/completions/spinner
        _spinner_complete() {
            local line=${COMP_LINE:0:COMP_POINT} word=${COMP_WORDS[COMP_CWORD]}
            # bash takes ":" and "=" for the ends of words: what stands before them in this word must not come again.
            # Right behind one of them, that is the word.
            [[ $word == [:=] ]] && word=
            local whole=${line##*[[:space:]]} before
            before=${whole%"$word"}
            local suggestion
            COMPREPLY=()
            while IFS= read -r suggestion; do
                # Options only where one is begun: names are what one looks for.
                if [[ $suggestion == "$whole"* && ( $whole == -* || $suggestion != -* ) ]]; then
                    printf -v suggestion %q "${suggestion#"$before"}"
                    COMPREPLY+=("$suggestion")
                fi
            done < <("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2>/dev/null)
        }
        complete -o bashdefault -o default -F _spinner_complete spinner
        """;

    private const string Zsh = """
        #compdef spinner
        # Completion of spinner for zsh. For this session: source <(spinner completion zsh)
        # For every one: spinner completion zsh > a folder of $fpath, as _spinner
        _spinner() {
            local line="${(j: :)words[1,CURRENT]}"
            local -a suggestions
            suggestions=("${(@f)$("${words[1]}" "[suggest:${#line}]" "$line" 2>/dev/null)}")
            suggestions=("${(@)suggestions:#}")
            # Options only where one is begun: names are what one looks for.
            [[ $words[CURRENT] == -* ]] || suggestions=("${(@)suggestions:#-*}")
            if (( ${#suggestions} )); then
                compadd -a suggestions
            else
                _files
            fi
        }
        if [ "$funcstack[1]" = "_spinner" ]; then
            _spinner "$@"
        else
            compdef _spinner spinner
        fi
        """;

    private const string Fish = """
        # Completion of spinner for fish. For this session: spinner completion fish | source
        # For every one: spinner completion fish > ~/.config/fish/completions/spinner.fish
        function __spinner_complete
            set -l line (commandline -cp)
            set -l program (commandline -opc)[1]
            set -l suggestions ($program "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null)
            # Options only where one is begun: names are what one looks for.
            string match -q -- '-*' (commandline -ct); and printf '%s\n' $suggestions; or string match -v -- '-*' $suggestions
        end
        complete -c spinner -a "(__spinner_complete)"
        """;

    private const string PowerShell = """
        # Completion of spinner for PowerShell. For this session: spinner completion pwsh | Out-String | Invoke-Expression
        # For every one: the same line in $PROFILE
        Register-ArgumentCompleter -Native -CommandName spinner -ScriptBlock {
            param($word, $ast, $position)
            $line = $ast.ToString().PadRight($position)
            spinner "[suggest:$position]" "$line" 2>$null | Where-Object { $_ -like "$word*" -and ($word -like '-*' -or $_ -notlike '-*') } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }
        """;

    public static Command Create()
    {
        Argument<string> shell = new("shell") { Description = "bash, zsh, fish or pwsh." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        Command completion = new("completion", "Prints the script that completes verbs, options and names of children in a shell.") { shell };
        return completion.Does((cli, result) =>
        {
            if (cli.Json)
                throw new UsageException("A script for a shell is no data: leave -o json out.");
            cli.Out.Line(ScriptFor(result.GetValue(shell)!));
            return Task.FromResult(ExitCodes.Success);
        });
    }

    private static string ScriptFor(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        _ => PowerShell,
    };
}
