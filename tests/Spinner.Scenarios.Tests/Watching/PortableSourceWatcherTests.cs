using Spinner.Watching.Portable;

namespace Spinner.Scenarios.Tests.Watching;

/// <summary>The same promises with FileSystemWatcher, as on systems other than Linux.</summary>
public sealed class PortableSourceWatcherTests() : FileSourceWatcherTests(new SystemFolderEvents(_ => { }));
