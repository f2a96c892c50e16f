using System.Collections.Frozen;
using System.Runtime.Serialization;
using Spinner.Protocol;

namespace Spinner.Wire;

/// <summary>
/// What travels between nodes, and under which name. The table and the records in it are extend-only, for nodes of different versions talk to each other:
/// <list type="bullet">
/// <item>A manifest, once released, keeps its meaning for ever, and is never given to another message.</item>
/// <item>A record may get further properties with <c>init</c> and a default; they are missing in what older nodes send, and older nodes ignore them.
/// Nothing that is there is renamed, removed, made required or given another meaning or form.</item>
/// <item>An enumeration may get further words. Older nodes refuse a request with a word they do not know; in answers such a word is read as
/// the one that says the least (<see cref="Converters.Words"/>), where there is one.</item>
/// <item>A change that does not fit these rules is a new record under a new manifest (<c>start.2</c>), and the old one goes on being read.</item>
/// </list>
/// </summary>
/// <remarks>
/// Messages that hand out something alive have no manifest, for it would be dead elsewhere: the output of a child as it comes (FollowOutput with
/// <see cref="OutputSubscriptionOptions"/>, and the <see cref="OutputLine"/> it yields), the services, the processes. They are marked as never
/// serialized.
/// </remarks>
internal static class WireTable
{
    public static IReadOnlyList<WireEntry> All { get; } =
    [
        Request<StartChild>("start.1"),
        Request<StopChild>("stop.1"),
        Request<RestartChild>("restart.1"),
        Request<DefineChild>("define.1"),
        Request<ForgetChild>("forget.1"),
        Request<TouchChild>("touch.1"),
        Request<GetChild>("get.1"),
        Request<ListChildren>("list.1"),
        Request<StopAll>("stop-all.1"),
        Request<WatchChildren>("watch.1"),
        Request<EventsTaken>("taken.1"),
        Request<UnwatchChildren>("unwatch.1"),
        Request<AcquireChild>("acquire.1"),
        Request<RenewLease>("renew.1"),
        Request<ReleaseChild>("release.1"),
        Request<PingSpinner>("ping.1"),
        Answer<StartSucceeded>("start-succeeded.1"),
        Answer<StartFailed>("start-failed.1"),
        Answer<StopResult>("stop-result.1"),
        Answer<StopAllResult>("stop-all-result.1"),
        Answer<ChildDefined>("defined.1"),
        Answer<TouchResult>("touch-result.1"),
        Answer<ChildNotFound>("not-found.1"),
        Answer<ChildSnapshot>("snapshot.1"),
        Answer<ChildList>("list-result.1"),
        Answer<ReplayEnded>("replay-ended.1"),
        Answer<EventsLost>("events-lost.1"),
        Answer<LeaseGranted>("lease-granted.1"),
        Answer<LeaseResult>("lease-result.1"),
        Answer<LeaseRebound>("lease-rebound.1"),
        Answer<LeaseEnded>("lease-ended.1"),
        Answer<SpinnerAlive>("alive.1"),
        Answer<RequestRefused>("refused.1"),
        Answer<NotUnderstood>("not-understood.1"),
        Answer<ChildPresent>("event-present.1"),
        Answer<ChildStarted>("event-started.1"),
        Answer<ChildStopped>("event-stopped.1"),
        Answer<ChildRestarted>("event-restarted.1"),
        Answer<ChildError>("event-error.1"),
        Answer<ChildFaulted>("event-faulted.1"),
        Answer<ChildStateChanged>("event-state-changed.1"),
        Answer<ChildUpdateChanged>("event-update-changed.1"),
        Answer<ChildUpdateFailed>("event-update-failed.1"),
        Answer<ChildWatchSuspended>("event-watch-suspended.1"),
        Answer<ChildHealthChanged>("event-health-changed.1"),
        Answer<ChildOutputLost>("event-output-lost.1"),
        Answer<ChildForgotten>("event-forgotten.1"),
    ];

    private static readonly FrozenDictionary<string, WireEntry> _byManifest = All.ToFrozenDictionary(entry => entry.Manifest, StringComparer.Ordinal);
    private static readonly FrozenDictionary<Type, WireEntry> _byType = All.ToFrozenDictionary(entry => entry.Type);

    public static WireEntry? Find(string manifest) => _byManifest.GetValueOrDefault(manifest);

    /// <summary>Whether it is a message that asks another node for something.</summary>
    public static bool IsRequest(object message) => _byType.TryGetValue(message.GetType(), out WireEntry? entry) && entry.IsRequest;

    public static WireEntry Of(Type type) =>
        _byType.TryGetValue(type, out WireEntry? entry) ? entry : throw new SerializationException($"{type.Name} does not travel between nodes.");

    private static WireEntry Request<T>(string manifest) => new(manifest, IsRequest: true, WireShape.Of<T>());

    private static WireEntry Answer<T>(string manifest) => new(manifest, IsRequest: false, WireShape.Of<T>());
}
