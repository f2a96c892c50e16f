using System.Globalization;
using System.Runtime.InteropServices;

namespace Spinner.TestChild.Verbs;

/// <summary>Serves, takes so much memory, and prints "ate": <c>eat-memory &lt;MB&gt; [options of serve]</c>.</summary>
internal static unsafe class EatMemory
{
    public static int Run(string[] args)
    {
        nuint bytes = nuint.Parse(args[0], CultureInfo.InvariantCulture) * 1_000_000;
        return Server.Run(ServeOptions.Parse(args.AsSpan(1)), () =>
        {
            // Written to, for a page that nobody has touched is no memory yet.
            NativeMemory.Fill(NativeMemory.Alloc(bytes), bytes, 1);
            Say.Line("ate");
            return null;
        });
    }
}
