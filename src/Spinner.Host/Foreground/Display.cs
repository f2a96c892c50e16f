using Spinner.Output;

namespace Spinner.Host.Foreground;

/// <summary>Where a host in the foreground shows what goes on.</summary>
internal abstract class Display : IDisposable
{
    /// <summary>Takes what children print.</summary>
    public abstract IInheritedOutput Output { get; }

    /// <summary>Takes what happens to children as data; null: the sentences of <see cref="Tell"/> say it.</summary>
    public virtual IOnlooker? Onlooker => null;

    /// <summary>A sentence about a child, or about <c>spinner</c>.</summary>
    public abstract void Tell(string name, string line);

    /// <summary>Something that a person may have to look at.</summary>
    public abstract void Warn(string name, string line);

    /// <summary>Shows what is queued; nothing is shown afterwards.</summary>
    public abstract void Dispose();
}
