namespace AgentSandbox.Router.Upstreams;

/// <summary>How the start of a dormant baseline ended: an address, or an error code with the fact.</summary>
internal sealed record StartedBaseline(Uri? Address, string ErrorCode, string Reason);
