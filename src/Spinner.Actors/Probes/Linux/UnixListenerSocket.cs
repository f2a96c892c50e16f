namespace Spinner.Probes.Linux;

/// <summary>A listening unix socket.</summary>
/// <param name="Path">The path as it was given to bind.</param>
/// <param name="Inode">What names the socket below /proc/pid/fd.</param>
/// <param name="Queue">How many connections wait to be accepted.</param>
internal readonly record struct UnixListenerSocket(string Path, uint Inode, uint Queue);
