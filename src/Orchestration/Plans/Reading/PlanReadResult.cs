using System.Diagnostics.CodeAnalysis;
using AgentSandbox.Orchestration.Configuration;

namespace AgentSandbox.Orchestration.Plans.Reading;

/// <summary>What reading a plan came to: the plan, or every problem that was found.</summary>
public sealed record PlanReadResult
{
    /// <summary>The plan; null when there is a problem.</summary>
    public Plan? Plan { get; init; }

    /// <summary>All problems, in the order of the file; their codes are those of <see cref="PlanProblemCodes"/>.</summary>
    public IReadOnlyList<ConfigurationProblem> Problems { get; init; } = [];

    /// <summary>Whether the plan can be run.</summary>
    [MemberNotNullWhen(true, nameof(Plan))]
    public bool IsValid => Plan is not null;

    /// <summary>Formats all problems, one per line, as <c>file:line:col: message (fix)</c>.</summary>
    /// <param name="fileName">The file's name as its reader knows it.</param>
    public string Format(string fileName) => string.Join('\n', Problems.Select(problem => problem.Format(fileName)));
}
