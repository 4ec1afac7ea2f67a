namespace AgentSandbox.Router;

/// <summary>Starts the baseline of a service when a request meets it dormant.</summary>
public interface IBaselineActivator
{
    /// <summary>Starts the baseline of <paramref name="service"/>, if it does not run yet, and says where it answers.</summary>
    /// <remarks>
    /// The router calls this once for all requests that wait for one service. The token is cancelled when the router
    /// ends or the activation takes longer than its limit, not when one waiting client leaves.
    /// </remarks>
    Task<BaselineActivation> ActivateAsync(string service, CancellationToken cancellationToken);
}
