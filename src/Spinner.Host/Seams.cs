// Stands in for rooms that are being built; each type goes when the real one of the same shape arrives.
using Akka.Configuration;
using Akka.Hosting;
using Spinner.Configuration;
using Spinner.Output;
using Spinner.Protocol;

namespace Spinner.Host;

internal sealed record ConfiguredChild(ChildSpec Spec, bool OnDemand);

internal sealed record SpinnerConfig(SpinnerOptions Options, IReadOnlyList<ConfiguredChild> Children, IReadOnlyList<string> Errors)
{
    public static SpinnerConfig Parse(Config config, string baseDirectory) =>
        new(new SpinnerOptions(), [], [$"{config.Root is not null} {baseDirectory}: no reader yet"]);
}

internal static class SpinnerHosting
{
    public static AkkaConfigurationBuilder WithSpinner(this AkkaConfigurationBuilder builder, Action<SpinnerOptions> configure)
    {
        configure(new SpinnerOptions());
        return builder;
    }
}

internal sealed class PrefixedOutput(PrefixedOutput.LineWriter write, Func<string, string> prefix) : IInheritedOutput, IDisposable
{
    public delegate void LineWriter(string childName, bool isError, ReadOnlySpan<byte> line);

    public IOutputSink Open(string childName, bool isError) => new Sink(line => write(prefix(childName), isError, line));

    public void Dispose()
    {
        // Nothing is held.
    }

    private sealed class Sink(Action<ReadOnlySpan<byte>> write) : IOutputSink
    {
        public void Write(ReadOnlySpan<byte> data) => write(data);

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
