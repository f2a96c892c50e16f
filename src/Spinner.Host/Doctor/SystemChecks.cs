using System.Runtime.InteropServices;
using Spinner.Host.Upkeep;
using Spinner.Probes.Linux;
using Spinner.Processes.Linux;

namespace Spinner.Host.Doctor;

/// <summary>What the machine lets Spinner do.</summary>
internal static class SystemChecks
{
    private const string Area = "system";

    private static readonly (string Program, string For)[] _runtimes =
    [
        ("node", ".js, .mjs and .cjs"), ("python3", ".py"), ("dotnet", ".dll and .cs"), ("sh", ".sh"), ("pwsh", ".ps1"),
    ];

    public static IEnumerable<Finding> All()
    {
        yield return new(Area, Finding.Ok,
            $"spinner {HostControl.Version}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription} ({RuntimeInformation.RuntimeIdentifier})");
        yield return ProcessLayer();
        if (OperatingSystem.IsLinux())
            yield return Readiness();
        if (Environment.ProcessId == 1)
            yield return new(Area, Finding.Note, "This is process 1: orphans are reaped.");
        foreach ((string program, string use) in _runtimes)
            yield return Runtime(program, use);
    }

    private static Finding ProcessLayer()
    {
        if (!OperatingSystem.IsLinux())
            return new(Area, Finding.Warning, "The portable process layer serves here: no process groups, and what outlives a killed host is not cleared up.");
        return LinuxProcessLauncher.WhyUnsupported() is { } why
            ? new Finding(Area, Finding.Warning, $"The portable process layer serves here, with fewer promises: {why}")
            : new Finding(Area, Finding.Ok, "The native process layer works: pidfd, process groups, guardian.");
    }

    private static Finding Readiness()
    {
        try
        {
            using SocketTable table = new();
            return new(Area, Finding.Ok, "The kernel tells who listens (netlink sock_diag).");
        }
        catch (NetlinkException failure)
        {
            return new(Area, Finding.Warning, $"The kernel does not tell who listens ({failure.Message}): readiness is tested by connecting, and strangers on a port are not noticed.");
        }
    }

    private static Finding Runtime(string program, string use)
    {
        string? path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program)).FirstOrDefault(File.Exists);
        return path is null
            ? new Finding("runtimes", Finding.Note, $"{program} is not in PATH: {use} scripts cannot be started by their extension.")
            : new Finding("runtimes", Finding.Ok, $"{program}: {path} ({use})");
    }
}
