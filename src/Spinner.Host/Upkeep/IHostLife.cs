namespace Spinner.Host.Upkeep;

/// <summary>The life of the host, as those who keep children up need to know it.</summary>
internal interface IHostLife
{
    /// <summary>Whether its end has been asked for.</summary>
    bool IsStopping { get; }

    /// <summary>Stops everything and ends.</summary>
    /// <param name="why">What is told of it.</param>
    /// <param name="code">The exit code; null: that of an end as asked.</param>
    void End(string why, int? code = null);

    /// <summary>Something of a child outlives its stop.</summary>
    void OnLeftOver();
}
