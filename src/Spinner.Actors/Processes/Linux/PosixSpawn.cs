using System.Runtime.InteropServices;
using System.Text;

namespace Spinner.Processes.Linux;

/// <summary>posix_spawn, set up the one way every process here is started.</summary>
internal static unsafe class PosixSpawn
{
    // Larger than both types in glibc (336 and 80 bytes) and musl.
    private const int AttributesSize = 512;
    private const int ActionsSize = 256;
    private const int SignalSetSize = 128;

    private const short SetSignalDefaults = 0x04;
    private const short SetSignalMask = 0x08;
    private const short SetSession = 0x80;

    private static readonly void* _attributes = CreateAttributes();

    // glibc 2.34 has it, musl does not.
    private static readonly delegate* unmanaged<void*, int, int> _addCloseFrom =
        NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "posix_spawn_file_actions_addclosefrom_np", out nint symbol)
            ? (delegate* unmanaged<void*, int, int>)symbol
            : null;

    /// <summary>
    /// Starts a program as leader of a new session, with default signals, an empty signal mask and no descriptors but those given. Waits for
    /// its exec. Answers the error number, 0 for success.
    /// </summary>
    /// <param name="spec">The program.</param>
    /// <param name="stdin">Becomes descriptor 0.</param>
    /// <param name="stdout">Becomes descriptor 1.</param>
    /// <param name="stderr">Becomes descriptor 2.</param>
    /// <param name="pid">The process.</param>
    /// <param name="socket">Becomes descriptor 3, and must be above it: duplicated onto itself it would close on exec. Negative: none.</param>
    public static int Run(LaunchSpec spec, int stdin, int stdout, int stderr, out int pid, int socket = -1)
    {
        int firstClosed = socket < 0 ? SocketHandOff.Descriptor : SocketHandOff.Descriptor + 1;
        byte* actions = stackalloc byte[ActionsSize];
        using NativeStrings strings = new(spec.File, spec.Args, spec.Env);
        int error = LibC.posix_spawn_file_actions_init(actions);
        pid = 0;
        if (error != 0)
            return error;
        fixed (byte* folder = Encoding.UTF8.GetBytes(spec.WorkingDirectory + '\0'))
        fixed (int* pidTarget = &pid)
        {
            error = First(
                LibC.posix_spawn_file_actions_adddup2(actions, stdin, 0),
                LibC.posix_spawn_file_actions_adddup2(actions, stdout, 1),
                LibC.posix_spawn_file_actions_adddup2(actions, stderr, 2),
                // After the three, for one of their sources may be where it goes.
                socket < 0 ? 0 : LibC.posix_spawn_file_actions_adddup2(actions, socket, SocketHandOff.Descriptor),
                _addCloseFrom != null ? _addCloseFrom(actions, firstClosed) : 0,
                LibC.posix_spawn_file_actions_addchdir_np(actions, folder));
            if (error == 0)
            {
                if (_addCloseFrom == null)
                    _ = LibC.CloseOnExecFrom(SocketHandOff.Descriptor);
                error = LibC.posix_spawn(pidTarget, strings.Argv[0], actions, _attributes, strings.Argv, strings.Envp);
            }
        }

        _ = LibC.posix_spawn_file_actions_destroy(actions);
        return error;
    }

    private static int First(params ReadOnlySpan<int> errors)
    {
        foreach (int error in errors)
        {
            if (error != 0)
                return error;
        }

        return 0;
    }

    // Read only once made, so any thread may spawn with it.
    private static void* CreateAttributes()
    {
        void* attributes = NativeMemory.AllocZeroed(AttributesSize);
        byte* set = stackalloc byte[SignalSetSize];
        _ = LibC.posix_spawnattr_init(attributes);
        _ = LibC.posix_spawnattr_setflags(attributes, SetSignalDefaults | SetSignalMask | SetSession);
        _ = LibC.sigfillset(set);
        _ = LibC.posix_spawnattr_setsigdefault(attributes, set);
        _ = LibC.sigemptyset(set);
        _ = LibC.posix_spawnattr_setsigmask(attributes, set);
        return attributes;
    }
}
