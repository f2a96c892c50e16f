using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Spinner.Watching.Linux;

/// <summary>
/// One inotify instance for the whole host (128 is all that a user gets) with one thread, and one watch per folder however many listen. The kernel
/// knows folders by inode: two paths to the same one share a watch, each under its own name.
/// </summary>
internal sealed unsafe class InotifyEvents(Action<string> warn) : IFolderEvents
{
    private const int BufferSize = 64 << 10;
    private const int EINTR = 4;
    private const int ENOENT = 2;
    private const int EACCES = 13;
    private const int ENOTDIR = 20;
    private const int ENOSPC = 28;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, Listener[]> _watches = [];
    private readonly HashSet<int> _told = [];
    private Thread? _thread;
    private int _inotify = -1;
    private int _wake = -1;
    private volatile bool _disposed;

    public IDisposable? TryWatch(string folder, bool namesOnly, Action<FolderEvent> notice)
    {
        lock (_gate)
        {
            if (_disposed || !EnsureOpen())
                return null;
            uint mask = Inotify.Named | Inotify.FolderGone | (namesOnly ? 0 : Inotify.Modified | Inotify.Written);
            int number = Inotify.Add(_inotify, folder, mask | Inotify.FoldersOnly | Inotify.AddToMask);
            if (number < 0)
            {
                Refused(Marshal.GetLastPInvokeError());
                return null;
            }

            Listener listener = new(this, number, namesOnly, notice);
            _watches[number] = [.. _watches.GetValueOrDefault(number) ?? [], listener];
            return listener;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            _watches.Clear();
        }

        if (_thread is null)
            return;
        ulong one = 1;
        _ = Inotify.Write(_wake, &one, sizeof(ulong));
        if (Thread.CurrentThread != _thread)
            _thread.Join();
    }

    private bool EnsureOpen()
    {
        if (_thread is not null)
            return true;
        _inotify = Inotify.Open();
        int error = Marshal.GetLastPInvokeError();
        _wake = _inotify < 0 ? -1 : Inotify.OpenWake();
        if (_wake < 0)
        {
            Tell(-1, $"No inotify instance can be had (error {error}); see fs.inotify.max_user_instances.");
            if (_inotify >= 0)
                _ = Inotify.Close(_inotify);
            return false;
        }

        _thread = new Thread(Run) { IsBackground = true, Name = "spinner-watch" };
        _thread.Start();
        return true;
    }

    private void Refused(int error)
    {
        // A folder that is missing or may not be read is nothing special.
        if (error is not (ENOENT or ENOTDIR or EACCES))
        {
            Tell(error, error == ENOSPC
                ? "The system has no inotify watches left; see fs.inotify.max_user_watches."
                : $"A folder cannot be watched by inotify (error {error}).");
        }
    }

    private void Tell(int error, string what)
    {
        if (_told.Add(error))
            warn($"{what} Changes of sources are noticed by looking every few seconds.");
    }

    private void Remove(Listener listener)
    {
        lock (_gate)
        {
            if (_disposed || !_watches.TryGetValue(listener.Number, out Listener[]? listeners))
                return;
            Listener[] left = [.. listeners.Where(other => other != listener)];
            _watches[listener.Number] = left;
            // A number is not used again, so one that the kernel dropped meanwhile does no harm.
            if (left.Length == 0 && _watches.Remove(listener.Number))
                _ = Inotify.Remove(_inotify, listener.Number);
        }
    }

    private void Run()
    {
        byte* buffer = (byte*)NativeMemory.Alloc(BufferSize);
        while (!_disposed)
        {
            if (Inotify.Wait(_inotify, _wake) < 0 || _disposed)
                continue;
            nint count = Inotify.Read(_inotify, buffer, BufferSize);
            if (count < 0 && Marshal.GetLastPInvokeError() != EINTR)
            {
                Tell(-2, "Inotify cannot be read any more.");
                break;
            }

            for (nint at = 0; at < count;)
                at += Read(buffer + at);
        }

        NativeMemory.Free(buffer);
        _ = Inotify.Close(_inotify);
        _ = Inotify.Close(_wake);
    }

    private nint Read(byte* entry)
    {
        int number = Unsafe.ReadUnaligned<int>(entry);
        uint mask = Unsafe.ReadUnaligned<uint>(entry + 4);
        int length = Unsafe.ReadUnaligned<int>(entry + 12);
        string? name = length == 0 ? null : Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry + Inotify.HeaderSize));
        if ((mask & (Inotify.Overflow | Inotify.Ignored | Inotify.FolderGone)) != 0)
            name = null;
        else if (name is null)
            return Inotify.HeaderSize + length;
        foreach (Listener listener in Listeners(number, mask))
        {
            if (name is null || !listener.NamesOnly || (mask & Inotify.Named) != 0)
                Notice(listener, new FolderEvent(name, (mask & Inotify.IsFolder) != 0));
        }

        return Inotify.HeaderSize + length;
    }

    private Listener[] Listeners(int number, uint mask)
    {
        lock (_gate)
        {
            if ((mask & Inotify.Overflow) != 0)
                return [.. _watches.Values.SelectMany(listeners => listeners)];
            Listener[] listeners = _watches.GetValueOrDefault(number) ?? [];
            if ((mask & Inotify.Ignored) != 0)
                _watches.Remove(number);
            return listeners;
        }
    }

    private void Notice(Listener listener, FolderEvent change)
    {
        try
        {
            listener.Notice(change);
        }
        catch (Exception failure)
        {
            // One listener's bug must end neither the thread of all nor the host.
            warn($"A notification about a source was lost: {failure}");
        }
    }

    private sealed class Listener(InotifyEvents owner, int number, bool namesOnly, Action<FolderEvent> notice) : IDisposable
    {
        public int Number => number;

        public bool NamesOnly => namesOnly;

        public Action<FolderEvent> Notice => notice;

        public void Dispose() => owner.Remove(this);
    }
}
