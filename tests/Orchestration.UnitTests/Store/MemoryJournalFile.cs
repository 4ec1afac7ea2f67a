using AgentSandbox.Orchestration.Store;

namespace AgentSandbox.Orchestration.UnitTests.Store;

/// <summary>A journal's bytes in memory, which can be made to fail.</summary>
internal sealed class MemoryJournalFile(byte[]? content = null) : IJournalFile
{
    private readonly Lock _gate = new();

    public byte[] Content { get; private set; } = content ?? [];

    public byte[]? Damaged { get; private set; }

    public int Replacements { get; private set; }

    public bool FailsToAppend { get; set; }

    public bool FailsToReplace { get; set; }

    public byte[] ReadAll() => Content;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            Content = FailsToAppend ? throw new IOException("No space left on device.") : [.. Content, .. bytes];
        }
    }

    public void Replace(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            Content = FailsToReplace ? throw new IOException("No space left on device.") : bytes.ToArray();
            Replacements++;
        }
    }

    public void KeepDamaged() => Damaged = Content;

    public void Dispose()
    {
    }
}
