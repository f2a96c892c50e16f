using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>What the liveness checks have said of a run. They begin anew with each run.</summary>
internal sealed class Vitals : IDisposable
{
    public ChildHealth Health { get; set; }

    /// <summary>How long it may be silent, as it has said itself; null: as its plan says; zero: for ever.</summary>
    public TimeSpan? LongestSilence { get; set; }

    /// <summary>How many checks in a row failed.</summary>
    public int Failures { get; set; }

    /// <summary>How many checks in a row passed.</summary>
    public int Successes { get; set; }

    public IDisposable? Check { get; set; }

    public void Dispose()
    {
        Check?.Dispose();
        Check = null;
    }
}
