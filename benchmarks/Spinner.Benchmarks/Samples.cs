namespace Spinner.Benchmarks;

/// <summary>What was measured of one thing, a value per round.</summary>
internal sealed class Samples
{
    private readonly List<double> _values = [];

    public double Median => Rank(0.5);

    public double P95 => Rank(0.95);

    public double P99 => Rank(0.99);

    public double Min => _values.Count == 0 ? double.NaN : _values.Min();

    public double Max => _values.Count == 0 ? double.NaN : _values.Max();

    public void Add(double value) => _values.Add(value);

    /// <summary>The middle value (of two, their mean), or the one that this share of the others does not exceed.</summary>
    private double Rank(double share)
    {
        if (_values.Count == 0)
        {
            return double.NaN;
        }

        double[] sorted = [.. _values.Order()];
        return share == 0.5
            ? (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2
            : sorted[Math.Min((int)Math.Ceiling(share * sorted.Length), sorted.Length) - 1];
    }
}
