using Spinner.Cli.Contract;

namespace Spinner.Cli.Verbs.Top;

/// <summary>What <c>top</c> knows: the children, which of them is selected, and what each uses.</summary>
internal sealed class TopModel(TimeProvider time)
{
    private Dictionary<string, (int Run, double CpuSeconds)> _last = new(StringComparer.Ordinal);
    private long _asked;
    private string? _selected;

    /// <summary>A child, and its share of a processor in percent; null until it is known.</summary>
    internal sealed record Row(ChildView Child, double? Cpu);

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    /// <summary>What was done last, and what came of it.</summary>
    public string Message { get; set; } = "";

    /// <summary>The place of the selected child; -1 without children.</summary>
    public int Selected { get; private set; } = -1;

    public ChildView? SelectedChild => Selected >= 0 ? Rows[Selected].Child : null;

    /// <summary>Takes a new picture; the selection stays with its child.</summary>
    public void Update(ChildListView list)
    {
        double passed = _asked == 0 ? 0 : time.GetElapsedTime(_asked).TotalSeconds;
        _asked = time.GetTimestamp();
        Rows = [.. list.Children.Select(child => new Row(child, Share(child, passed)))];
        _last = list.Children.Where(child => child.Usage is not null)
            .ToDictionary(child => child.Name, child => (child.Run, child.Usage!.CpuSeconds), StringComparer.Ordinal);
        int place = Rows.ToList().FindIndex(row => row.Child.Name == _selected);
        Select(place >= 0 ? place : Selected);
    }

    /// <summary>Moves the selection.</summary>
    public void Move(int by) => Select(Selected + by);

    private void Select(int place)
    {
        Selected = Rows.Count == 0 ? -1 : Math.Clamp(place, 0, Rows.Count - 1);
        _selected = SelectedChild?.Name;
    }

    // Processes that have ended since take their time with them: the sum may shrink, and no share is negative.
    private double? Share(ChildView child, double passed) =>
        passed > 0 && child.Usage is { } usage && _last.TryGetValue(child.Name, out (int Run, double CpuSeconds) last) && last.Run == child.Run
            ? Math.Max(0, 100 * (usage.CpuSeconds - last.CpuSeconds) / passed)
            : null;
}
