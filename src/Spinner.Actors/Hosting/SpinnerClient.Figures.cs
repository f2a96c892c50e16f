using Spinner.Ports;
using Spinner.Processes;
using Spinner.Protocol;
using Spinner.Supervision;

namespace Spinner.Hosting;

/// <summary>What the host asks of the Spinner it runs, beside what everybody may.</summary>
public sealed partial class SpinnerClient
{
    /// <summary>What this Spinner is made of.</summary>
    internal async Task<SpinnerServices> ServicesAsync(CancellationToken cancel = default) =>
        (await AskHere<ServicesGiven>(new GetServices(), cancel).ConfigureAwait(false)).Services;

    /// <summary>The leaders of the children's process groups.</summary>
    internal async Task<IReadOnlyDictionary<ChildName, ProcessIdentity>> ProcessesAsync(CancellationToken cancel = default) =>
        (await AskHere<ProcessesGiven>(new GetProcesses(), cancel).ConfigureAwait(false)).Leaders;

    /// <summary>What a child was last told to be, with the values of its environment, which no answer may show. Null: no such child.</summary>
    internal async Task<ChildSpec?> SpecAsync(ChildName name, CancellationToken cancel = default) =>
        Known<SpecGiven>(await AskHere<ChildReply>(new GetSpec(name), cancel).ConfigureAwait(false)) is { } given ? given.Spec ?? new ChildSpec { Name = name } : null;

    /// <summary>How many ports are leased to children.</summary>
    internal async Task<int> PortsInUseAsync(CancellationToken cancel = default) =>
        (await AskHere<PortsInUse>(new GetPortsInUse(), cancel).ConfigureAwait(false)).Count;

    /// <summary>How all children are, and the number of the last event before that.</summary>
    internal Task<PresentGiven> PresentAsync(CancellationToken cancel = default) => AskHere<PresentGiven>(new GetPresent(), cancel);
}
