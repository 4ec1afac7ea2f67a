namespace AgentSandbox.McpServer.Demo;

/// <summary>Asks the shop for a quote as a customer does, and demands that nothing has changed for them.</summary>
internal static class PlainQuote
{
    public static Task TellAsync(DemoContext demo, CancellationToken cancellationToken)
    {
        const string Claim = "Without the key, nothing has changed";
        return demo.Story.ProveAsync(
            Claim,
            async _ =>
            {
                var fee = Fee.Parse(await demo.Http.GetStringAsync(demo.FrontendUrl, cancellationToken), Claim);
                return fee == demo.BaselineFee ? fee : throw new DemoFailure(Claim, $"{demo.BaselineFee}", $"{fee}");
            },
            fee => fee.ToString());
    }
}
