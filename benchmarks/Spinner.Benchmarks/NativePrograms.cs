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

    /// <summary>Prints lines.</summary>
    public string Printer => Path.Combine(_folder, "printer");

    /// <summary>Brings what the printer prints into a file, in C.</summary>
    public string Capture => Path.Combine(_folder, "capture");

    /// <summary>Answers HTTP.</summary>
    public string Web => Path.Combine(_folder, "web");

    /// <summary>A file in memory for what is captured.</summary>
    public string Captured => Stamps + ".out";

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
            Compile("printer", programs.Printer);
            Compile("capture", programs.Capture);
            Compile("web", programs.Web);
            return programs;
        }
        catch (Exception missing) when (missing is Win32Exception or InvalidOperationException)
        {
            programs.Dispose();
            Console.WriteLine($"footprint, start, capture and tandem are skipped, for they need gcc to build benchmarks/native: {missing.Message}");
            return null;
        }
    }

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        File.Delete(Stamps);
        File.Delete(Stamps + ".floor");
        File.Delete(Captured);
        File.Delete(Captured + ".floor");
    }

    private static void Compile(string name, string target)
    {
        string source = Path.Combine(AppContext.BaseDirectory, "native", name + ".c");
        using Process gcc = Process.Start("gcc", ["-O2", "-pthread", "-o", target, source]);
        gcc.WaitForExit();
        if (gcc.ExitCode != 0)
        {
            throw new InvalidOperationException($"gcc ended with {gcc.ExitCode} for {source}.");
        }
    }
}
