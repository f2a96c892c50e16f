using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>A run is ready when it listens and has said so, each in the way its plan asks for.</summary>
internal sealed class Readiness : IDisposable
{
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
