namespace AgentSandbox.Orchestration.Propagation.Advice;

/// <summary>What a service is written in, as its folder tells.</summary>
/// <param name="Language">The language.</param>
/// <param name="Framework">The framework, with its version where that matters; null when none is known.</param>
/// <param name="Evidence">The file that tells it, relative to the service's folder.</param>
internal sealed record ServiceStack(ServiceLanguage Language, string? Framework, string Evidence)
{
    /// <summary>It has OpenTelemetry already.</summary>
    public bool HasOpenTelemetry { get; init; }

    /// <summary>.NET before 10, whose default header for baggage is another one.</summary>
    public bool IsOldDotNet { get; init; }

    /// <summary>Places in its own files that switch propagation off, such as "Program.cs: ActivityHeadersPropagator".</summary>
    public IReadOnlyList<string> Suspects { get; init; } = [];
}
