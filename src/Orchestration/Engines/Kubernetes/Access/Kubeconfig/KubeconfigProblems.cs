using AgentSandbox.Orchestration.Configuration.Yaml;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Kubeconfig;

/// <summary>Everything that is wrong with the way to a cluster, with file and place. Values never get in, only names.</summary>
internal sealed class KubeconfigProblems
{
    private const int Shown = 50;

    private readonly List<(string Text, string Fix)> _problems = [];

    public bool IsEmpty => _problems.Count == 0;

    public void Add(string file, YamlValue at, string message, string fix) => Add(file, at.Line, at.Column, message, fix);

    public void Add(string file, int line, int column, string message, string fix) =>
        Add(line > 0 ? FormattableString.Invariant($"{file}:{line}:{column}") : file, message, fix);

    public void Add(string place, string message, string fix) => _problems.Add((place.Length == 0 ? message : $"{place}: {message}", fix));

    /// <summary>All of them in one failure.</summary>
    /// <param name="files">What was read, for the message.</param>
    public SandboxFailure ToFailure(IReadOnlyList<KubeconfigFile> files)
    {
        var (first, fix) = _problems.Count == 0 ? ("Nothing was found.", "check KUBECONFIG") : _problems[0];
        var subject = files.Count == 1 ? $"The kubeconfig \"{files[0].Path}\"" : files.Count == 0 ? "The way to a cluster" : "The merged kubeconfig";
        return new SandboxFailure
        {
            Code = FailureCodes.KubeconfigInvalid,
            Category = FailureCategory.User,
            Message = _problems.Count <= 1 ? $"{subject} cannot be used. {first}" : $"{subject} has {_problems.Count} problems. The first: {first}",
            Hint = $"{char.ToUpperInvariant(fix[0])}{fix[1..]}.",
            Evidence = [.. _problems.Take(Shown).Select(problem => $"{problem.Text} ({problem.Fix})")],
        };
    }
}
