using AgentSandbox.McpServer.Presentation.Output;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Groups;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.McpServer.Presentation.Groups;

/// <summary>Shows a route group.</summary>
internal sealed class GroupAnswers(FailureAnswers failures)
{
    public Answer Of(SandboxId name, RouteGroupState? state, Share share)
    {
        if (state is null)
        {
            var gone = $"Requests with the key {name} are refused; the sandboxes and their own keys stay.";
            return new Answer
            {
                Text = new AnswerText().Line($"There is no route group {name} (any more).").Line("Next", gone).ToString(),
                Structure = OutputJson.Object(new GroupOutput { Group = name.Value, NextStep = gone }),
            };
        }

        var error = state.Problems.Count == 0 ? null : state.Problems[0] with { Message = string.Join(" ", state.Problems.Select(problem => problem.Message)) };
        return new Answer
        {
            IsError = error is not null,
            Text = Text(state, error, share),
            Structure = OutputJson.Object(new GroupOutput
            {
                Group = name.Value,
                Sandboxes = OutputJson.Strings(state.Group.Sandboxes.Select(sandbox => sandbox.Value)),
                Forks = OutputJson.Strings(Forks(state)),
                NextStep = NextStep(state, error),
                Error = error is null ? null : failures.ToObject(error, share),
            }),
        };
    }

    private string Text(RouteGroupState state, SandboxFailure? error, Share share)
    {
        var text = new AnswerText();
        if (error is not null)
        {
            failures.Write(text, error, share);
        }

        return text
            .Line($"Route group {state.Group.Name}: requests with this key meet the forks of {string.Join(", ", state.Group.Sandboxes)}.")
            .Lines("- ", Forks(state))
            .Line($"owner: {state.Group.Owner}")
            .Line("Next", NextStep(state, error))
            .ToString();
    }

    private static string NextStep(RouteGroupState state, SandboxFailure? error) =>
        error?.Hint ?? $"Call {ToolNames.SendRoutedRequest} with sandbox: {state.Group.Name}; its hops say whose fork answered.";

    private static IEnumerable<string> Forks(RouteGroupState state) =>
        state.Forks.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}: {pair.Value.Spec.Id}");
}
