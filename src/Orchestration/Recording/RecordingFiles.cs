using AgentSandbox.Orchestration.Git;
using AgentSandbox.Orchestration.Recording.Har;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Recording;

/// <summary>Recordings as files: a sandbox's in its own directory, so that they go with it, the baseline's beside all others.</summary>
/// <param name="directoryOf">The directory of a sandbox; of the baseline for null.</param>
/// <param name="writer">Redacts and writes.</param>
internal sealed class RecordingFiles(Func<SandboxId?, string> directoryOf, HarWriter writer)
{
    private const int MaxKept = 10;

    /// <summary>Writes what was recorded for its owner's eyes alone; returns the path.</summary>
    public string Save(RecordingStatus status, IReadOnlyList<RedactedExchange> exchanges)
    {
        var directory = directoryOf(status.Spec.Sandbox);
        PrivateDirectory.Ensure(directory);
        var path = Path.Join(directory, $"{status.StartedAt:yyyyMMdd-HHmmss-fff}.har");
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(path + ".new", options))
        {
            writer.Write(file, status, exchanges);
        }

        File.Move(path + ".new", path, overwrite: true);
        foreach (var old in Directory.GetFiles(directory, "*.har").Order(StringComparer.Ordinal).SkipLast(MaxKept))
        {
            File.Delete(old);
        }

        return path;
    }
}
