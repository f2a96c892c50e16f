using Spinner.Protocol;
namespace Spinner.Probes;
internal enum HealthCheckKind { Http, Tcp, Exec }
internal sealed record HealthTarget(HealthCheckKind Kind, ChildEndpoint Endpoint)
{
    public string Path { get; init; } = "/";
    public IReadOnlyList<string> Command { get; init; } = [];
    public string WorkingDirectory { get; init; } = "/";
    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>();
    public TimeSpan Timeout { get; init; }
}
internal interface IHealthChecker { IDisposable Check(HealthTarget target, Action<string?> done); }
internal interface INotifySockets { INotifySocket Open(string path, Action<NotifyMessage> received); }
internal interface INotifySocket : IDisposable { string Path { get; } }
internal sealed record NotifyMessage(bool Ready, bool Stopping, bool Watchdog, bool WatchdogTrigger, string? Status, TimeSpan? ExtendTimeout);
internal sealed class HealthChecker(TimeProvider time) : IHealthChecker { public IDisposable Check(HealthTarget target, Action<string?> done) => throw new NotSupportedException(time.ToString()); }
internal sealed class NotifySockets : INotifySockets { public INotifySocket Open(string path, Action<NotifyMessage> received) => throw new NotSupportedException(); }
