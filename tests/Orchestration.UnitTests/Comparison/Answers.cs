using AgentSandbox.Orchestration.Comparison;
using AgentSandbox.Orchestration.Plans.Steps.Comparing;
using AgentSandbox.Orchestration.Requests;

namespace AgentSandbox.Orchestration.UnitTests.Comparison;

/// <summary>Makes answers, and compares them in short.</summary>
internal static class Answers
{
    public static ObservedResponse Of(string body, int status = 200, string? type = "application/json", params (string Name, string Value)[] headers) => new()
    {
        Status = status,
        Headers = (type is null ? headers : [("content-type", type), .. headers]).ToDictionary(header => header.Item1, header => header.Item2),
        Body = body,
        BodyBytes = body.Length,
        IsTruncated = false,
        Duration = TimeSpan.FromMilliseconds(3),
    };

    public static ComparisonResult Compare(ObservedResponse sandbox, ComparisonRules rules, params ObservedResponse[] samples) =>
        ResponseComparer.Compare([.. samples.Select(ComparedResponse.From)], ComparedResponse.From(sandbox), rules, text => text);

    /// <summary>"label path" of each difference, in order, joined by bars.</summary>
    public static string Labels(string sandbox, params string[] samples) => Labels(Of(sandbox), new ComparisonRules(), [.. samples.Select(sample => Of(sample))]);

    public static string Labels(ObservedResponse sandbox, ComparisonRules rules, params ObservedResponse[] samples) =>
        string.Join(" | ", Compare(sandbox, rules, samples).Differences.Select(difference => $"{difference.Label} {difference.Path}"));
}
