using System.Text.RegularExpressions;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Calling;

/// <summary>How the output of an image build names what it made.</summary>
internal static partial class ImageReference
{
    /// <summary>The reference with a digest at the end of the last line; null when the build has printed none.</summary>
    public static string? In(string? lastLine) => lastLine is not null && Pattern().Match(lastLine.TrimEnd()) is { Success: true } match ? match.Value : null;

    [GeneratedRegex(@"[A-Za-z0-9][A-Za-z0-9._/:-]{0,200}@sha256:[0-9a-f]{64}$")]
    private static partial Regex Pattern();
}
