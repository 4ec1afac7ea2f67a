namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing;

/// <summary>The event ids of what operator and routers log about tables, routes and hops.</summary>
internal static class RoutingEvents
{
    public const int TablePublished = 301;
    public const int RouterRefused = 302;
    public const int AuthenticationFailed = 303;
    public const int ServerFailed = 304;
    public const int TableReceived = 311;
    public const int OperatorLost = 312;
    public const int OperatorBack = 313;
    public const int TableInvalid = 314;
    public const int RoutesApplied = 321;
    public const int PortConflict = 322;
    public const int ListenerFailed = 323;
    public const int ServiceRetired = 324;
    public const int ReadyWithoutTable = 325;
    public const int ApplyFailed = 326;
    public const int RouterReady = 327;
    public const int Draining = 328;
    public const int Drained = 329;
    public const int CacheFailed = 330;
    public const int ActivityNotReported = 331;
    public const int DrainRefused = 332;
    public const int WatchRefused = 341;
    public const int PeerFailed = 342;
    public const int RecordingBegun = 345;
    public const int RecordingEnded = 346;
    public const int RecordingForgotten = 347;
    public const int RouterStarted = 351;
    public const int RouterEnded = 352;
}
