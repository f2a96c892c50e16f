using System.Runtime.Versioning;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using Spinner.Ports;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Scenarios.Tests.Ports;

[UnsupportedOSPlatform("windows")]
public sealed class SocketLeaseTests : TestKit
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _root = Directory.CreateTempSubdirectory("spinner-ports-").FullName;

    private string Runtime => Path.Combine(_root, "run");

    [SkippableFact]
    public void Socket_folders_are_open_to_their_owner_only()
    {
        Skip.If(OperatingSystem.IsWindows(), "no file modes");
        string path = LeasePath(Allocator(Runtime), childSerial: 3, run: 1);

        Assert.EndsWith("3-1.sock", path, StringComparison.Ordinal);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Runtime));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void Two_hosts_of_one_user_do_not_share_a_path() =>
        Assert.NotEqual(LeasePath(Allocator(Runtime), 3, 1), LeasePath(Allocator(Runtime), 3, 1));

    [Fact]
    public void Returned_socket_is_removed_and_so_is_the_folder_of_a_host_that_ends()
    {
        IActorRef ports = Allocator(Runtime);
        ports.Tell(new LeaseSocket(1, 3), TestActor);
        PortLease lease = ExpectMsg<PortLeased>().Lease;
        File.WriteAllText(lease.Endpoint.Path!, "");

        ports.Tell(new ReturnLease(lease));
        Watch(ports);
        ports.Tell(PoisonPill.Instance);
        ExpectTerminated(ports);

        Assert.False(File.Exists(lease.Endpoint.Path));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Runtime));
    }

    [Fact]
    public void Socket_of_a_lease_that_is_still_out_goes_with_the_host()
    {
        IActorRef ports = Allocator(Runtime);
        File.WriteAllText(LeasePath(ports, childSerial: 3, run: 1), "");

        Watch(ports);
        Sys.Stop(ports);
        ExpectTerminated(ports);

        Assert.Empty(Directory.EnumerateFileSystemEntries(Runtime));
    }

    [SkippableFact]
    public void Folder_that_others_can_enter_is_refused()
    {
        Skip.If(OperatingSystem.IsWindows(), "no file modes");
        Directory.CreateDirectory(Runtime, OwnerOnly | UnixFileMode.GroupExecute);

        Assert.Contains("open to other users", Refusal(Runtime), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Folder_behind_a_link_is_refused()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "links are looked for on Linux");
        Directory.CreateSymbolicLink(Runtime, Directory.CreateDirectory(Path.Combine(_root, "elsewhere"), OwnerOnly).FullName);

        Assert.Contains("is not a folder", Refusal(Runtime), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Folder_of_another_user_is_refused()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.UserName == "root", "only root can give a folder away");
        Directory.CreateDirectory(Runtime, OwnerOnly);
        using System.Diagnostics.Process chown = System.Diagnostics.Process.Start("chown", ["65534", Runtime]);
        chown.WaitForExit();

        Assert.Contains("belongs to user 65534", Refusal(Runtime), StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_that_is_a_file_is_refused()
    {
        File.WriteAllText(Runtime, "");

        Assert.Contains(Runtime, Refusal(Runtime), StringComparison.Ordinal);
    }

    [Fact]
    public void Path_longer_than_the_system_allows_is_refused() =>
        Assert.Contains("107", Refusal(Path.Combine(_root, new string('x', 90))), StringComparison.Ordinal);

    protected override void AfterAll()
    {
        base.AfterAll();
        Directory.Delete(_root, recursive: true);
    }

    private IActorRef Allocator(string runtimeFolder) =>
        Sys.ActorOf(PortAllocatorActor.Props(TimeProvider.System, SpinnerDefaults.PortRest, runtimeFolder, new PortTester()));

    private string LeasePath(IActorRef ports, int childSerial, int run)
    {
        ports.Tell(new LeaseSocket(run, childSerial), TestActor);
        return ExpectMsg<PortLeased>().Lease.Endpoint.Path!;
    }

    private string Refusal(string runtimeFolder)
    {
        Allocator(runtimeFolder).Tell(new LeaseSocket(4, 3), TestActor);
        PortRefused refused = ExpectMsg<PortRefused>();
        Assert.Equal(4, refused.Run);
        return refused.Message;
    }
}
