using Spinner.Processes;
using Spinner.Processes.Linux;
using Xunit;

namespace Spinner.Actors.Tests.Processes;

public sealed class SocketHandOffTests
{
    private static readonly LaunchSpec _spec = new(
        "/app/my server", ["--x", "a b", "$HOME"], new Dictionary<string, string> { ["PATH"] = "/bin" }, "/app", "host:1:1");

    [Fact]
    public void Shell_knows_its_pid_and_becomes_the_program_with_its_arguments_untouched()
    {
        LaunchSpec shell = SocketHandOff.Wrap(_spec);

        Assert.Equal("/bin/sh", shell.File);
        Assert.Equal(["-c", "export LISTEN_PID=$$; exec \"$@\"", "sh", "/app/my server", "--x", "a b", "$HOME"], shell.Args);
    }

    [Fact]
    public void Environment_says_that_there_is_one_socket_and_keeps_the_rest()
    {
        IReadOnlyDictionary<string, string> env = SocketHandOff.Wrap(_spec).Env;

        Assert.Equal("1", env["LISTEN_FDS"]);
        Assert.Equal("spinner", env["LISTEN_FDNAMES"]);
        Assert.Equal("/bin", env["PATH"]);
    }

    [Fact]
    public void Name_of_the_socket_is_the_users_when_he_gives_one()
    {
        LaunchSpec named = _spec with { Env = new Dictionary<string, string> { ["LISTEN_FDNAMES"] = "http", ["LISTEN_FDS"] = "9" } };

        IReadOnlyDictionary<string, string> env = SocketHandOff.Wrap(named).Env;

        Assert.Equal("http", env["LISTEN_FDNAMES"]);
        Assert.Equal("1", env["LISTEN_FDS"]);
    }

    [Fact]
    public void Variables_that_a_shell_would_drop_are_put_back_behind_it()
    {
        LaunchSpec odd = _spec with
        {
            Env = new Dictionary<string, string> { ["Logging:Level"] = "a b", ["GOOD_1"] = "x", ["1st"] = "y" },
        };

        Assert.Equal(
            ["-c", "exec /usr/bin/env \"LISTEN_PID=$$\" \"$@\"", "sh", "Logging:Level=a b", "1st=y", "/app/my server", "--x", "a b", "$HOME"],
            SocketHandOff.Wrap(odd).Args);
    }
}
