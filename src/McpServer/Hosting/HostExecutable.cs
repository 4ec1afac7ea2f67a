namespace AgentSandbox.McpServer.Hosting;

/// <summary>How this program starts itself once more: its own executable, or the assembly run by <c>dotnet</c>.</summary>
/// <param name="FileName">The program to start.</param>
/// <param name="Arguments">What comes before our own arguments.</param>
internal sealed record HostExecutable(string FileName, IReadOnlyList<string> Arguments)
{
    private const string Name = "agent-sandbox";

    public static HostExecutable Current { get; } = Find(Environment.ProcessPath, AssemblyPath());

    /// <summary>What a person types, for messages.</summary>
    public string Display => string.Join(' ', [FileName, .. Arguments]);

    /// <summary>What a client's configuration should name: the plain command when it is in PATH, so that the file can be shared.</summary>
    public static HostExecutable ForClients()
    {
        var directories = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var file = OperatingSystem.IsWindows() ? Name + ".exe" : Name;
        return directories.Any(directory => File.Exists(Path.Join(directory, file))) ? new(Name, []) : Current;
    }

    internal static HostExecutable Find(string? processPath, string? assembly)
    {
        var process = Path.GetFileNameWithoutExtension(processPath);
        if (processPath is not null && (process == Name || assembly is null))
        {
            return new(processPath, []);
        }

        return new(process == "dotnet" ? processPath ?? "dotnet" : "dotnet", assembly is null ? [] : [assembly]);
    }

    // In a single-file program there is no assembly on disk.
    private static string? AssemblyPath()
    {
        var path = Path.Join(AppContext.BaseDirectory, Name + ".dll");
        return File.Exists(path) ? path : null;
    }
}
