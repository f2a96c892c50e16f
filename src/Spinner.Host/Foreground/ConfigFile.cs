using Akka.Configuration;
using Spinner.Configuration;

namespace Spinner.Host.Foreground;

/// <summary>A configuration file as read: its children, or everything that is wrong with it.</summary>
internal sealed record ConfigFile(
    Config Config, SpinnerOptions Options, IReadOnlyList<ConfiguredChild> Children, IReadOnlyList<string> Errors)
{
    // "up" shows what its children print, unless the file says where it goes.
    private static readonly Config _shown = ConfigurationFactory.ParseString("""
        spinner.defaults { stdout = "inherit", stderr = "inherit" }
        """);

    public static ConfigFile Load(string path)
    {
        string full = Path.GetFullPath(path);
        string text;
        try
        {
            text = File.ReadAllText(full);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Broken($"{path}: there is no such file.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Broken($"{path}: cannot be read: {e.Message}");
        }

        return Parse(text, path, Path.GetDirectoryName(full)!);
    }

    public static ConfigFile Parse(string text, string path, string baseDirectory)
    {
        if (HoconBrackets.FirstError(text) is { } unpaired)
            return Broken($"{path}: {unpaired}");

        Config config;
        try
        {
            config = ConfigurationFactory.ParseString(text);
        }
        // The HOCON parser tells what it dislikes by exceptions of many types, none of them its own.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return Broken($"{path}: is not HOCON: {e.Message}");
        }

        SpinnerConfigResult spinner = SpinnerConfig.Parse(config.WithFallback(_shown), baseDirectory, new HostFiles());
        if (spinner.Errors.Count > 0)
            return Broken([.. spinner.Errors.Select(error => $"{path}: {error}")]);
        return spinner.Children.Count > 0
            ? new ConfigFile(config, spinner.Options!, spinner.Children, [])
            : Broken($"{path}: names no children: add some under spinner.children.");
    }

    private static ConfigFile Broken(params string[] errors) => new(Config.Empty, new SpinnerOptions(), [], errors);
}
