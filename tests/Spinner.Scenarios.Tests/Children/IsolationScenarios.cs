using System.Globalization;
using Spinner.Configuration;
using Spinner.Processes;
using Spinner.Scenarios.Tests.Processes;
using Spinner.Testing;
using Xunit;

namespace Spinner.Scenarios.Tests.Children;

/// <summary>
/// What reaches a child of the supervisor's own state. There is no portable case: System.Diagnostics.Process hands ignored signals and
/// inheritable descriptors on.
/// </summary>
public sealed class IsolationScenarios() : ChildScenario(LauncherKind.Auto)
{
    private const int SigPipe = 13;

    [SkippableFact]
    public async Task A_child_has_the_default_action_of_sigpipe()
    {
        Needs(LauncherCapabilities.DefaultSignals);
        await Start(TestChild.Shell("web", """grep SigIgn: /proc/self/status; exec "$TESTCHILD" serve"""));

        ulong ignored = ulong.Parse(await Output.RestOfLine("web", "SigIgn:"), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

        Assert.Equal(0UL, ignored & (1UL << (SigPipe - 1)));
    }

    [SkippableFact]
    public async Task A_pipe_whose_reader_leaves_ends_its_writer_quietly()
    {
        Needs(LauncherCapabilities.DefaultSignals);
        await Start(TestChild.Shell("web", """yes | head -n 1; exec "$TESTCHILD" serve"""));

        Assert.Equal("y", Output.Lines("web")[0]);
        Assert.DoesNotContain("Broken pipe", Output.Of("web"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task No_stray_descriptor_reaches_a_child()
    {
        Needs(LauncherCapabilities.CleanDescriptors);
        int leaky = Native.OpenLeaky("/dev/zero");
        try
        {
            // Those of the shell itself, listed by another program, which opens one to list them.
            await Start(TestChild.Shell("web", """ls /proc/$$/fd; exec "$TESTCHILD" serve"""));
            await Output.RestOfLine("web", "listening");

            Assert.Equal(["0", "1", "2"], Output.Lines("web").SkipLast(1));
        }
        finally
        {
            Native.Close(leaky);
        }
    }

    [SkippableFact]
    public async Task A_child_leads_a_session_and_a_group_of_its_own()
    {
        Needs(LauncherCapabilities.ProcessGroup);
        int pid = (await Start("web", "serve")).Pid;

        string stat = await File.ReadAllTextAsync($"/proc/{pid}/stat");

        // Behind the name in parentheses: state, parent, group, session.
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        string own = pid.ToString(CultureInfo.InvariantCulture);
        Assert.Equal((own, own), (fields[2], fields[3]));
    }
}
