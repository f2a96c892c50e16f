using System.Globalization;

namespace Spinner.TestChild.Verbs;

/// <summary>Serves; after so many milliseconds says STOPPING=1, and a little later exits with 0: <c>stopping-by-itself &lt;ms&gt; [options of serve]</c>.</summary>
internal static class StoppingByItself
{
    private const int LastThings = 300;

    public static int Run(string[] args)
    {
        int delay = int.Parse(args[0], CultureInfo.InvariantCulture);
        return Server.Run(ServeOptions.Parse(args.AsSpan(1)), () =>
        {
            Wait.For(delay);
            Notifier.Send("STOPPING=1");
            Say.Line("stopping");
            Wait.For(LastThings);
            return 0;
        });
    }
}
