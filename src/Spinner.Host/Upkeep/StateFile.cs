using Spinner.Processes.Linux;

namespace Spinner.Host.Upkeep;

/// <summary>
/// The desired state on the disk, twice: <c>state.json</c> and <c>state.json.good</c>. Each is replaced by a whole new file, flushed before it gets the
/// name, and the second only when the first is safe: so at every moment one of them is complete, and neither a kill nor a full disk takes both.
/// Only its owner may read them, for values of env are in them.
/// </summary>
/// <param name="path">The file; its folder is created when it is missing.</param>
/// <param name="time">The clock that names what is set aside.</param>
/// <param name="warn">Told, in a sentence, what is wrong and fails nobody's request.</param>
internal sealed class StateFile(string path, TimeProvider time, Action<string> warn)
{
    private readonly string _good = path + ".good";

    /// <summary>Reads what the last host knew. Files that make no sense are set aside, and the better one of the two takes the place of both.</summary>
    public StateReading Read()
    {
        StateCopy main = StateCopy.Read(path), good = StateCopy.Read(_good);
        if ((main.IsNewer ? main : good.IsNewer ? good : null) is { } newer)
        {
            return new StateReading(
                null,
                [$"{newer.Path} was written by a newer version of Spinner (format {newer.Version}, this one knows {StateText.Version}): use that version, or move the file away."]);
        }

        List<string> messages = [];
        foreach (StateCopy broken in new[] { main, good }.Where(copy => copy.Error is not null))
            messages.Add($"{broken.Path} cannot be used: {broken.Error}. {new BrokenStates(path, time).SetAside(broken.Path)}");
        if (main.State is null && good.State is not null)
        {
            messages.Add(main.Error is null
                ? $"{path} is missing: the last good copy, {_good}, is used. To begin anew, remove both."
                : $"The last good copy, {_good}, is used.");
        }

        if ((main.State ?? good.State) is not { } state)
        {
            if (messages.Count > 0)
                messages.Add("What was started or stopped by hand before is forgotten.");
            return new StateReading(DesiredState.Empty, messages);
        }

        // Before anything else can happen to the one that is left.
        TryRestore(main, state, messages);
        TryRestore(good, state, messages);
        return new StateReading(state, messages);
    }

    /// <summary>Writes a state. When this returns, it survives the loss of power.</summary>
    /// <exception cref="StateWriteException">It could not be written; what was there before still is.</exception>
    public void Write(DesiredState state)
    {
        byte[] text = StateText.Write(state);
        try
        {
            Replace(path, text);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StateWriteException($"What is wanted of the children cannot be kept in {path}: {failure.Message}", failure);
        }

        try
        {
            Replace(_good, text);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The state itself is safe. The copy is an earlier one, until the next change.
            warn($"The copy {_good} cannot be written: {failure.Message}");
        }
    }

    private static void Replace(string target, byte[] text)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(target))!;
        OwnerOnly.CreateFolder(folder);
        string temporary = target + ".tmp";
        // What a killed host has left, of any size and mode.
        File.Delete(temporary);
        try
        {
            using (FileStream file = OwnerOnly.Open(temporary, FileMode.CreateNew, FileShare.None))
            {
                file.Write(text);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            // On a full disk it would keep the room that the next try needs.
            File.Delete(temporary);
            throw;
        }

        if (OperatingSystem.IsLinux())
            FolderSync.Flush(folder);
    }

    private static void TryRestore(StateCopy copy, DesiredState state, List<string> messages)
    {
        byte[] text = StateText.Write(state);
        if (copy.State is { } present && StateText.Write(present).AsSpan().SequenceEqual(text))
            return;
        try
        {
            Replace(copy.Path, text);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            messages.Add($"{copy.Path} cannot be written: {failure.Message}");
        }
    }
}
