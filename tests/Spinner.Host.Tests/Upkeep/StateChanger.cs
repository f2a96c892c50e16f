using System.Globalization;
using Spinner.Host.Upkeep;
using Spinner.Protocol;

namespace Spinner.Host.Tests.Upkeep;

/// <summary>Changes a state without end, and says the number of each change that is safe.</summary>
internal static class StateChanger
{
    public const string Verb = "change-state";

    private const string Counter = "counter";

    public static async Task<int> Run(string path)
    {
        StateFile file = new(path, TimeProvider.System, Console.Error.WriteLine);
        await using StateKeeper keeper = new(file.Read().State!, file.Write, Console.Error.WriteLine);
        for (int number = NumberIn(keeper.Current); ;)
        {
            number++;
            await keeper.ChangeAsync(state => Of(number, state));
            Console.WriteLine(number);
        }
    }

    /// <summary>The number of the last change; 0: there was none.</summary>
    public static int NumberIn(DesiredState state) =>
        state.Children.TryGetValue(Counter, out DesiredChild? child) ? int.Parse(child.Spec!.Args![0], CultureInfo.InvariantCulture) : 0;

    private static DesiredState Of(int number, DesiredState state)
    {
        // Large enough to be written in more than one piece, and with every number.
        string text = number.ToString(CultureInfo.InvariantCulture);
        Dictionary<string, string> env = new() { ["FILL"] = new string((char)('a' + (number % 26)), 20_000) };
        return state.With(Counter, new DesiredChild(new ChildSpec { Name = Counter, Args = [text], Env = env }, Wanted.Running, FromFile: false));
    }
}
