using System.Runtime.InteropServices;

namespace Spinner.TestChild.Verbs;

/// <summary>Serves, and ignores every signal that asks it to end.</summary>
internal static class ServeIgnoringTerm
{
    public static int Run(string[] args)
    {
        PosixSignalRegistration[] ignored =
        [
            .. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP, PosixSignal.SIGQUIT }
                .Select(signal => PosixSignalRegistration.Create(signal, Ignore)),
        ];
        int code = Server.Run(ServeOptions.Parse(args));
        foreach (PosixSignalRegistration registration in ignored)
            registration.Dispose();
        return code;
    }

    private static void Ignore(PosixSignalContext context)
    {
        context.Cancel = true;
        Say.Line($"ignoring {context.Signal}");
    }
}
