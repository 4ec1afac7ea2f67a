namespace AgentSandbox.Orchestration.Logs.Files;

/// <summary>One file of an output: the one that is written, or a rotated one.</summary>
/// <param name="Path">The file.</param>
/// <param name="Start">The position of its first byte among all bytes ever written.</param>
/// <param name="Length">How many bytes it has.</param>
internal sealed record OutputSegment(string Path, long Start, long Length)
{
    public long End => Start + Length;
}
