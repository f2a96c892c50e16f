using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>A run is ready when it listens and has said so, each in the way its plan asks for.</summary>
/// <param name="patience">How long its plan lets it take, from its spawn on.</param>
internal sealed class Readiness(TimeSpan patience) : IDisposable
{
    /// <summary>When it was spawned.</summary>
    public long Began { get; set; }

    /// <summary>How long it may take from then on: longer than its plan says when it has asked for more time.</summary>
    public TimeSpan Patience { get; set; } = patience;

    /// <summary>Where it listens; null until it does.</summary>
    public ChildEndpoint? ListensOn { get; set; }

    /// <summary>What else its plan asks for has come about.</summary>
    public bool IsSaid { get; set; }

    /// <summary>Why the last check did not pass.</summary>
    public string? LastComplaint { get; set; }

    public IDisposable? Probe { get; set; }

    public IDisposable? Check { get; set; }

    public void Dispose()
    {
        Probe?.Dispose();
        Check?.Dispose();
        (Probe, Check) = (null, null);
    }
}
