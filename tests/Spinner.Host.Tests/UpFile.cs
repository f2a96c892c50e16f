using Spinner.Testing;

namespace Spinner.Host.Tests;

/// <summary>A configuration file of children that carry a variable of their own, by which what is left of them is found.</summary>
internal sealed class UpFile : IDisposable
{
    private readonly string _mark = $"SPINNER_HOST_TEST={Guid.NewGuid():N}";

    /// <param name="children">The sections of the children; <c>$TESTCHILD</c> stands for the program.</param>
    public UpFile(string children)
    {
        Path = System.IO.Path.GetTempFileName();
        string[] mark = _mark.Split('=');
        File.WriteAllText(Path, $$"""
            spinner {
              defaults { env { {{mark[0]}} = "{{mark[1]}}" } }
              children { {{children.Replace("$TESTCHILD", TestChild.Program, StringComparison.Ordinal)}} }
            }
            """);
    }

    public string Path { get; }

    /// <summary>The living processes of its children.</summary>
    public int[] Living() =>
        [.. Directory.EnumerateDirectories("/proc").Select(System.IO.Path.GetFileName)
            .Where(name => char.IsAsciiDigit(name![0]) && Contains($"/proc/{name}/environ", _mark)).Select(name => int.Parse(name!, System.Globalization.CultureInfo.InvariantCulture))];

    /// <summary>Waits until as many processes of its children live.</summary>
    public Task Lives(Func<int, bool> count) => Wait(() => count(Living().Length), () => $"processes live: {string.Join(' ', Living())}");

    public static async Task Wait(Func<bool> condition, Func<string> state)
    {
        using PeriodicTimer step = new(TimeSpan.FromMilliseconds(50));
        long start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > HostProcess.Limit)
                throw new TimeoutException(state());
            await step.WaitForNextTickAsync();
        }
    }

    /// <summary>Whether a file of /proc says so; a process that has just gone says nothing.</summary>
    public static bool Contains(string file, string text)
    {
        try
        {
            return File.ReadAllText(file).Contains(text, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Dispose() => File.Delete(Path);
}
