using AgentSandbox.Router.Hops;

namespace AgentSandbox.Orchestration.Propagation;

/// <summary>What is said about a loss, wherever it is found.</summary>
internal static class LossWords
{
    /// <summary>A request that could still be told to belong to the sandbox's.</summary>
    public static string Traced(string callee, HopCarriers arrived) =>
        $"it got the key and called {callee} without it ({(arrived.HasFlag(HopCarriers.Traceparent) ? "traceparent arrived" : "only the request id arrived")}, the baggage member and x-sandbox-key did not). Pass on the incoming baggage header; .NET 10 and OpenTelemetry do so unless switched off.";

    /// <summary>Requests that nothing joins to the sandbox's.</summary>
    public static string Stray(string callee, int count) =>
        $"meanwhile {callee} got {count} request(s) without key and trace. A service without loggers starts no Activity, and then .NET passes on neither.";
}
