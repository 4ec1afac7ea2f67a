using AgentSandbox.McpServer.Presentation.Output;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.UseCases.Deleting;
using AgentSandbox.Orchestration.UseCases;

namespace AgentSandbox.McpServer.Presentation;

/// <summary>Shows how a deletion stands.</summary>
internal sealed class DeletionAnswers
{
    public Answer Of(DeleteSandboxRequest request, DeleteSandboxResult result, IReadOnlyList<string> notes)
    {
        var (id, tree) = (request.Sandbox.Value, request.Caller.Owner.ShownTree);
        var what = request.Service is { } service ? $"The fork of {service} in sandbox {id}" : $"Sandbox {id} with all its forks";
        var next = (result.Gone, request.Service) switch
        {
            (false, null) => $"Its removal goes on by itself; {ToolNames.GetSandbox} with wait_seconds: 25 tells when it is gone.",
            (false, _) => $"Its removal goes on by itself; {ToolNames.GetSandbox} shows it.",
            (true, null) => $"Nothing is left to do; {ToolNames.ListSandboxes} shows what else exists.",
            (true, _) => $"Requests with the key {id} meet the baseline of {request.Service} again.",
        };
        return new Answer
        {
            Text = new AnswerText()
                .Line($"{what} {(result.Gone ? "is gone" : "is still being removed")}.")
                .Line("tree", tree)
                .Lines("note: ", notes)
                .Line("Next", next)
                .ToString(),
            Structure = OutputJson.Object(new DeletionOutput
            {
                Sandbox = id,
                Service = request.Service,
                Gone = result.Gone,
                Tree = tree,
                Notes = OutputJson.Some(notes),
                NextStep = next,
            }),
        };
    }
}
