using System.Diagnostics;

namespace AgentSandbox.FunctionalTests.Store;

/// <summary>A test that mounts a file system of its own.</summary>
public sealed class SmallFileSystemFactAttribute : FactAttribute
{
    public SmallFileSystemFactAttribute()
    {
        if (!OperatingSystem.IsLinux() || !CanMount())
        {
            Skip = "Needs the right to mount a small tmpfs, to have a disk that is full.";
        }
    }

    private static bool CanMount()
    {
        var probe = Directory.CreateTempSubdirectory("agent-sandbox-mount-").FullName;
        try
        {
            return Run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", probe) && Run("umount", "-l", probe);
        }
        finally
        {
            Directory.Delete(probe);
        }
    }

    private static bool Run(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!; // a new process
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
