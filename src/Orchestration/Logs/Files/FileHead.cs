using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace AgentSandbox.Orchestration.Logs.Files;

/// <summary>Removes the beginning of a file in one step, where the file system can (ext4 and XFS on Linux).</summary>
/// <remarks>A writer that appends never notices, and nothing it writes meanwhile is lost.</remarks>
internal static partial class FileHead
{
    /// <summary>File systems remove whole blocks only; this is the usual size, and others refuse.</summary>
    public const long Block = 4096;

    private const int CollapseRange = 0x08;

    public static bool TryRemove(SafeFileHandle file, long length) =>
        OperatingSystem.IsLinux() && length > 0 && fallocate(file, CollapseRange, 0, length) == 0;

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fallocate(SafeFileHandle file, int mode, long offset, long length);
}
