using System.Diagnostics.CodeAnalysis;

namespace AgentSandbox.Orchestration.Processes;

/// <summary>Finds the file of a program as the started program's own environment would.</summary>
internal static class ProgramPath
{
    private const string DefaultPath = "/usr/local/bin:/usr/bin:/bin";

    public static ProcessStartFailure? Resolve(
        string fileName, string workingDirectory, IReadOnlyDictionary<string, string> environment, out string path)
    {
        path = "";
        if (fileName.Length == 0 || fileName.Contains('\0'))
        {
            return new(ProcessStartFailureKind.NotFound, fileName, "The program's name is empty or not a name.");
        }

        var directory = Path.GetFullPath(workingDirectory);
        if (fileName.Contains('/') || (OperatingSystem.IsWindows() && fileName.AsSpan().ContainsAny('\\', ':')))
        {
            return Choose(fileName, null, [Path.GetFullPath(fileName, directory)], environment, out path);
        }

        var search = Variable(environment, "PATH") ?? (OperatingSystem.IsWindows() ? "" : DefaultPath);
        var candidates = search.Split(Path.PathSeparator).Select(d => Path.Combine(Path.GetFullPath(d.Length == 0 ? "." : d, directory), fileName));
        return Choose(fileName, search, candidates, environment, out path);
    }

    private static ProcessStartFailure? Choose(
        string fileName, string? search, IEnumerable<string> candidates, IReadOnlyDictionary<string, string> environment, out string path)
    {
        string? blocked = null;
        foreach (var candidate in candidates.SelectMany(c => WithExtensions(c, environment)).Where(File.Exists))
        {
            if (IsExecutable(candidate))
            {
                path = candidate;
                return null;
            }

            blocked ??= candidate;
        }

        path = "";
        return (blocked, search) switch
        {
            (not null, _) => new(ProcessStartFailureKind.NotExecutable, fileName, $"\"{blocked}\" is not executable.", search),
            (_, not null) => new(ProcessStartFailureKind.NotFound, fileName, $"No program \"{fileName}\" was found in PATH.", search),
            _ => new(ProcessStartFailureKind.NotFound, fileName, $"There is no file \"{candidates.First()}\"."),
        };
    }

    private static IEnumerable<string> WithExtensions(string candidate, IReadOnlyDictionary<string, string> environment) =>
        !OperatingSystem.IsWindows() || Path.HasExtension(candidate)
            ? [candidate]
            : (Variable(environment, "PATHEXT") ?? ".EXE;.CMD;.BAT").Split(';').Select(e => candidate + e);

    [SuppressMessage("Interoperability", "CA1416", Justification = "Asked on Unix only.")]
    private static bool IsExecutable(string path) =>
        OperatingSystem.IsWindows()
        || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;

    private static string? Variable(IReadOnlyDictionary<string, string> environment, string name) =>
        environment.TryGetValue(name, out var value) ? value
        : OperatingSystem.IsWindows() ? environment.FirstOrDefault(e => e.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value
        : null;
}
