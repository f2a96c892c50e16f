using Spinner.Host.Configuration;

namespace Spinner.Host.Tests.Configuration;

/// <summary>A folder of configuration files, with an environment of its own.</summary>
internal sealed class ConfigFolder : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("spinner-config-").FullName;

    public string Main => PathOf("spinner.conf");

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal) { ["HOME"] = "/home/somebody" };

    /// <summary>The folder of one file.</summary>
    public static ConfigFolder Of(string text)
    {
        ConfigFolder folder = new();
        folder.Write("spinner.conf", text);
        return folder;
    }

    public string PathOf(string name) => Path.Combine(Folder, name);

    public ConfigFolder Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text);
        return this;
    }

    public ConfigFile Load(ConfigUse use = ConfigUse.Check) => ConfigFile.Load(Main, use, Environment.GetValueOrDefault);

    /// <summary>The errors, with files relative to the folder.</summary>
    public string[] Errors(ConfigUse use = ConfigUse.Check) => Relative(Load(use).Errors);

    public string[] Relative(IEnumerable<ConfigError> errors) =>
        [.. errors.Select(error => error.ToString().Replace(Folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal))];

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
