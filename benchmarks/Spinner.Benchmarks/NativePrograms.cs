using System.ComponentModel;
using System.Diagnostics;

namespace Spinner.Benchmarks;

/// <summary>The programs of benchmarks/native, built into a folder that goes away again.</summary>
internal sealed class NativePrograms : IDisposable
{
    private readonly string _folder;

    private NativePrograms(string folder) => _folder = folder;

    /// <summary>A server that listens at once.</summary>
    public string Server => Path.Combine(_folder, "server");

    /// <summary>Starts the server and waits for it, in C.</summary>
    public string Floor => Path.Combine(_folder, "floor");

    /// <summary>A file in memory for the moments at which a server began to listen.</summary>
    public string Stamps { get; } = $"/dev/shm/spinner-bench-{Environment.ProcessId}";

    /// <summary>Null, after a word about it, where there is no C compiler.</summary>
    public static NativePrograms? Build()
    {
        NativePrograms programs = new(Directory.CreateTempSubdirectory("spinner-bench-").FullName);
        try
        {
            Compile("server", programs.Server);
            Compile("floor", programs.Floor);
            return programs;
        }
        catch (Exception missing) when (missing is Win32Exception or InvalidOperationException)
        {
            programs.Dispose();
            Console.WriteLine($"footprint and start are skipped, for they need gcc to build benchmarks/native: {missing.Message}");
            return null;
        }
    }

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        File.Delete(Stamps);
        File.Delete(Stamps + ".floor");
    }

    private static void Compile(string name, string target)
    {
        string source = Path.Combine(AppContext.BaseDirectory, "native", name + ".c");
        using Process gcc = Process.Start("gcc", ["-O2", "-o", target, source]);
        gcc.WaitForExit();
        if (gcc.ExitCode != 0)
        {
            throw new InvalidOperationException($"gcc ended with {gcc.ExitCode} for {source}.");
        }
    }
}
