using AgentSandbox.Orchestration.Plans.Steps.Comparing;
using AgentSandbox.Orchestration.Requests;

namespace AgentSandbox.Orchestration.Comparison;

/// <summary>Says in lines how the sandbox's response differs from one answer of the baseline.</summary>
internal static class ResponseDifference
{
    private const int MaxLines = 20;

    private static readonly ComparisonRules s_rules = new();

    /// <summary>Compares one answer of each; what varies by itself is not known, so everything is listed.</summary>
    /// <param name="baseline">The baseline's answer.</param>
    /// <param name="sandbox">The sandbox's answer.</param>
    /// <param name="clean">Removes secrets; applied before anything is cut.</param>
    public static IReadOnlyList<string> Between(ObservedResponse baseline, ObservedResponse sandbox, Func<string, string> clean)
    {
        var result = ResponseComparer.Compare([ComparedResponse.From(baseline)], ComparedResponse.From(sandbox), s_rules, clean);
        var lines = result.Differences.Select(difference => difference.ToString()).ToList();
        if (result.IsPartial && baseline.Body != sandbox.Body)
        {
            lines.Add("body: differs (only the beginning was read; pass a larger max_body_bytes to see where)");
        }

        if (IsUnknown(baseline, sandbox))
        {
            lines.Add($"body: {baseline.BodyBytes} bytes each, not compared since no text was read");
        }

        var more = result.Counts.Values.Sum() - result.Differences.Count + Math.Max(0, lines.Count - MaxLines);
        return more == 0 ? lines : [.. lines.Take(MaxLines), $"… and {more} more"];
    }

    /// <summary>Equal sizes of what cannot be shown prove nothing.</summary>
    private static bool IsUnknown(ObservedResponse baseline, ObservedResponse sandbox) =>
        baseline is { Body.Length: 0, BodyBytes: > 0, BodyHash: null } && sandbox is { Body.Length: 0, BodyHash: null } && sandbox.BodyBytes == baseline.BodyBytes;
}
