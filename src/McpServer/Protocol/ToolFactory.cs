using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Protocol;

/// <summary>
/// Makes an MCP tool of a class whose one public method <c>ExecuteAsync</c> carries <see cref="McpServerToolAttribute"/>.
/// The class is created for each call, through the services of the request.
/// </summary>
internal static class ToolFactory
{
    public const string MethodName = "ExecuteAsync";

    private const DynamicallyAccessedMemberTypes NeededMembers =
        DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicMethods;

    /// <summary>
    /// Creates the tool. Parameters are camelCase in code and snake_case on the wire; an optional parameter has a
    /// default value; an output schema exists only where the attribute names <c>OutputSchemaType</c>.
    /// </summary>
    public static McpServerTool Create<[DynamicallyAccessedMembers(NeededMembers)] TTool>()
        where TTool : class
    {
        var method = typeof(TTool).GetMethod(MethodName, BindingFlags.Public | BindingFlags.Instance)
            ?? throw new InvalidOperationException($"The tool class '{typeof(TTool).Name}' has no public method '{MethodName}'.");
        var attribute = method.GetCustomAttribute<McpServerToolAttribute>();
        if (attribute?.Name is null)
        {
            throw new InvalidOperationException($"'{typeof(TTool).Name}.{MethodName}' needs [McpServerTool(Name = …)].");
        }

        var tool = McpServerTool.Create(
            method,
            context => ActivatorUtilities.CreateInstance<TTool>(
                context.Services ?? throw new InvalidOperationException("A tool call needs the services of its request.")),
            new McpServerToolCreateOptions { SerializerOptions = ProtocolJson.Options });
        if (attribute.OutputSchemaType is { } outputType)
        {
            tool.ProtocolTool.OutputSchema = AIJsonUtilities.CreateJsonSchema(outputType, serializerOptions: ProtocolJson.Options);
        }

        return new SnakeCaseTool(tool, method);
    }
}
