namespace AgentSandbox.Bench.ComparePatches;

/// <summary>What a patch is to a client of the service.</summary>
internal enum Label
{
    None,
    Additive,
    Changed,
    Breaking,
}
