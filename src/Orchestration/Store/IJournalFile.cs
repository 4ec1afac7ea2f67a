namespace AgentSandbox.Orchestration.Store;

/// <summary>The bytes of a journal. Each change is whole or did not happen.</summary>
internal interface IJournalFile : IDisposable
{
    byte[] ReadAll();

    /// <summary>Writes through to the disk, behind what is there.</summary>
    void Append(ReadOnlySpan<byte> bytes);

    /// <summary>Puts other content in the place of all that is there.</summary>
    void Replace(ReadOnlySpan<byte> bytes);

    /// <summary>Keeps the present content aside, for a person to look at.</summary>
    void KeepDamaged();
}
