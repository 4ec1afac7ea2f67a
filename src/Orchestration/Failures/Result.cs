using System.Diagnostics.CodeAnalysis;

namespace AgentSandbox.Orchestration.Failures;

/// <summary>Either a value or the failure that stands in its place.</summary>
/// <typeparam name="T">What success yields.</typeparam>
public sealed record Result<T>
{
    private Result(T? value, SandboxFailure? failure)
    {
        Value = value;
        Failure = failure;
    }

    /// <summary>The value; null only when <see cref="IsSuccess"/> is false.</summary>
    public T? Value { get; }

    /// <summary>The failure; null on success.</summary>
    public SandboxFailure? Failure { get; }

    /// <summary>True when there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsSuccess => Failure is null;

    /// <summary>Wraps a value.</summary>
    /// <param name="value">The value of the success.</param>
    public static implicit operator Result<T>(T value) => new(value, null);

    /// <summary>Wraps a failure.</summary>
    /// <param name="failure">What went wrong.</param>
    public static implicit operator Result<T>(SandboxFailure failure) => new(default, failure);

    /// <summary>Wraps a value of an interface type, for which no implicit conversion exists.</summary>
    /// <param name="value">The value of the success.</param>
    public static Result<T> Success(T value) => new(value, null);
}
