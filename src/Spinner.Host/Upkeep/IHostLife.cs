namespace Spinner.Host.Upkeep;

/// <summary>The life of the host, as those who keep children up need to know it.</summary>
internal interface IHostLife
{
    /// <summary>Whether its end has been asked for.</summary>
    bool IsStopping { get; }

    /// <summary>Something of a child outlives its stop.</summary>
    void OnLeftOver();
}
