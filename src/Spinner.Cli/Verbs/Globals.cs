using System.CommandLine;

namespace Spinner.Cli.Verbs;

/// <summary>The options of every verb.</summary>
public static class Globals
{
    /// <summary><c>--socket</c>: where the host listens.</summary>
    public static Option<string?> Socket { get; } = new("--socket")
    {
        Description = "The socket of the host. Default: $SPINNER_SOCKET, else that of this user.",
        HelpName = "path",
        Recursive = true,
    };

    /// <summary><c>--remote</c>: the Spinner of another node.</summary>
    public static Option<string?> Remote { get; } = new("--remote")
    {
        Description = "A Spinner on another node instead: akka.ssl.tcp://spinner@HOST:PORT. Default: $SPINNER_REMOTE.",
        HelpName = "address",
        Recursive = true,
    };

    /// <summary><c>--remote-config</c>: by which certificate it is called.</summary>
    public static Option<string?> RemoteConfig { get; } = new("--remote-config")
    {
        Description = "With --remote: the file with certificate, key and authorities in spinner.remote. Default: $SPINNER_REMOTE_CONFIG, else ~/.config/spinner/remote.conf.",
        HelpName = "file",
        Recursive = true,
    };

    /// <summary><c>-o json</c>: data as the API gives it.</summary>
    public static Option<string> Format { get; } = WithValues(new Option<string>("--output", "-o")
    {
        Description = "text, or json: what the API answers, as it is; errors as JSON on standard error.",
        HelpName = "json",
        Recursive = true,
        DefaultValueFactory = _ => "text",
    });

    /// <summary><c>--no-color</c>: as the variable NO_COLOR.</summary>
    public static Option<bool> NoColour { get; } = new("--no-color")
    {
        Arity = ArgumentArity.Zero,
        Description = "No colours, as with $NO_COLOR.",
        Recursive = true,
    };

    private static Option<string> WithValues(Option<string> format)
    {
        format.AcceptOnlyFromAmong("text", "json");
        return format;
    }
}
