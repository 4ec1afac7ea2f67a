using System.Diagnostics.CodeAnalysis;

namespace AgentSandbox.Orchestration.Git;

/// <summary>The value of a git operation, or the reason why there is none.</summary>
/// <typeparam name="T">What the operation returns.</typeparam>
public sealed class GitResult<T>
    where T : notnull
{
    private GitResult(T? value, GitFailure? failure)
    {
        Value = value;
        Failure = failure;
    }

    /// <summary>Whether there is a <see cref="Value"/>.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool Succeeded => Failure is null;

    /// <summary>The value; only meaningful where <see cref="Succeeded"/>.</summary>
    public T? Value { get; }

    /// <summary>The failure; null where <see cref="Succeeded"/>.</summary>
    public GitFailure? Failure { get; }

    /// <summary>A result that failed.</summary>
    /// <param name="failure">Why.</param>
    public static implicit operator GitResult<T>(GitFailure failure) => new(default, failure);

    /// <summary>A result that succeeded.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator GitResult<T>(T value) => new(value, null);

    /// <summary>A result that succeeded, for values that are interfaces.</summary>
    /// <param name="value">The value.</param>
    internal static GitResult<T> Of(T value) => new(value, null);

    /// <summary>Runs an operation whose failures travel as <see cref="GitException"/>: translated here, once.</summary>
    /// <param name="operation">The operation.</param>
    internal static async Task<GitResult<T>> CatchAsync(Func<Task<T>> operation)
    {
        try
        {
            return Of(await operation());
        }
        catch (GitException e)
        {
            return e.Failure;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var subject = (e as FileNotFoundException)?.FileName ?? "a file of the tree or of the state directory";
            return new GitFailure { Problem = GitProblem.FileAccess, Subject = subject, Observed = e.Message };
        }
    }
}
