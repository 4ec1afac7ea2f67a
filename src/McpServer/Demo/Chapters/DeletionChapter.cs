using System.Net;
using System.Text.Json;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.McpServer.Demo.Chapters;

/// <summary>The sandbox goes, and its key is refused rather than answered by the baseline.</summary>
internal sealed class DeletionChapter : IChapter
{
    private const int MaxWaits = 6;
    private const string Deleted = "delete_sandbox removes its forks, routes and files";
    private const string Refused = "A request that still carries its key is refused, and not answered by old code";

    public async Task TellAsync(DemoContext demo, CancellationToken cancellationToken)
    {
        demo.Story.Chapter("The change is validated; the sandbox goes");
        await demo.Story.ProveAsync(Deleted, async progress =>
        {
            var answer = await DeleteAsync(demo, progress, cancellationToken);
            for (var wait = 0; !answer.IsError && answer["gone"] != bool.TrueString && wait < MaxWaits; wait++)
            {
                // A pod may take its time to end.
                var again = await DeleteAsync(demo, progress, cancellationToken);
                if (again.ErrorCode is FailureCodes.SandboxEnded or FailureCodes.SandboxNotFound)
                {
                    return;
                }

                answer = again;
            }

            if (answer.Succeeded(Deleted)["gone"] != bool.TrueString)
            {
                throw new DemoFailure(Deleted, "gone: true", $"gone: {answer["gone"]}", answer.Text.Split('\n'));
            }
        });
        await demo.Story.ProveAsync(Refused, _ => RefuseAsync(demo, cancellationToken), title => $"410: {title}");
        await PlainQuote.TellAsync(demo, cancellationToken);
    }

    private static Task<ToolAnswer> DeleteAsync(DemoContext demo, Action<string> progress, CancellationToken cancellationToken) => demo.Agent.CallAsync(
        ToolNames.DeleteSandbox, new() { ["sandbox"] = DemoContext.Sandbox, ["worktree"] = demo.Place.Tree, ["wait_seconds"] = 25 }, progress, cancellationToken);

    private static async Task<string> RefuseAsync(DemoContext demo, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, demo.FrontendUrl);
        request.Headers.TryAddWithoutValidation("baggage", $"sandbox={DemoContext.Sandbox}");
        using var response = await demo.Http.SendAsync(request, cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        if (response.StatusCode != HttpStatusCode.Gone || response.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            throw new DemoFailure(Refused, "status 410 with a problem document", $"status {(int)response.StatusCode}", body.Split('\n'));
        }

        using var problem = JsonDocument.Parse(body);
        return ToolAnswer.TextOf(problem.RootElement, "title") ?? "gone";
    }
}
