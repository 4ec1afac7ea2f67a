using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using AgentSandbox.McpServer.Protocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.UnitTests.Protocol;

/// <summary>A tool with every kind of argument that the product's tools use.</summary>
internal sealed class SampleTool(SampleDependency dependency)
{
    public enum Colour
    {
        DarkBlue,
        Red,
    }

    [McpServerTool(Name = "sample_tool", Title = "A sample", ReadOnly = true, OpenWorld = false, OutputSchemaType = typeof(Answer))]
    [Description("Answers with what it was given.")]
    public CallToolResult ExecuteAsync(
        [Description("Name of the sandbox.")] string sandboxName,
        [Description("Seconds to wait."), Range(0, 25)] int? waitSeconds = null,
        Colour? colour = null,
        IReadOnlyList<string>? services = null,
        Point? point = null,
        bool takeOver = false)
    {
        if (sandboxName == "throw")
        {
            throw new InvalidOperationException("inner secret");
        }

        var answer = new Answer { SandboxName = sandboxName + dependency.Suffix, WaitSeconds = waitSeconds, Colour = colour, Services = services, Y = point?.YValue, TakeOver = takeOver };
        return new CallToolResult { StructuredContent = ProtocolJson.ToElement(answer), Content = [new TextContentBlock { Text = answer.ToString() }] };
    }

    internal sealed record Point(int XValue, int? YValue);

    internal sealed record Answer
    {
        public required string SandboxName { get; init; }

        public required int? WaitSeconds { get; init; }

        public Colour? Colour { get; init; }

        public IReadOnlyList<string>? Services { get; init; }

        public int? Y { get; init; }

        public bool TakeOver { get; init; }
    }
}
