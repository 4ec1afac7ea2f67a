namespace AgentSandbox.Orchestration.Engines.Local;

/// <summary>Removes directories that builds have written to, read-only files included. Never follows links.</summary>
internal static class TreeRemoval
{
    private const int MaxTries = 4;

    public static void Delete(string directory)
    {
        for (var tries = MaxTries; Directory.Exists(directory); tries--)
        {
            try
            {
                Directory.Delete(directory, recursive: true);
            }
            catch (UnauthorizedAccessException) when (tries > 0)
            {
                MakeWritable(new DirectoryInfo(directory));
            }
            catch (DirectoryNotFoundException)
            {
                // Somebody else was faster.
            }
            catch (IOException) when (tries > 0)
            {
                // A last file came, such as a log's times, while its directory was emptied.
            }
        }
    }

    private static void MakeWritable(DirectoryInfo directory)
    {
        foreach (var entry in directory.EnumerateFileSystemInfos("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false }))
        {
            if (OperatingSystem.IsWindows())
            {
                entry.Attributes &= ~FileAttributes.ReadOnly;
            }
            else
            {
                entry.UnixFileMode |= UnixFileMode.UserRead | UnixFileMode.UserWrite | (entry is DirectoryInfo ? UnixFileMode.UserExecute : 0);
            }
        }
    }
}
