namespace AgentSandbox.Router.FunctionalTests.Support;

/// <summary>The one limit after which a test is stuck.</summary>
internal static class TestTimeouts
{
    public static readonly TimeSpan Default = TimeSpan.FromSeconds(30);

    public static CancellationToken Token() => new CancellationTokenSource(Default).Token;
}
