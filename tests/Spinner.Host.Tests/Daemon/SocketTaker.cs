using System.Diagnostics;
using Spinner.Host.Daemon;

namespace Spinner.Host.Tests.Daemon;

/// <summary>A daemon as far as its socket goes: takes it when told to, says how that went, and has it until its input ends.</summary>
internal static class SocketTaker
{
    public const string Verb = "take-socket";

    public static int Run(string path)
    {
        Console.WriteLine("ready");
        if (Console.ReadLine() is null)
            return 1;
        using SingleInstance? mine = SingleInstance.TryTake(path, out InstanceRefusal? refusal);
        mine?.Listener.Listen();
        Console.WriteLine(mine is null ? $"{refusal!.Kind}" : "taken");
        while (Console.ReadLine() is { } line)
        {
            // A child that outlives us: what it inherited would show.
            using Process child = Process.Start("sleep", line);
            Console.WriteLine(child.Id);
        }

        return 0;
    }
}
