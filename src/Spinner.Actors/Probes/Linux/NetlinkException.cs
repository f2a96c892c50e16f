using System.ComponentModel;

namespace Spinner.Probes.Linux;

/// <summary>The kernel refused to tell who listens.</summary>
internal sealed class NetlinkException(int errno) : IOException(new Win32Exception(errno).Message)
{
    /// <summary>ENOENT: the kernel lacks the family, or the module that tells about it.</summary>
    public bool IsUnsupported => Errno == 2;

    /// <summary>The OS error number.</summary>
    public int Errno { get; } = errno;
}
