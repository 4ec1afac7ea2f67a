using System.Diagnostics.CodeAnalysis;

namespace AgentSandbox.Orchestration.Processes;

/// <summary>The outcome of a start: a child, or the reason why there is none.</summary>
public sealed record ProcessStart
{
    private ProcessStart(IChildProcess? child, ProcessStartFailure? failure) => (Child, Failure) = (child, failure);

    /// <summary>The started child.</summary>
    public IChildProcess? Child { get; }

    /// <summary>Why nothing was started.</summary>
    public ProcessStartFailure? Failure { get; }

    /// <summary>Tells which of the two there is.</summary>
    public bool TryGetChild([NotNullWhen(true)] out IChildProcess? child, [NotNullWhen(false)] out ProcessStartFailure? failure)
    {
        (child, failure) = (Child, Failure);
        return child is not null;
    }

    internal static ProcessStart Started(IChildProcess child) => new(child, null);

    internal static ProcessStart Failed(ProcessStartFailure failure) => new(null, failure);
}
