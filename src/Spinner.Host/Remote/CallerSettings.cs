using Spinner.Host.Configuration;
using Spinner.Remoting;

namespace Spinner.Host.Remote;

/// <summary>With which certificate other nodes are called: the section <c>spinner.remote</c> of a file of its own.</summary>
internal static class CallerSettings
{
    private const string Variable = "SPINNER_REMOTE_CONFIG";

    /// <summary>The options of a node that only calls; null: there are errors.</summary>
    /// <param name="named">The file that was named; null: the usual one, which need not be there.</param>
    /// <param name="address">Who is to be called.</param>
    /// <param name="errors">What is wrong.</param>
    public static SpinnerRemotingOptions? Read(string? named, string address, out IReadOnlyList<string> errors)
    {
        string? chosen = string.IsNullOrEmpty(named) ? Environment.GetEnvironmentVariable(Variable) : named;
        string path = string.IsNullOrEmpty(chosen) ? Usual(Environment.GetEnvironmentVariable) : chosen;
        errors = [];

        // An address without TLS is for a machine that is its own network: nothing is shown to it.
        if (!address.StartsWith("akka.ssl.", StringComparison.Ordinal))
            return Calling(new SpinnerRemotingOptions());
        if (string.IsNullOrEmpty(chosen) && !File.Exists(path))
        {
            errors = [$"error: {address} is called with a certificate, and there is no {path} that says which: write one (docs/remote.md shows how), or name it with --remote-config or ${Variable}."];
            return null;
        }

        ConfigFile file = ConfigFile.Load(path);
        errors = file.Errors.Count > 0 ? [.. file.Errors.Select(error => error.ToString())]
            : file.Remote is not { CertificateFile: not null }
                ? [new ConfigError(path, null, $"{RemoteSection.Section}.certificate", $"is missing: {address} is called with one. Give certificate, key, and authorities or pinned.").ToString()]
                : [];
        return errors.Count > 0 ? null : Calling(file.Remote!);
    }

    public static string Usual(Func<string, string?> environment)
    {
        string? folder = OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData) : environment("XDG_CONFIG_HOME");

        // A relative path in it is to be ignored, says the XDG Base Directory Specification.
        if (!Path.IsPathFullyQualified(folder ?? ""))
            folder = Path.Combine(environment("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");
        return Path.Combine(folder!, "spinner", "remote.conf");
    }

    /// <summary>What it listens on is of no interest: it is answered on the connection that it opens.</summary>
    private static SpinnerRemotingOptions Calling(SpinnerRemotingOptions options)
    {
        (options.Hostname, options.Port, options.PublicHostname, options.AdvertisedHost) = ("127.0.0.1", 0, null, null);
        (options.Serve, options.AllowCommands, options.Insecure) = (false, false, false);
        return options;
    }
}
