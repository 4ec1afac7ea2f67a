namespace AgentSandbox.Orchestration.Logs;

/// <summary>Notes when output was written and keeps it bounded, for all processes of the host.</summary>
/// <remarks>Children append to their files by themselves; without this only times and the bound are missing, and it catches up.</remarks>
public sealed class OutputTailer(OutputTailerOptions options, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Keeps a process's output file until the answer is disposed, which takes a last look.</summary>
    public IDisposable Follow(string outputPath) => throw new NotImplementedException($"{options}{time}");

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
