using Spinner.Processes.Linux;
using Spinner.Processes.Portable;

namespace Spinner.Processes;

/// <summary>Picks the meter that fits a launcher.</summary>
internal static class GroupMeters
{
    /// <summary>
    /// Whole groups for the launcher of Linux, whose children lead one. Those of other launchers may be members of our own group, so there it is
    /// the leader alone. The result may be disposable.
    /// </summary>
    public static IGroupMeter Create(IProcessLauncher launcher, TimeProvider time) =>
        launcher is LinuxProcessLauncher ? new LinuxGroupMeter(time) : new LeaderMeter();
}
