using Xunit;

namespace Spinner.Host.Tests.Cli;

/// <summary>The scripts for shells, and what they complete.</summary>
public sealed class CompletionTests(CliDaemon daemon) : IClassFixture<CliDaemon>
{
    // Completes as the shell does: the function is called with COMP_* set, and COMPREPLY printed.
    private const string Complete = """
        source <("$SPINNER" completion bash)
        PATH=$(dirname "$SPINNER"):$PATH
        COMP_LINE=$1 COMP_POINT=${#1}
        read -ra COMP_WORDS <<< "${1//=/ = }"
        [[ $1 == *' ' ]] && COMP_WORDS+=('')
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _spinner_complete
        printf '%s\n' "${COMPREPLY[@]}"
        """;

    [SkippableFact]
    public async Task Bash_accepts_its_script()
    {
        NeedsBash();
        CliRun run = await CliRun.Shell(daemon.Socket, "\"$SPINNER\" completion bash | bash -n");

        Assert.Equal((0, ""), (run.Code, run.Complaint));
    }

    [Theory]
    [InlineData("zsh", "compdef")]
    [InlineData("fish", "complete -c spinner")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public async Task Other_shells_have_scripts_too(string shell, string content)
    {
        CliRun run = await daemon.Run("completion", shell);

        Assert.Equal(0, run.Code);
        Assert.Contains(content, run.Out, StringComparison.Ordinal);
        Assert.Contains("[suggest:", run.Out, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("spinner sta", "start status")]
    [InlineData("spinner do", "doctor")]
    [InlineData("spinner wait x --for st", "started stopped")]
    [InlineData("spinner wait x --for=st", "started stopped")]
    [InlineData("spinner wait --for=", "healthy started stopped")]
    [InlineData("spinner ps --output=", "json text")]
    [InlineData("spinner ps --qu", "--quiet")]
    [InlineData("spinner completion z", "zsh")]
    public async Task Verbs_options_and_values_are_completed(string line, string expected)
    {
        NeedsBash();
        Assert.Equal(expected, string.Join(' ', await Completions(line)));
    }

    [SkippableTheory]
    [InlineData("spinner stop ")]
    [InlineData("spinner logs -f ")]
    [InlineData("spinner get ")]
    public async Task Names_of_children_are_completed(string line)
    {
        NeedsBash();
        string name = await daemon.Worker();

        // A shell does not wait long for names: on a busy machine it is asked again.
        string[] one = [];
        for (int i = 0; i < 20 && one.Length == 0; i++)
            one = await Completions(line + name[..6]);
        Assert.Equal([name], one);
    }

    [Fact]
    public async Task Without_a_host_no_names_are_completed_and_nothing_is_said()
    {
        CliRun run = await CliRun.Of("/no/such/socket", "[suggest:13]", "spinner stop ");

        Assert.Equal((0, ""), (run.Code, run.Complaint));
        Assert.Contains("--all", run.Lines);
    }

    private static void NeedsBash() => Skip.IfNot(File.Exists("/bin/bash"), "There is no bash.");

    private async Task<string[]> Completions(string line)
    {
        string script = Path.Combine(daemon.Folder, $"complete-{Guid.NewGuid():N}.sh");
        await File.WriteAllTextAsync(script, Complete);
        CliRun run = await CliRun.Shell(daemon.Socket, $"bash {script} '{line}'");
        Assert.Equal("", run.Err);
        return run.Lines;
    }
}
