using Spinner.Protocol;

namespace Spinner.Processes;

/// <summary>Which of the two output streams.</summary>
internal enum StreamKind
{
    /// <summary>Standard output.</summary>
    Stdout,

    /// <summary>Standard error.</summary>
    Stderr,
}

/// <summary>
/// Hears what becomes of one spawn. Called on the launcher's own threads, never two at once for one stream: an
/// implementation passes the fact on and returns; it neither blocks nor throws.
/// </summary>
internal interface IProcessObserver
{
    /// <summary>The process runs. First call of a successful spawn.</summary>
    void Spawned(IChildProcess process);

    /// <summary>The OS refused. The only call of a failed spawn.</summary>
    void SpawnFailed(SpawnFailure failure);

    /// <summary>
    /// The process group wrote something. The memory is lent for the length of the call. False: read no more of this stream until
    /// <see cref="IChildProcess.ResumeOutput"/>, which may be called before this returns. At the exit of the leader what lies in the pipe is
    /// passed on all the same.
    /// </summary>
    bool Output(StreamKind stream, ReadOnlySpan<byte> data);

    /// <summary>
    /// The stream has ended: everybody who held it has let go, or it was given up 500 ms after <see cref="Gone"/>. Independent of
    /// <see cref="Exited"/>: a grandchild may hold a stream for long.
    /// </summary>
    void OutputEnded(StreamKind stream);

    /// <summary>
    /// The leader has ended, and everything it had written before has been passed to <see cref="Output"/>. The leader is not
    /// reaped yet, so its pid still names this group.
    /// </summary>
    void Exited(ExitStatus status);

    /// <summary>After <see cref="IChildProcess.Settle"/>: nothing within the asked scope is left, the leader is reaped. Last but for output.</summary>
    void Gone();
}

/// <summary>Why a spawn failed.</summary>
/// <param name="Message">A sentence for people: the program or folder, what is wrong with it.</param>
/// <param name="Errno">The OS error number, 0 when there is none.</param>
internal sealed record SpawnFailure(string Message, int Errno);
