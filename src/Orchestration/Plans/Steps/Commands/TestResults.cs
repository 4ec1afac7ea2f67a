using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentSandbox.Orchestration.Plans.Steps.Commands;

/// <summary>What a test runner reported.</summary>
/// <param name="Tests">All tests, skipped ones too.</param>
/// <param name="Failures">Those of which a claim did not hold.</param>
/// <param name="Errors">Those that broke.</param>
/// <param name="Skipped">Those that did not run.</param>
/// <param name="Failed">The first that failed or broke; untrusted.</param>
internal sealed record TestResults(int Tests, int Failures, int Errors, int Skipped, IReadOnlyList<FailedTest> Failed)
{
    private const int MaxFailed = 50;

    public static TestResults None { get; } = new(0, 0, 0, 0, []);

    public int Broken => Failures + Errors;

    public TestResults Plus(TestResults other) => new(
        Tests + other.Tests, Failures + other.Failures, Errors + other.Errors, Skipped + other.Skipped, [.. Failed.Concat(other.Failed).Take(MaxFailed)]);

    /// <summary>The data of evidence of this kind.</summary>
    public JsonElement ToData(Func<string, string> redact) => JsonSerializer.SerializeToElement(new JsonObject
    {
        ["tests"] = Tests,
        ["failures"] = Failures,
        ["errors"] = Errors,
        ["skipped"] = Skipped,
        ["failed"] = new JsonArray([.. Failed.Select(test => new JsonObject { ["name"] = redact(test.Name), ["message"] = redact(test.Message) })]),
    });
}
