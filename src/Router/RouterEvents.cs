namespace AgentSandbox.Router;

/// <summary>The event ids of the router's log messages.</summary>
internal static class RouterEvents
{
    public const int TableTaken = 2001;
    public const int TableIgnored = 2002;
    public const int ListenerOpened = 2003;
    public const int ListenerClosed = 2004;
    public const int ActivatorFailed = 2005;
    public const int UpstreamFailed = 2006;
    public const int RequestFailed = 2007;
    public const int PassThroughFailed = 2008;
    public const int AcceptFailed = 2009;
    public const int ListenerRetired = 2010;
}
