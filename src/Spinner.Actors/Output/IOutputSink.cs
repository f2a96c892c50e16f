namespace Spinner.Output;

/// <summary>Takes one stream of one run. Called from one thread at a time; never blocks for long, never throws.</summary>
public interface IOutputSink : IDisposable
{
    /// <summary>Takes the bytes; the memory is lent for the length of the call.</summary>
    void Write(ReadOnlySpan<byte> data);
}

/// <summary>Opens the sinks that stand for the supervisor's own stdout and stderr; a program may put prefixed lines there.</summary>
public interface IInheritedOutput
{
    /// <summary>A sink for one stream of one run of a child.</summary>
    /// <param name="childName">The child, for a prefix.</param>
    /// <param name="isError">True for stderr.</param>
    IOutputSink Open(string childName, bool isError);
}
