namespace AgentSandbox.Orchestration.Store;

/// <summary>A line of the journal that could not be read.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Text">Its beginning, to find it by.</param>
/// <param name="IsTorn">True for an unfinished last line, which a crash in the middle of a write leaves and which was never promised to anybody.</param>
public sealed record JournalDamage(int Line, string Text, bool IsTorn);
