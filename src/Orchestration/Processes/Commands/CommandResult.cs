using System.Text;

namespace AgentSandbox.Orchestration.Processes.Commands;

/// <summary>What a command did.</summary>
public sealed record CommandResult
{
    /// <summary>How it ended.</summary>
    public required CommandOutcome Outcome { get; init; }

    /// <summary>The exit code; -1 where there is none.</summary>
    public int ExitCode { get; init; } = -1;

    /// <summary>Standard output, from its beginning.</summary>
    public ReadOnlyMemory<byte> Output { get; init; }

    /// <summary>Standard error, up to its end.</summary>
    public ReadOnlyMemory<byte> Error { get; init; }

    /// <summary>Whether some of the output was dropped because of the limit.</summary>
    public bool Truncated { get; init; }

    /// <summary>Why it was not started.</summary>
    public ProcessStartFailure? StartFailure { get; init; }

    /// <summary>Whether it ran to its end with exit code 0.</summary>
    public bool Success => Outcome == CommandOutcome.Exited && ExitCode == 0;

    /// <summary>Standard output as text.</summary>
    public string OutputText => Encoding.UTF8.GetString(Output.Span);

    /// <summary>Standard error as text.</summary>
    public string ErrorText => Encoding.UTF8.GetString(Error.Span);
}
