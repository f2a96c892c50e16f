namespace Spinner.Processes.Linux;

/// <summary>Something that is to be gone, and that the <see cref="Sweeper"/> looks for until it is.</summary>
internal interface ILeftovers
{
    /// <summary>The clock tick before which nothing of it can have started.</summary>
    ulong Since { get; }

    /// <summary>True when a pass has to read the markers for it.</summary>
    bool NeedsMarkers { get; }

    /// <summary>Is it gone, as far as can be told without the process table?</summary>
    bool TryFinish();

    /// <summary>Acts on what a pass has found. True: nothing is left to do.</summary>
    bool Consider(ProcessScan scan);
}
