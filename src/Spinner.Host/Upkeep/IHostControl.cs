using Spinner.Cli.Contract;
using Spinner.Protocol;

namespace Spinner.Host.Upkeep;

/// <summary>What the control API may ask of the host itself.</summary>
internal interface IHostControl
{
    /// <summary>What it is and how it is.</summary>
    InfoView Info();

    /// <summary>Whether the configuration file has this child.</summary>
    bool IsOfFile(ChildName name);

    /// <summary>A failure as it may be told: without values that the configuration file has from the environment.</summary>
    StartFailed Shown(StartFailed failure);

    /// <summary>Reads the configuration file again and applies, or only tells, the difference.</summary>
    Task<ReloadResult> ReloadAsync(bool dryRun, CancellationToken cancel);

    /// <summary>Stops everything and ends; returns at once.</summary>
    void Shutdown();
}

/// <summary>What came of a reload: what was done, or why nothing was.</summary>
/// <param name="Done">What was done; null when nothing was.</param>
/// <param name="Errors">Everything that is wrong with the file; empty with null for <paramref name="Done"/>: there is no file.</param>
internal sealed record ReloadResult(ReloadView? Done, IReadOnlyList<string> Errors);
