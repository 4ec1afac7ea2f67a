using AgentSandbox.Orchestration.Git;

namespace AgentSandbox.Orchestration.Plans.Steps.Replaying;

/// <summary>Finds the file; a plan comes from a branch and reads nothing outside of its tree.</summary>
internal static class RecordingPath
{
    public static string Resolve(string tree, string recording)
    {
        if (recording.Length == 0 || recording.Contains('\0', StringComparison.Ordinal) || Path.IsPathRooted(recording))
        {
            throw new RecordingProblem("it is not a path relative to the working tree");
        }

        var root = RealPath.Resolve(tree);
        var path = RealPath.Resolve(Path.GetFullPath(Path.Combine(root, recording)));
        return path.StartsWith(root.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new RecordingProblem("it is outside of the working tree");
    }
}
