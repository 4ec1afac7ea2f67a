namespace AgentSandbox.Bench.Compare;

/// <summary>What a change is, said before it is compared.</summary>
internal enum Label
{
    None,
    Additive,
    Changed,
    Breaking,
}
