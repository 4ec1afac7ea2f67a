namespace AgentSandbox.Bench.ClusterDeploy;

/// <summary>What one environment with one changed service costs.</summary>
/// <param name="Seconds">Until it can be used.</param>
/// <param name="Pods">Pods that run for it alone.</param>
/// <param name="Bytes">Their working sets, by the kubelet.</param>
/// <param name="Objects">Objects that the API server keeps for it, without events.</param>
internal readonly record struct Cost(double Seconds, int Pods, double Bytes, int Objects);
