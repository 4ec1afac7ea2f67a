using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Failures;
using ModelContextProtocol.Protocol;

namespace AgentSandbox.McpServer.Presentation;

/// <summary>
/// Makes the result of every tool: text and structure, each enough alone, within the size limit, without secrets and
/// without anything that could act on whoever shows it.
/// </summary>
internal sealed class ToolPresenter(Sanitizer sanitizer, FailureAnswers failures)
{
    // Quotes and letters of other scripts stay single characters; nothing here is put into HTML.
    private static readonly JsonSerializerOptions s_compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Shows as much as fits: <paramref name="render"/> is asked for less and less.</summary>
    public CallToolResult Present(int budget, Func<Share, Answer> render)
    {
        foreach (var share in Share.Descending)
        {
            var (result, size) = Finish(render(share));
            if (size <= budget || share == Share.Descending[^1])
            {
                return result;
            }
        }

        throw new InvalidOperationException("There is always a last share.");
    }

    /// <summary>A failure without anything else to show.</summary>
    public CallToolResult Present(SandboxFailure failure) => Present(AnswerBudget.Default, share => failures.Of(failure, share));

    /// <summary>How large the larger form of an answer would be.</summary>
    public int SizeOf(Answer answer) => Finish(answer).Size;

    private (CallToolResult Result, int Size) Finish(Answer answer)
    {
        var structure = answer.Structure.DeepClone().AsObject();
        sanitizer.Structure(structure);
        var text = new StringBuilder(sanitizer.Text(answer.Text).TrimEnd('\n'));
        foreach (var (name, cursor) in answer.Cursors)
        {
            structure[name] = cursor;
            text.Append('\n').Append(name).Append(": ").Append(cursor);
        }

        var json = structure.ToJsonString(s_compact);
        using var document = JsonDocument.Parse(json);
        var result = new CallToolResult
        {
            IsError = answer.IsError,
            Content = [new TextContentBlock { Text = text.ToString() }],
            StructuredContent = document.RootElement.Clone(),
        };
        return (result, Math.Max(Encoding.UTF8.GetByteCount(text.ToString()), Encoding.UTF8.GetByteCount(json)));
    }
}
