using Spinner.Configuration;
using Xunit;

namespace Spinner.Actors.Tests.Configuration;

public sealed class HostFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("spinner-files-");
    private readonly HostFiles _files = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_program_in_path_is_found_by_name_and_others_are_not()
    {
        string? found = _files.FindProgram(OperatingSystem.IsWindows() ? "cmd" : "sh");

        Assert.True(Path.IsPathFullyQualified(found!));
        Assert.True(_files.IsExecutable(found!));
        Assert.Null(_files.FindProgram("no-such-program-anywhere"));
    }

    [Fact]
    public void Only_a_file_with_the_right_to_run_is_executable()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string file = Path.Combine(_folder.FullName, "program");
        File.WriteAllText(file, "#!/bin/sh\n");
        Assert.False(_files.IsExecutable(file));

        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Assert.True(_files.IsExecutable(file));
        Assert.False(_files.IsExecutable(_folder.FullName));
        Assert.False(_files.IsExecutable(file + "-not-there"));
    }
}
