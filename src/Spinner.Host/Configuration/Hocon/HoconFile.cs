namespace Spinner.Host.Configuration.Hocon;

/// <summary>Reads a file and those it includes.</summary>
internal sealed class HoconFile(ICollection<ConfigError> errors, ICollection<ConfigError> warnings)
{
    private readonly List<(string Full, string Shown)> _open = [];

    /// <summary>Every file read, absolute.</summary>
    public ISet<string> Files { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>What the files say; null when one of them is broken.</summary>
    /// <param name="path">The first file, as the user named it.</param>
    public SectionLayer? Read(string path)
    {
        int before = errors.Count;
        string full = Path.GetFullPath(path);
        if (TextFile.Read(full, message => errors.Add(new ConfigError(path, null, null, message))) is not { } text)
            return null;
        SectionPart? section = Parse(text, full, path, []);
        return section is null || errors.Count > before ? null : SectionLayer.Of(section, []);
    }

    private SectionPart? Parse(string text, string full, string shown, IReadOnlyList<string> home)
    {
        Files.Add(full);
        _open.Add((full, shown));
        SectionPart? section = new HoconParser(new HoconCursor(text, shown), home, Include, errors, warnings).Parse();
        _open.RemoveAt(_open.Count - 1);
        return section;
    }

    private IReadOnlyList<Entry> Include(IncludeRequest request)
    {
        (string includer, string includerShown) = _open[^1];
        if (request.File.Length == 0 || request.File.Contains('\0'))
        {
            errors.Add(request.Place.Error("include names no file."));
            return [];
        }

        string full = Path.GetFullPath(request.File, Path.GetDirectoryName(includer)!);
        string shown = Path.IsPathRooted(request.File) ? request.File : Path.Combine(Path.GetDirectoryName(includerShown) ?? "", request.File);
        if (_open.FindIndex(file => file.Full == full) is var first and >= 0)
        {
            string circle = string.Join(" includes ", _open.Skip(first).Select(file => file.Shown).Append(shown));
            errors.Add(request.Place.Error($"include goes in a circle: {circle}."));
            return [];
        }

        if (request.IsOptional && !Path.Exists(full))
            return [];
        string? text = TextFile.Read(full, message => errors.Add(request.Place.Error($"include {Spinner.Policies.PlanErrors.Quote(request.File)}: {message}")));
        return text is null ? [] : Parse(text, full, shown, request.Path)?.Entries ?? [];
    }
}
