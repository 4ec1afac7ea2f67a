using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Rights;

/// <summary>Asks for all rights before anything is changed, so that the missing ones are told together.</summary>
internal sealed class RightsCheck(IKubernetesApi api)
{
    private const int Concurrency = 8;
    private const int MaxShown = 40;

    /// <summary>One question whose answer, where it is yes, answers all others.</summary>
    private static readonly AccessQuestion s_everything = new("*", new ResourceKind("*/*", "*", "*"), null);

    /// <summary>The failure that names all missing rights; null when none is missing.</summary>
    public async Task<SandboxFailure?> ForApplyingAsync(IReadOnlyList<JsonObject> objects, CancellationToken cancellationToken)
    {
        var wanted = NeededRights.ToApply(objects).ToList();
        var inPlace = await MissingAsync([.. NeededRights.InPlaceOfGrants(objects).Select(question => new MissingRight(question, ""))], cancellationToken);
        if (!inPlace.IsSuccess)
        {
            return inPlace.Failure;
        }

        if (inPlace.Value.Count > 0)
        {
            wanted.AddRange(NeededRights.ToGrant(objects));
        }

        return await ForAsync(wanted, cancellationToken);
    }

    public async Task<SandboxFailure?> ForAsync(IReadOnlyList<MissingRight> wanted, CancellationToken cancellationToken)
    {
        var missing = await MissingAsync(wanted, cancellationToken);
        return missing switch
        {
            { IsSuccess: false } => missing.Failure,
            { Value.Count: 0 } => null,
            _ => Forbidden(missing.Value),
        };
    }

    private async Task<Result<IReadOnlyList<MissingRight>>> MissingAsync(IReadOnlyList<MissingRight> wanted, CancellationToken cancellationToken)
    {
        var everything = await api.MayAsync(s_everything, cancellationToken);
        if (everything is { IsSuccess: true, Value: true })
        {
            return Result<IReadOnlyList<MissingRight>>.Success([]);
        }

        var missing = new ConcurrentBag<int>();
        SandboxFailure? failure = null;
        await Parallel.ForEachAsync(Enumerable.Range(0, wanted.Count), new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken }, async (index, token) =>
        {
            var answer = await api.MayAsync(wanted[index].Question, token);
            if (!answer.IsSuccess)
            {
                Interlocked.CompareExchange(ref failure, answer.Failure, null);
            }
            else if (!answer.Value)
            {
                missing.Add(index);
            }
        });
        return failure is null ? Result<IReadOnlyList<MissingRight>>.Success([.. missing.Order().Select(index => wanted[index])]) : failure;
    }

    private static SandboxFailure Forbidden(IReadOnlyList<MissingRight> missing) => new()
    {
        Code = FailureCodes.Forbidden,
        Category = FailureCategory.User,
        Message = missing.Count == 1 ? $"One right is missing, and nothing was changed: {missing[0]}." : $"{missing.Count} rights are missing, and nothing was changed:",
        Hint = "Have somebody do this who has these rights, or ask for them.",
        Evidence = missing.Count == 1 ? [] : [.. missing.Take(MaxShown).Select(right => right.ToString()), .. missing.Count > MaxShown ? new[] { $"and {missing.Count - MaxShown} more" } : []],
    };
}
