namespace AgentSandbox.Orchestration.Processes;

/// <summary>Why a program could not be started.</summary>
/// <param name="Kind">What to do about it depends on this.</param>
/// <param name="FileName">The program as it was asked for.</param>
/// <param name="Message">What was observed, as a sentence.</param>
/// <param name="SearchedPath">The PATH that was searched for a bare name.</param>
public sealed record ProcessStartFailure(ProcessStartFailureKind Kind, string FileName, string Message, string? SearchedPath = null);
