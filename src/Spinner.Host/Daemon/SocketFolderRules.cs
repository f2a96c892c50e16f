using Spinner.Processes.Linux;

namespace Spinner.Host.Daemon;

/// <summary>
/// The folder of a socket decides who can replace it: so it must belong to us, and nobody else may write to it. The socket's own mode keeps others from
/// connecting.
/// </summary>
internal static class SocketFolderRules
{
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Creates the folder if it is missing, and judges it; null: it is fine.</summary>
    public static InstanceRefusal? Ensure(string folder, string socket)
    {
        try
        {
            OwnerOnly.CreateFolder(folder);
        }
        catch (UnauthorizedAccessException failure)
        {
            return new InstanceRefusal(
                InstanceRefusalKind.NotPermitted,
                $"The folder {folder} of the socket {socket} cannot be made: {failure.Message} Give a socket in a folder of your own with --socket.");
        }
        catch (IOException failure)
        {
            return Bad(folder, socket, $"cannot be made: {failure.Message.TrimEnd('.')}", "give another socket with --socket");
        }

        if (OperatingSystem.IsLinux())
            return JudgeFacts(folder, socket);
        return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & OthersWrite) != 0 ? OpenToOthers(folder, socket) : null;
    }

    private static InstanceRefusal? JudgeFacts(string folder, string socket)
    {
        if (!FileFacts.TryRead(folder, out FileFacts facts, followLink: true) || !facts.IsFolder)
            return Bad(folder, socket, "is no folder", "give another socket with --socket");
        if (!facts.IsOurs)
        {
            return Bad(
                folder, socket, $"belongs to user {facts.Owner}, not to this user ({LibC.geteuid()})", "give a socket in a folder of your own with --socket");
        }

        return facts.IsOpenToOthers ? OpenToOthers(folder, socket) : null;
    }

    private static InstanceRefusal OpenToOthers(string folder, string socket) =>
        Bad(folder, socket, "may be written to by others", $"chmod go-w {folder}, or give another socket with --socket");

    private static InstanceRefusal Bad(string folder, string socket, string what, string cure) =>
        new(InstanceRefusalKind.BadFolder, $"The folder {folder} of the socket {socket} {what}: {cure}.");
}
