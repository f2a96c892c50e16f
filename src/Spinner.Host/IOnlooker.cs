using Spinner.Cli.Contract;

namespace Spinner.Host;

/// <summary>Is told what happens to the children of a host, in the records of the API.</summary>
internal interface IOnlooker
{
    /// <summary>Something happened to a child, or how it was at the beginning.</summary>
    void Happened(EventView fact);

    /// <summary>A run of a child is ready.</summary>
    void Ready(ChildView child);

    /// <summary>A child was not started, or is faulted.</summary>
    void Failed(ProblemView problem);
}
