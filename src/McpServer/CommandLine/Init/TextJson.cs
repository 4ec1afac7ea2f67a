using System.Text.Json.Serialization;

namespace AgentSandbox.McpServer.CommandLine.Init;

/// <summary>Quotes texts.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class TextJson : JsonSerializerContext;
