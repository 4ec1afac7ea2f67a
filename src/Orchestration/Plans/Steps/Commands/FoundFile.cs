namespace AgentSandbox.Orchestration.Plans.Steps.Commands;

/// <summary>A regular file below the directory of a step.</summary>
/// <param name="RelativePath">Its path from there, with slashes.</param>
/// <param name="FullPath">Its path.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Written">When it was last written, by the file system.</param>
internal sealed record FoundFile(string RelativePath, string FullPath, long Bytes, DateTime Written);
