namespace AgentSandbox.Orchestration.Plans.Reading;

/// <summary>Reads plans.</summary>
/// <remarks>Stateless and thread-safe. Reports every problem at once and never throws for what the file says.</remarks>
public static class PlanReader
{
    /// <summary>Reads the file at <paramref name="path"/>; the plan has the file's name without its ending.</summary>
    /// <param name="path">The file; a missing or unreadable one is a problem, not an exception.</param>
    /// <param name="knownServices">The services that exist; null to accept any name.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static Task<PlanReadResult> ReadFileAsync(string path, IReadOnlyCollection<string>? knownServices, CancellationToken cancellationToken)
        => throw new NotSupportedException();

    /// <summary>Reads a plan from text, for instance one that an agent gives inline.</summary>
    /// <param name="yaml">The document.</param>
    /// <param name="name">The plan's name.</param>
    /// <param name="knownServices">The services that exist; null to accept any name.</param>
    public static PlanReadResult Read(string yaml, string name, IReadOnlyCollection<string>? knownServices = null)
        => throw new NotSupportedException();
}
