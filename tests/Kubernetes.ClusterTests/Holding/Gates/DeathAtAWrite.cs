namespace AgentSandbox.Kubernetes.ClusterTests.Holding.Gates;

/// <summary>Kills an operator once, right before or right after one of its writes, and starts it again.</summary>
/// <param name="gated">The operator.</param>
/// <param name="point">Two points belong to each write, in the order of the writes from now on.</param>
internal sealed class DeathAtAWrite(GatedOperator gated, int point)
{
    private readonly Lock _lock = new();
    private int _met;

    /// <summary>The write at which it died; null while it has not.</summary>
    public GateCall? Call { get; private set; }

    public bool IsAfter => point % 2 == 1;

    public void Arm()
    {
        gated.Gate.Before = call => IsAfter ? GateFault.None : Die(call);
        gated.Gate.After = call => IsAfter ? Die(call) : GateFault.None;
    }

    private GateFault Die(GateCall call)
    {
        lock (_lock)
        {
            if (!call.IsWrite || Call is not null || _met++ != point / 2)
            {
                return GateFault.None;
            }

            Call = call;
            gated.Process.Kill();
            gated.Process.Start();
            return GateFault.HungUp;
        }
    }
}
