namespace Spinner.Processes.Linux;

/// <summary>Reads the run file of the host before us, and ends what it has left.</summary>
internal static class PreviousRuns
{
    // Far above what any host writes: nobody makes us read a disk full of something else.
    private const long LargestFile = 64 * 1024 * 1024;

    /// <summary>Answers the groups that could not be ended, for whoever comes after us.</summary>
    /// <param name="path">The file.</param>
    /// <param name="self">We.</param>
    /// <param name="limit">How long the end may take.</param>
    /// <param name="warn">Told what was left, or why it cannot be known.</param>
    /// <exception cref="RunFileException">Its host is alive.</exception>
    public static IReadOnlyList<RunFileEntry> End(string path, RunFileHost self, TimeSpan limit, Action<string> warn)
    {
        if (!FileFacts.TryRead(path, out FileFacts facts) && LibC.Errno == LibC.ENOENT)
            return [];
        try
        {
            RunFileContent? content = IsTrusted(path, facts, warn) ? RunFileText.Parse(File.ReadAllText(path)) : null;
            RunFileEntry[] survivors = content is null ? [] : End(path, content, self, limit, warn);
            if (content is not { IsWhole: true })
                SetAside(path, content is null, warn);
            return survivors;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            warn($"The run file {path} cannot be used: {failure.Message} What a killed host has left, if anything, may stay.");
            return [];
        }
    }

    private static RunFileEntry[] End(string path, RunFileContent content, RunFileHost self, TimeSpan limit, Action<string> warn)
    {
        ProcessIdentity host = content.Host.Identity;
        // Pids of another boot are anybody's now. Where there is no telling, nothing is.
        if (host.BootId != self.Identity.BootId || host.BootId == Guid.Empty)
            return [];
        // A file of our own process is of an earlier launcher: one at work would have the lock.
        bool isAlive = host.Pid != self.Identity.Pid && IsSame(host.Pid, host.StartTicks);
        if (isAlive)
            throw new RunFileException($"the file {path} is used by another Spinner that is alive (pid {host.Pid}): give each its own.");
        HostLeftovers leftovers = HostLeftovers.End(content, limit);
        if (leftovers.Tell(content.Host) is { } sentence)
            warn(sentence);
        return [.. content.Entries.Where(entry => IsSame(entry.Pid, entry.StartTicks))];
    }

    private static bool IsSame(int pid, ulong startTicks) =>
        ProcStat.TryRead(pid, out ProcStat now) && now.StartTicks == startTicks && now.IsAlive;

    /// <summary>Who can write to the file can have processes ended that are ours to end.</summary>
    private static bool IsTrusted(string path, FileFacts facts, Action<string> warn)
    {
        string? doubt = facts switch
        {
            { IsLink: true } or { IsFolder: true } or { IsSocket: true } => "it is no file",
            { IsOurs: false } => "it belongs to another user",
            { IsOpenToOthers: true } => "others may write to it",
            _ => new FileInfo(path).Length > LargestFile ? "it is too large" : null,
        };
        if (doubt is not null)
            warn($"The run file {path} is not trusted: {doubt}.");
        return doubt is null;
    }

    private static void SetAside(string path, bool isUseless, Action<string> warn)
    {
        string aside = path + ".broken";
        string consequence = isUseless ? "What a killed host has left, if anything, stays." : "What could be read of it was used.";
        try
        {
            File.Move(path, aside, overwrite: true);
            warn($"The run file {path} was broken and is set aside as {aside}. {consequence}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            warn($"The run file {path} is broken and cannot be set aside: {failure.Message} {consequence}");
        }
    }
}
