namespace Spinner.Probes;

/// <summary>Asks children whether they are well.</summary>
internal interface IHealthChecker
{
    /// <summary>
    /// One try, which never throws and never makes the caller wait. Calls back once, from any thread: null when the check passed, else a sentence
    /// that says why not. Disposing the result cancels it, a program is killed with its descendants, and nothing is called once the dispose has returned.
    /// </summary>
    IDisposable Check(HealthTarget target, Action<string?> done);
}
