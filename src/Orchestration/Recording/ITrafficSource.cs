using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Router.Recording;

namespace AgentSandbox.Orchestration.Recording;

/// <summary>The routers, as far as they can keep a copy of what goes by.</summary>
internal interface ITrafficSource
{
    /// <summary>Why nothing can be recorded here; null when it can.</summary>
    SandboxFailure? Refusal => null;

    /// <summary>Begins; disposing what is returned ends it.</summary>
    /// <param name="scope">What to record.</param>
    TrafficRecording Record(TrafficScope scope);
}
