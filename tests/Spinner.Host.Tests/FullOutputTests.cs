using Spinner.Host.Tests.Cli;
using Xunit;

namespace Spinner.Host.Tests;

/// <summary>Standard output cannot be written, as on a full disk.</summary>
public sealed class FullOutputTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spinner-full-").FullName;

    public FullOutputTests()
    {
        Skip.IfNot(File.Exists("/dev/full"), "There is no /dev/full.");
        File.WriteAllText(Conf, "spinner.children.web { command = sh }");
    }

    private string Socket => Path.Combine(_folder, "s.sock");

    private string Conf => Path.Combine(_folder, "spinner.conf");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [InlineData("check")]
    [InlineData("check", "--explain")]
    [InlineData("check", "-o", "json")]
    [InlineData("doctor")]
    [InlineData("doctor", "-o", "json")]
    [InlineData("--help")]
    [InlineData("--version")]
    [InlineData("up", "--help")]
    [InlineData()]
    public async Task Whatever_the_host_was_to_print_that_it_cannot_is_told(params string[] args)
    {
        (int code, string text) = await Full(HostProcess.Program, ">/dev/full", args);

        Assert.Equal((1, "spinner: The output cannot be written: No space left on device."), (code, text));
    }

    [SkippableTheory]
    [InlineData("--help")]
    [InlineData("--version")]
    [InlineData("ps", "--help")]
    [InlineData("completion", "bash")]
    public async Task Whatever_the_client_was_to_print_that_it_cannot_is_told(params string[] args)
    {
        (int code, string text) = await Full(CliRun.Client, ">/dev/full", args);

        Assert.Equal((1, "spinner: The output cannot be written: No space left on device."), (code, text));
    }

    [SkippableFact]
    public async Task Where_nothing_can_be_told_at_all_the_exit_code_tells_it() =>
        Assert.Equal((1, ""), await Full(HostProcess.Program, ">/dev/full 2>&1", "check"));

    [SkippableTheory]
    [InlineData("up")]
    [InlineData("daemon", "-o", "json", "--state-folder", "state")]
    public async Task A_host_goes_on_and_says_so(params string[] args)
    {
        await using HostProcess host = Start(HostProcess.Program, ">/dev/full", [.. args, "--socket", Socket]);

        await host.Line(line => line.StartsWith("spinner: its output cannot be written", StringComparison.Ordinal));

        host.Signal(15);
        Assert.Equal(0, await host.Exit());
    }

    private HostProcess Start(string program, string where, params string[] args) =>
        HostProcess.StartVia("/bin/sh", ["-c", $"cd {_folder}; exec \"$0\" \"$@\" {where}", program, .. args]);

    private async Task<(int Code, string Text)> Full(string program, string where, params string[] args)
    {
        await using HostProcess run = Start(program, where, args);
        return (await run.Exit(), run.Text);
    }
}
