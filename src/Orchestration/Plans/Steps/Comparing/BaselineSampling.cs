using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Requests;

namespace AgentSandbox.Orchestration.Plans.Steps.Comparing;

/// <summary>Asks the baseline several times, one after the other and with a pause, to see what varies by itself.</summary>
internal static class BaselineSampling
{
    public const int MaxSamples = 20;

    // Long enough for a clock or a counter to move, short enough for nobody to wait.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(120);

    public static bool IsSafe(string method) => method is "GET" or "HEAD" or "OPTIONS";

    public static async Task<Result<IReadOnlyList<ObservedResponse>>> AskAsync(
        StepRequest request, int count, IStepServices services, CancellationToken cancellationToken)
    {
        var samples = new List<ObservedResponse>();
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
            {
                await Task.Delay(s_pause, services.Time, cancellationToken);
            }

            var answer = await services.SendAsync(request, RequestTarget.Baseline, cancellationToken);
            if (!answer.IsSuccess)
            {
                return answer.Failure;
            }

            samples.Add(answer.Value.Response);
        }

        return samples;
    }

    /// <summary>Why these samples are nothing to compare with; null when they are.</summary>
    public static string? Problem(IReadOnlyList<ObservedResponse> samples)
    {
        var statuses = samples.Select(sample => sample.Status).Distinct().ToList();
        return statuses.Count > 1 ? $"The baseline answers with different statuses by itself ({string.Join(", ", statuses)})."
            : statuses[0] >= 500 ? $"The baseline itself answers {statuses[0]}."
            : null;
    }
}
