using Spinner.Configuration;
using Spinner.Protocol;
using Spinner.Scenarios.Tests.Processes;
using Spinner.Testing;
using Xunit;

namespace Spinner.Scenarios.Tests.Children;

public abstract class SocketScenarios(LauncherKind launcher) : ChildScenario(launcher)
{
    private static readonly ChildSpec _spec = TestChild.Spec("web", "serve") with
    {
        Endpoint = EndpointKind.Unix,
        Env = new Dictionary<string, string> { ["ADDRESS"] = "at {port}" },
    };

    [Fact]
    public async Task A_child_serves_on_a_unix_socket_that_is_gone_after_its_stop()
    {
        StartSucceeded started = await Start(_spec);
        string path = started.Endpoint.Path!;
        Assert.Equal((EndpointKind.Unix, 0), (started.Endpoint.Kind, started.Port));
        Assert.Equal((path, $"at {path}"), (MarkedProcesses.Variable(started.Pid, "PORT"), MarkedProcesses.Variable(started.Pid, "ADDRESS")));
        await AssertAnswers(started);

        await Stop("web");

        await Wait.Until(() => !File.Exists(path), "the removal of the socket");
    }

    [Fact]
    public async Task A_crash_is_followed_by_a_socket_of_its_own_and_the_old_one_goes()
    {
        StartSucceeded first = await Start(_spec);

        StartSucceeded second = await CrashAndRecover(first);

        Assert.NotEqual(first.Endpoint.Path, second.Endpoint.Path);
        await AssertAnswers(second);
        await Wait.Until(() => !File.Exists(first.Endpoint.Path), "the removal of the old socket");
    }

    [Fact]
    public async Task The_folder_of_the_sockets_goes_with_the_system()
    {
        string folder = Path.GetDirectoryName((await Start(_spec)).Endpoint.Path)!;
        Assert.True(Directory.Exists(folder));

        await Terminate();

        Assert.False(Directory.Exists(folder));
    }
}

public sealed class SocketScenariosNative() : SocketScenarios(LauncherKind.Auto);

public sealed class SocketScenariosPortable() : SocketScenarios(LauncherKind.Portable);
