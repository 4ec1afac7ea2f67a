using AgentSandbox.Orchestration.Configuration.Reading;
using AgentSandbox.Orchestration.Configuration.Yaml;
using AgentSandbox.Orchestration.Plans.Reading.Keys;

namespace AgentSandbox.Orchestration.Plans.Reading;

/// <summary>Reads plans.</summary>
/// <remarks>Stateless and thread-safe. Reports every problem at once and never throws for what the file says.</remarks>
public static class PlanReader
{
    /// <summary>Reads the file at <paramref name="path"/>; the plan has the file's name without its ending.</summary>
    /// <param name="path">The file; a missing or unreadable one is a problem, not an exception.</param>
    /// <param name="knownServices">The services that exist; null to accept any name.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<PlanReadResult> ReadFileAsync(string path, IReadOnlyCollection<string>? knownServices, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var problems = new ProblemList(DocumentKind.Plan);
        return await DocumentFile.ReadAsync(path, problems, cancellationToken) is { } yaml
            ? Read(yaml, Path.GetFileNameWithoutExtension(path), knownServices)
            : new PlanReadResult { Problems = problems.InOrder() };
    }

    /// <summary>Reads a plan from text, for instance one that an agent gives inline.</summary>
    /// <param name="yaml">The document.</param>
    /// <param name="name">The plan's name.</param>
    /// <param name="knownServices">The services that exist; null to accept any name.</param>
    public static PlanReadResult Read(string yaml, string name, IReadOnlyCollection<string>? knownServices = null)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        ArgumentNullException.ThrowIfNull(name);
        var problems = new ProblemList(DocumentKind.Plan);
        if (yaml.Length > DocumentFile.MaxBytes)
        {
            DocumentFile.ReportTooLarge(problems);
            return new PlanReadResult { Problems = problems.InOrder() };
        }

        var root = YamlTreeReader.Read(yaml, problems);
        if (root is null)
        {
            return new PlanReadResult { Problems = problems.InOrder() };
        }

        new ShapeCheck(problems).Check(root, PlanKeys.Root, "");
        var plan = new PlanBinder(problems, knownServices?.ToHashSet(StringComparer.Ordinal)).Bind(root, name);
        return problems.Count == 0 ? new PlanReadResult { Plan = plan } : new PlanReadResult { Problems = problems.InOrder() };
    }
}
