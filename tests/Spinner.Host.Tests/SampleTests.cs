using Spinner.Testing;
using Xunit;

namespace Spinner.Host.Tests;

/// <summary>What the README of samples/hello says, on a copy of the sample that may be edited.</summary>
public sealed class SampleTests : IDisposable
{
    private const int SigInt = 2;

    /// <summary>A build from source comes first, and this machine may be busy with others.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("spinner-sample-").FullName;

    [Fact]
    public async Task A_saved_source_is_built_and_served_in_place_of_the_old_one()
    {
        Copy(Repository.PathOf("samples/hello"), _folder);
        await using HostProcess host = HostProcess.Start("up", Path.Combine(_folder, "hello.conf"));
        Uri first = await Address(host, "hello   | started: ");
        using HttpClient http = new();
        Assert.StartsWith("Hello from process", await http.GetStringAsync(first), StringComparison.Ordinal);

        string source = Path.Combine(_folder, "hello.cs");
        string text = await File.ReadAllTextAsync(source);
        await File.WriteAllTextAsync(source, text.Replace("from process", "from the new process", StringComparison.Ordinal));

        await host.Line(line => line.StartsWith("hello   | updated: ", StringComparison.Ordinal), _patience);
        Uri second = await Address(host, "hello   | restarted: ");
        Assert.StartsWith("Hello from the new process", await http.GetStringAsync(second), StringComparison.Ordinal);
        host.Signal(SigInt);
        Assert.Equal(0, await host.Exit());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<Uri> Address(HostProcess host, string said)
    {
        string line = await host.Line(line => line.StartsWith(said, StringComparison.Ordinal), _patience);
        return new Uri(line[said.Length..]);
    }

    /// <summary>Everything but what its own builds leave behind for the next.</summary>
    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(from, file);
            if (relative.StartsWith($"obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
                continue;
            string copy = Path.Combine(to, relative);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
