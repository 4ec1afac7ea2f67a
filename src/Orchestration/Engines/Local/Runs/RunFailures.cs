using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Configuration.Keys;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Processes;

namespace AgentSandbox.Orchestration.Engines.Local.Runs;

/// <summary>Failures of builds and starts, each with the end of the output.</summary>
internal static class RunFailures
{
    private const int EvidenceLines = 20;
    private const int ErrorLines = 8;
    private const int EvidenceBytes = 16 * 1024;

    public static SandboxFailure MissingValues(RunPlan plan, IReadOnlyList<ConfigurationProblem> problems) => new()
    {
        Code = FailureCodes.ValueMissing,
        Category = FailureCategory.Configuration,
        Message = $"{Capital(plan.Title)} cannot run: {string.Join(" ", problems.Select(problem => problem.Message))}",
        Hint = $"{Capital(problems[0].Fix)}; a running host takes new values with 'agent-sandbox host restart'.",
    };

    public static SandboxFailure NotStarted(RunPlan plan, string command, ProcessStartFailure failure) => new()
    {
        Code = FailureCodes.CommandNotStarted,
        Category = FailureCategory.Configuration,
        Message = $"The command '{command}' of {plan.Title} could not be started: {failure.Message}",
        Hint = failure.Kind == ProcessStartFailureKind.NotFound
            ? $"Install '{failure.FileName}' or correct the command in {SandboxConfiguration.FileName}."
            : $"Correct the command or the folder in {SandboxConfiguration.FileName}.",
        Evidence = failure.SearchedPath is null ? [] : [$"PATH searched: {failure.SearchedPath}"],
    };

    public static SandboxFailure BuildFailed(RunPlan plan, string command, ProcessExit exit) => new()
    {
        Code = FailureCodes.BuildFailed,
        Category = FailureCategory.Configuration,
        Message = $"The build of {plan.Title} ended with {exit}: '{command}'.",
        Hint = "Fix the code by the lines of the build and call deploy_fork again.",
        Evidence = Evidence(LocalLayout.BuildLog(plan.Logs)),
    };

    public static SandboxFailure BuildTimedOut(RunPlan plan, string command) => new()
    {
        Code = FailureCodes.BuildTimedOut,
        Category = FailureCategory.Configuration,
        Message = $"The build of {plan.Title} was ended after {Durations.Format(plan.BuildTimeout)}: '{command}'.",
        Hint = "Find out what it waits for, for instance with read_logs and source: build; raise limits.buildTimeout if it only needs longer.",
        Evidence = Evidence(LocalLayout.BuildLog(plan.Logs)),
    };

    public static SandboxFailure ExitedEarly(RunPlan plan, string command, ProcessExit exit) => new()
    {
        Code = FailureCodes.ExitedEarly,
        Category = FailureCategory.Configuration,
        Message = $"The process of {plan.Title} ended with {exit} before it was healthy: '{command}'.",
        Hint = "Fix what its lines say and call deploy_fork again.",
        Evidence = Evidence(LocalLayout.RunLog(plan.Logs)),
    };

    public static SandboxFailure NeverHealthy(RunPlan plan, string observed) => new()
    {
        Code = FailureCodes.NeverHealthy,
        Category = FailureCategory.Configuration,
        Message = $"{Capital(plan.Title)} runs and did not become healthy within {Durations.Format(plan.Service.Health.Timeout)}: {observed}.",
        Hint = "Check that it listens on 127.0.0.1:${port} and that 'health' names a path it answers.",
        Evidence = Evidence(LocalLayout.RunLog(plan.Logs)),
    };

    public static SandboxFailure Crashed(RunPlan plan, string code, ProcessExit exit) => new()
    {
        Code = code,
        Category = FailureCategory.Configuration,
        Message = $"The process of {plan.Title} ended by itself with {exit}.",
        Hint = "See its last lines and read_logs; deploy a fixed revision with deploy_fork.",
        Evidence = Evidence(LocalLayout.RunLog(plan.Logs)),
    };

    /// <summary>Lines that look like errors, wherever they are near the end, and then the end itself.</summary>
    private static IReadOnlyList<string> Evidence(string log)
    {
        var lines = LogReader.LastLines(log, 400, EvidenceBytes);
        var end = lines.TakeLast(EvidenceLines).ToList();
        var errors = lines.Take(Math.Max(0, lines.Count - EvidenceLines))
            .Where(line => line.Contains("error", StringComparison.OrdinalIgnoreCase))
            .Distinct()
            .TakeLast(ErrorLines);
        return [.. errors, .. end];
    }

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
