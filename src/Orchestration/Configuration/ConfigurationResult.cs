using System.Diagnostics.CodeAnalysis;

namespace AgentSandbox.Orchestration.Configuration;

/// <summary>What reading a configuration came to: the configuration, or every problem that was found.</summary>
public sealed record ConfigurationResult
{
    /// <summary>The configuration; null when there is a problem.</summary>
    public SandboxConfiguration? Configuration { get; init; }

    /// <summary>All problems, in the order of the file.</summary>
    public IReadOnlyList<ConfigurationProblem> Problems { get; init; } = [];

    /// <summary>Whether the configuration can be used.</summary>
    [MemberNotNullWhen(true, nameof(Configuration))]
    public bool IsValid => Configuration is not null;

    /// <summary>Formats all problems, one per line, as <c>file:line:col: message (fix)</c>.</summary>
    public string Format(string fileName) => string.Join('\n', Problems.Select(problem => problem.Format(fileName)));
}
