using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Steps.Requests;
using AgentSandbox.Orchestration.Processes;

namespace AgentSandbox.Orchestration.Plans.Steps.Commands;

/// <summary>Reads from a command's end, its test results and the routers' records whether the step passed.</summary>
/// <remarks>A green suite that met only the baseline fails, and so does one that reports failed tests or none with exit code 0.</remarks>
internal sealed class RunJudge(RunStep step, ResolvedCommand command, IStepServices services)
{
    private const int MaxResultFiles = 1000;

    public StepOutcome Judge(CommandEnd end, IReadOnlyList<FoundFile> resultFiles, IReadOnlyList<Evidence> artifacts)
    {
        var (results, unreadable) = Results(resultFiles);
        var missedFork = end.Exit is not null && step.MustMeetFork && !end.MetFork;
        List<ClaimFailure> failures = [.. ExitFailures(end), .. ResultFailures(end, results, unreadable), .. missedFork ? [MissedFork()] : Array.Empty<ClaimFailure>()];
        var isUnseen = end.Exit == ProcessExit.Unseen;
        return new StepOutcome
        {
            State = failures.Count > 0 ? StepState.Failed : isUnseen ? StepState.Inconclusive : StepState.Passed,
            Summary = Summary(end, results, failures, isUnseen),
            Failures = failures,
            Evidence = [.. Evidence(end, results, unreadable, failures, missedFork), .. artifacts],
            Output = Document(end, results),
            MetFork = end.MetFork,
        };
    }

    private static ClaimFailure MissedFork() =>
        new("served by", "a fork of the sandbox, for at least one request of the command", $"none ({ServedByClaim.TestedBaseline}): no fork answered a request with the run's key");

    private IEnumerable<ClaimFailure> ExitFailures(CommandEnd end) => end.Exit switch
    {
        null => [new ClaimFailure("time", Invariant($"an end within {step.Timeout.TotalSeconds:0.#} s"), "it was still running, and was ended with everything that it had started")],
        { } exit when exit != ProcessExit.Unseen && exit.Code != step.ExitCode => [new ClaimFailure("exit code", Invariant($"{step.ExitCode}"), exit.ToString())],
        _ => [],
    };

    private IEnumerable<ClaimFailure> ResultFailures(CommandEnd end, TestResults? results, List<string> unreadable)
    {
        if (results is { Broken: > 0 })
        {
            yield return new ClaimFailure("test results", "no failed test", services.Redact($"{results.Broken} of {results.Tests}, such as {results.Failed[0].Name}: {results.Failed[0].Message}"));
        }
        else if (end.Exit?.Code == step.ExitCode && command.JUnit.Count > 0 && unreadable.Count == 0 && (results is null || results.Tests == results.Skipped))
        {
            var globs = string.Join(", ", command.JUnit.Select(glob => glob.Source));
            yield return new ClaimFailure("test results", "at least one test that ran", results is null
                ? $"no file that matches {globs} was written by this command"
                : $"{results.Tests} tests in the files that match {globs}, all of them skipped");
        }
    }

    private string Summary(CommandEnd end, TestResults? results, List<ClaimFailure> failures, bool isUnseen)
    {
        var tests = results is null ? "" : $", {results.Tests - results.Skipped - results.Broken} of {results.Tests} tests passed{(results.Skipped > 0 ? $" ({results.Skipped} skipped)" : "")}";
        return failures.Count switch
        {
            0 when isUnseen => "How the command ended was not seen.",
            0 => $"The command ended with {end.Exit}{tests}.",
            1 => failures[0].ToString(),
            _ => string.Join("; ", failures),
        };
    }

    private IEnumerable<Evidence> Evidence(CommandEnd end, TestResults? results, List<string> unreadable, List<ClaimFailure> failures, bool missedFork)
    {
        if (missedFork)
        {
            yield return new Evidence
            {
                Kind = EvidenceKind.Text,
                Title = $"No fork answered anything while the command ran: {ServedByClaim.TestedBaseline}.",
                Weight = 100,
                Lines =
                [
                    $"Send the header {RunEnvironment.KeyHeader} with the value of AGENT_SANDBOX_HEADER_VALUE, or baggage with that of AGENT_SANDBOX_BAGGAGE, in every request of the command.",
                    "Send to the addresses in BASE_URL and SERVICE_URL, which are the routers'.",
                ],
            };
        }

        var claims = failures.Where(failure => failure.Path != "served by").Select(failure => failure.ToString()).ToList();
        if (claims.Count > 0)
        {
            yield return new Evidence { Kind = EvidenceKind.Text, Title = claims[0], Weight = 90, Lines = claims };
        }

        if (results is not null)
        {
            yield return new Evidence
            {
                Kind = EvidenceKind.TestResults,
                Title = $"{results.Tests} tests, {results.Failures} failures, {results.Errors} errors, {results.Skipped} skipped",
                Weight = results.Broken > 0 ? 90 : 10,
                Lines = [.. results.Failed.Take(20).Select(test => services.Redact($"{test.Name}: {test.Message}"))],
                Data = results.ToData(services.Redact),
            };
        }

        if (unreadable.Count > 0)
        {
            yield return new Evidence { Kind = EvidenceKind.Text, Title = $"{unreadable.Count} test result files cannot be read", Weight = 50, Lines = unreadable };
        }

        yield return new Evidence
        {
            Kind = EvidenceKind.Text,
            Title = end.Output.Count == 0 ? "the command printed nothing" : $"the end of the output, {end.Output.Count} lines",
            Weight = failures.Count > 0 ? 60 : 10,
            Lines = end.Output,
        };
    }

    private (TestResults? Results, List<string> Unreadable) Results(IReadOnlyList<FoundFile> files)
    {
        TestResults? results = null;
        var unreadable = new List<string>();
        foreach (var file in files.Take(MaxResultFiles))
        {
            if (JUnitReader.Read(file, out var problem) is { } read)
            {
                results = (results ?? TestResults.None).Plus(read);
            }
            else
            {
                unreadable.Add(services.Redact($"{file.RelativePath}: {problem}"));
            }
        }

        if (files.Count > MaxResultFiles)
        {
            unreadable.Add($"{files.Count - MaxResultFiles} more files than the {MaxResultFiles} that are read");
        }

        return (results, unreadable);
    }

    private JsonElement Document(CommandEnd end, TestResults? results) => JsonSerializer.SerializeToElement(new JsonObject
    {
        ["exitCode"] = end.Exit?.Code,
        ["output"] = string.Join('\n', end.Output),
        ["tests"] = results is null ? null : JsonNode.Parse(results.ToData(services.Redact).GetRawText()),
    });

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
