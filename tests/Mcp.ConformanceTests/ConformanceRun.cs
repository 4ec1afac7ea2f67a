using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AgentSandbox.Mcp.ConformanceTests;

/// <summary>One run of the official suite against a server: what it scores, and what came of each scenario.</summary>
internal sealed partial class ConformanceRun
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(5);

    /// <summary>The scenarios that count; the suite runs others besides.</summary>
    public required IReadOnlyList<string> Scored { get; init; }

    /// <summary>Passed and failed checks of each scenario that was run.</summary>
    public required IReadOnlyDictionary<string, (int Passed, int Failed)> Results { get; init; }

    /// <summary>What the suite said of each failed check.</summary>
    public required IReadOnlyList<string> FailedChecks { get; init; }

    public required string Output { get; init; }

    /// <summary>The scored scenarios that failed, were not run, or checked nothing.</summary>
    public IReadOnlyList<string> Failing =>
        [.. Scored.Where(name => !Results.TryGetValue(name, out var result) || result.Failed > 0 || result.Passed == 0)];

    public string Explain() =>
        $"failing scenarios: {string.Join(", ", Failing)}\n{string.Join('\n', FailedChecks.Where(c => Failing.Any(f => c.StartsWith(f, StringComparison.Ordinal))))}";

    /// <param name="tool">The version of the suite.</param>
    /// <param name="server">The address of the server.</param>
    /// <param name="selection">Which scenarios are run.</param>
    /// <param name="listing">How the suite lists those that it scores.</param>
    public static async Task<ConformanceRun> StartAsync(NpmTool tool, Uri server, string[] selection, string[] listing)
    {
        var scored = await tool.RunAsync(["list", "--server", .. listing], s_timeout);
        var reports = Directory.CreateTempSubdirectory("agent-sandbox-conformance-");
        try
        {
            var (_, output, error) = await tool.RunAsync(["server", "--url", server.ToString(), "-o", reports.FullName, .. selection], s_timeout);
            return new ConformanceRun
            {
                Scored = ScoredNames(scored.Output),
                Results = SummaryLine().Matches(output).ToDictionary(
                    m => m.Groups["name"].Value,
                    m => (int.Parse(m.Groups["passed"].Value, CultureInfo.InvariantCulture), int.Parse(m.Groups["failed"].Value, CultureInfo.InvariantCulture))),
                FailedChecks = [.. reports.EnumerateFiles("checks.json", SearchOption.AllDirectories).SelectMany(Failures)],
                Output = output + error,
            };
        }
        finally
        {
            reports.Delete(recursive: true);
        }
    }

    /// <summary>The list names server scenarios first; client scenarios and unscored ones follow under other headings.</summary>
    private static string[] ScoredNames(string listing)
    {
        return [.. listing.Split('\n')
            .SkipWhile(line => !line.StartsWith("Server scenarios", StringComparison.Ordinal))
            .Skip(1)
            .TakeWhile(line => line.StartsWith("  - ", StringComparison.Ordinal))
            .Select(line => line[4..].Split(' ')[0].Trim())];
    }

    private static IEnumerable<string> Failures(FileInfo report)
    {
        var scenario = (report.Directory?.Name ?? "").Replace("server-", "", StringComparison.Ordinal);
        using var checks = JsonDocument.Parse(File.ReadAllText(report.FullName));
        foreach (var check in checks.RootElement.EnumerateArray().Where(c => c.GetProperty("status").GetString() == "FAILURE"))
        {
            yield return $"{scenario}: {check.GetProperty("id")}: {(check.TryGetProperty("errorMessage", out var message) ? message.ToString() : "")}";
        }
    }

    [GeneratedRegex("^\\W*(?<name>[a-z0-9-]+): (?<passed>\\d+) passed, (?<failed>\\d+) failed", RegexOptions.Multiline)]
    private static partial Regex SummaryLine();
}
