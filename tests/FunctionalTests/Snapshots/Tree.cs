namespace AgentSandbox.FunctionalTests.Snapshots;

/// <summary>What is in a directory.</summary>
internal static class Tree
{
    private static readonly EnumerationOptions s_all = new() { AttributesToSkip = 0, RecurseSubdirectories = false };

    /// <summary>The paths of all files and links; links are not followed.</summary>
    public static IReadOnlyList<string> Files(string root) => [.. Enumerate(new DirectoryInfo(root)).Select(file => Path.GetRelativePath(root, file.FullName))];

    /// <summary>The content of every file, by path.</summary>
    public static Dictionary<string, string> Contents(string root, string? except = null) => Files(root)
        .Where(path => except is null || path.Split('/')[0] != except)
        .ToDictionary(path => path, path => Convert.ToBase64String(File.ReadAllBytes(Path.Join(root, path))));

    public static void MakeExecutable(string file) => SetMode(
        file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    public static void MakeUnreadable(string file) => SetMode(file, UnixFileMode.None);

    public static bool IsExecutable(string file) =>
        !OperatingSystem.IsWindows() && File.GetUnixFileMode(file).HasFlag(UnixFileMode.UserExecute);

    private static void SetMode(string file, UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException();
        }

        File.SetUnixFileMode(file, mode);
    }

    private static IEnumerable<FileSystemInfo> Enumerate(DirectoryInfo directory) => directory.EnumerateFileSystemInfos("*", s_all).SelectMany(
        entry => entry is DirectoryInfo child && entry.LinkTarget is null ? Enumerate(child) : [entry]);
}
