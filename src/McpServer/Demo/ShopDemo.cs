using System.Text.Json;
using AgentSandbox.McpServer.CommandLine;
using AgentSandbox.McpServer.Demo.Stages;
using AgentSandbox.McpServer.Demo.Telling;
using AgentSandbox.McpServer.Hosting.State;

namespace AgentSandbox.McpServer.Demo;

/// <summary>The whole loop on the sample, through the MCP tools alone. It succeeds only when every step proved its claim.</summary>
internal static class ShopDemo
{
    public static async Task<int> RunAsync(CommandContext context, IDemoStage stage, bool keep, bool json, CancellationToken cancellationToken)
    {
        var story = new Story(context.Terminal, context.Time, silent: json);
        var place = DemoPlace.Create(context.Time);
        var passed = false;
        try
        {
            await TellAsync(context, story, place, stage, keep, cancellationToken);
            passed = true;
        }
        catch (DemoFailure failure)
        {
            story.Fail(failure);
        }
        finally
        {
            // Also after a failure and after Ctrl-C: only what the user asked to keep may stay.
            if (!keep || !passed)
            {
                await EndAsync(context, place, story, stage, removeFiles: passed || cancellationToken.IsCancellationRequested);
            }
        }

        if (json)
        {
            var report = new DemoReport(passed, Math.Round(story.Elapsed.TotalSeconds, 1), place.Root, story.Steps);
            context.Terminal.Output.WriteLine(JsonSerializer.Serialize(report, DemoJson.Default.DemoReport));
        }

        return passed ? ExitCodes.Success : ExitCodes.Failed;
    }

    private static async Task TellAsync(CommandContext context, Story story, DemoPlace place, IDemoStage stage, bool keep, CancellationToken cancellationToken)
    {
        story.Title("AgentSandbox", "An AI agent changes one of six services and validates the change against the other five.");
        story.Chapter("A shop");
        await story.ProveAsync("The sample is a git repository of its own", _ => place.PlantAsync(stage.Configure, cancellationToken), commit => $"main at {commit[..10]} in {place.Shop}");
        await stage.PrepareAsync(story, place, cancellationToken);
        await using var agent = await ConnectAsync(context, story, place, cancellationToken);
        var demo = new DemoContext(story, place, agent, context.Control, context.Time);
        foreach (var chapter in stage.Chapters(keep))
        {
            await chapter.TellAsync(demo, cancellationToken);
        }

        if (!keep)
        {
            await agent.DisposeAsync();
            story.Prove("The directory of the demo is removed", Remove(place), "no directory", $"{place.Root} exists");
        }

        story.Say("");
        story.Say($"All {story.Steps.Count} claims were proven, in {story.Elapsed.TotalSeconds:0} s.");
    }

    private static async Task<DemoClient> ConnectAsync(CommandContext context, Story story, DemoPlace place, CancellationToken cancellationToken)
    {
        const string Claim = "An MCP client starts the server as a process of its own";
        return await story.ProveAsync(Claim, async _ =>
        {
            try
            {
                return await DemoClient.ConnectAsync(context.Executable, place, cancellationToken);
            }
            catch (Exception e) when (e is IOException or ModelContextProtocol.McpException or TimeoutException)
            {
                throw new DemoFailure(Claim, $"'{context.Executable.Display} mcp' answers", e.Message);
            }
        });
    }

    private static bool Remove(DemoPlace place)
    {
        place.Remove();
        return !Directory.Exists(place.Root);
    }

    private static async Task EndAsync(CommandContext context, DemoPlace place, Story story, IDemoStage stage, bool removeFiles)
    {
        if (Directory.Exists(place.Root))
        {
            await EndHostAsync(context, place, story, showLog: !removeFiles);
        }

        await stage.EndAsync(story);
        if (!Directory.Exists(place.Root))
        {
            return;
        }

        if (removeFiles)
        {
            place.Remove();
        }
        else
        {
            story.Say($"Its files are left for you to look at: {place.Root}");
        }
    }

    private static async Task EndHostAsync(CommandContext context, DemoPlace place, Story story, bool showLog)
    {
        // The user's token may have fired already; what was started must end all the same.
        var location = await context.Control.LocateAsync(place.Shop, CancellationToken.None);
        if (location.IsSuccess && HostRecord.Read(HostFiles.Of(location.Value)) is not null)
        {
            if (showLog)
            {
                story.Say("The last lines of the host's log:");
                story.Quote(PrivateFile.Tail(HostFiles.Of(location.Value).Log, 8));
            }

            await context.Control.StopAsync(location.Value, CancellationToken.None);
        }
    }
}
