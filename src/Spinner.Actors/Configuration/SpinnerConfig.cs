using Akka.Configuration;
using Spinner.Policies;

namespace Spinner.Configuration;

/// <summary>Reads the <c>spinner</c> section of HOCON; hocon/reference.conf describes its keys.</summary>
public static class SpinnerConfig
{
    /// <summary>The settings with their defaults, as HOCON: every key there is.</summary>
    public static Config Reference { get; } = ConfigurationFactory.FromResource("Spinner.reference.conf", typeof(SpinnerConfig).Assembly);

    /// <summary>Reads a configuration file; its folder is where its relative paths start.</summary>
    /// <param name="path">The file.</param>
    /// <returns>What it says, or every error: that of the file, of its syntax, or of its values.</returns>
    public static SpinnerConfigResult ParseFile(string path)
    {
        string file = Path.GetFullPath(path);
        try
        {
            return ParseText(File.ReadAllText(file), Path.GetDirectoryName(file) ?? file);
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            return Failed([$"{file} cannot be read: {refusal.Message}"]);
        }
    }

    /// <summary>Reads HOCON text; errors of its syntax are errors of the result.</summary>
    /// <param name="hocon">The text.</param>
    /// <param name="baseDirectory">Where relative paths start, absolute.</param>
    public static SpinnerConfigResult ParseText(string hocon, string baseDirectory)
    {
        Config config;
        try
        {
            config = ConfigurationFactory.ParseString(hocon);
        }
        catch (Exception syntax) when (syntax is not OutOfMemoryException)
        {
            // The parser has no exception type of its own for bad text.
            return Failed([$"The configuration is no HOCON: {syntax.Message}"]);
        }

        return Parse(config, baseDirectory);
    }

    /// <summary>Reads the <c>spinner</c> section of a configuration; keys it leaves out have their defaults.</summary>
    /// <param name="hocon">The whole configuration.</param>
    /// <param name="baseDirectory">Where relative paths start, absolute.</param>
    public static SpinnerConfigResult Parse(Config hocon, string baseDirectory) => Parse(hocon, baseDirectory, files: null);

    /// <summary>With <paramref name="files"/>, a child whose program or folder is missing is an error too.</summary>
    internal static SpinnerConfigResult Parse(Config hocon, string baseDirectory, IHostFiles? files)
    {
        ArgumentNullException.ThrowIfNull(hocon);
        try
        {
            return Parse(HoconNode.From(hocon), baseDirectory, files);
        }
        catch (FormatException circle)
        {
            return Failed([circle.Message]);
        }
    }

    /// <summary>For who has read the text itself.</summary>
    internal static SpinnerConfigResult Parse(HoconSection said, string baseDirectory, IHostFiles? files)
    {
        HoconSection root = said.Over(HoconNode.From(Reference));
        PlanErrors errors = new();
        ConfigReader reader = new(baseDirectory, errors);
        SpinnerOptions options = new();
        IReadOnlyList<ConfiguredChild> children = [];
        if (root.Items[ConfigKeys.Root] is HoconSection spinner)
        {
            options = reader.Options(spinner);
            children = reader.Children(spinner, options);
            OptionsRules.Check(options, errors);
            DependencyCheck.Check(children, options.Defaults, errors);
            if (files is not null)
            {
                reader.CheckFiles(children, options, files);
            }
        }
        else
        {
            errors.Add(ConfigKeys.Root, $"{ConfigKeys.Root} is not a section: write {ConfigKeys.Root} {{ ... }}.");
        }

        return errors.All.Count > 0 ? new SpinnerConfigResult(null, [], errors.Sentences) { All = errors.All } : new SpinnerConfigResult(options, children, []);
    }

    private static SpinnerConfigResult Failed(IReadOnlyList<string> errors) =>
        new(null, [], errors) { All = [.. errors.Select(error => new PlanError("", "", error, ""))] };
}
