namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating.Events;

/// <summary>The reasons of events; people filter by them, so that none is ever reused. Listed in <c>docs/reference/kubernetes.md</c>.</summary>
internal static class EventReasons
{
    public const string NotAccepted = nameof(NotAccepted);
    public const string Accepted = nameof(Accepted);
    public const string ForkReady = nameof(ForkReady);
    public const string ForkFailed = nameof(ForkFailed);
    public const string ForkCrashed = nameof(ForkCrashed);
    public const string ForkRecovered = nameof(ForkRecovered);
    public const string ForkRemoved = nameof(ForkRemoved);
    public const string BaselineChanged = nameof(BaselineChanged);
    public const string LeaseEnded = nameof(LeaseEnded);
    public const string Deleting = nameof(Deleting);
    public const string EnrolmentRepaired = nameof(EnrolmentRepaired);
    public const string EnrolmentContested = nameof(EnrolmentContested);
    public const string EnrolmentRestored = nameof(EnrolmentRestored);
}
